//! The words of the command line in the language of the call, clap's own too.
//!
//! clap has no hook for other languages, so headings, usage lines and the help flag are set on the Command tree, and
//! errors are worded here from their kind and context; in English they are clap's own.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::Stop;
use crate::bahasa::Bahasa;

/// What stands between the Indonesian and the English text of `dua!`; clap drops control characters.
pub(super) const BETWEEN: char = '␟';

/// Picks texts of one language.
pub struct Words {
    /// The language.
    pub bahasa: Bahasa,
}

impl Words {
    /// The half of a text that is in the language; a text of one language is whole.
    pub fn pick(&self, text: &str) -> String {
        let (id, en) = text.split_once(BETWEEN).unwrap_or((text, text));
        self.bahasa.pick(id, en).to_string()
    }
}

/// The language a call asks for, before the call is understood: its errors are told in it.
pub fn asked_language(arguments: &[OsString]) -> Bahasa {
    let words: Vec<_> = arguments.iter().map(|argument| argument.to_string_lossy()).collect();
    let apart = words.windows(2).filter(|pair| pair[0] == "--bahasa").map(|pair| &*pair[1]);
    let joined = words.iter().filter_map(|word| word.strip_prefix("--bahasa="));
    let asked = apart.chain(joined).next();
    Bahasa::ALL.into_iter().find(|(_, word)| asked == Some(*word)).map_or(Bahasa::Id, |(bahasa, _)| bahasa)
}

/// A Command tree with all its texts in a language; `above` are the commands that lead to it.
pub fn localised(command: Command, words: &Words, above: &str) -> Command {
    let path = format!("{above} {}", command.get_name()).trim_start().to_string();
    let about = command.get_about().map(|text| words.pick(&text.to_string()));
    let after = command.get_after_help().map(|text| words.pick(&text.to_string()));
    let help = Arg::new("bantuan").short('h').long("help").visible_alias("bantuan").action(ArgAction::HelpShort);
    let mut command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(words.pick(dua!("Perintah", "Commands")))
        .subcommand_value_name(words.pick(COMMAND))
        .help_template(format!(
            "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
            words.pick(dua!("Penggunaan", "Usage"))
        ))
        .arg(help.help(dua!("Tampilkan bantuan", "Show this help")))
        .mut_args(|arg| argument(arg, words))
        .mut_subcommands(|below| localised(below, words, &path));
    if let Some(about) = about {
        command = command.about(about);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    let usage = usage(&command, words, &path);
    command.override_usage(usage)
}

const COMMAND: &str = dua!("PERINTAH", "COMMAND");

fn argument(arg: Arg, words: &Words) -> Arg {
    let heading = words.pick(if arg.is_positional() { dua!("Argumen", "Arguments") } else { dua!("Opsi", "Options") });
    let help = arg.get_help().map(|text| words.pick(&text.to_string()));
    let names: Option<Vec<String>> =
        arg.get_value_names().map(|names| names.iter().map(|name| words.pick(name)).collect());
    let mut arg = arg.help_heading(heading);
    if let Some(help) = help {
        arg = arg.help(help);
    }
    if let Some(names) = names {
        arg = arg.value_names(names);
    }
    arg
}

/// `cermat periksa [OPSI] PATH…`
fn usage(command: &Command, words: &Words, path: &str) -> String {
    let options = words.pick(dua!("[OPSI]", "[OPTIONS]"));
    if command.has_subcommands() {
        return format!("{path} {} {options} PATH…", words.pick(COMMAND));
    }
    let mut usage = format!("{path} {options}");
    for arg in command.get_positionals() {
        let name = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        let many = if matches!(arg.get_action(), ArgAction::Append) { "…" } else { "" };
        usage += &if arg.is_required_set() { format!(" {name}{many}") } else { format!(" [{name}{many}]") };
    }
    usage
}

/// What to print instead of running.
pub fn stop(error: &clap::Error, bahasa: Bahasa) -> Stop {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::Asked(error.render().to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Stop::Wrong(error.render().to_string()),
        _ if bahasa == Bahasa::En => Stop::Wrong(error.render().to_string()),
        _ => Stop::Wrong(format!("Salah panggil: {}.\nBantuan: cermat --help\n", fault(error))),
    }
}

/// What is wrong with the call, as a clause in Indonesian.
fn fault(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let argument = argument.split(' ').next().unwrap_or("");
    let value = context(ContextKind::InvalidValue);
    let mut fault = match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => format!("argumen «{argument}» berlebih"),
        ErrorKind::UnknownArgument => format!("opsi «{argument}» tidak dikenal"),
        ErrorKind::InvalidSubcommand => format!("perintah «{}» tidak dikenal", context(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value.is_empty() => {
            format!("opsi {argument} memerlukan nilai")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let range = if argument == "--memori" { "; yang berlaku: bilangan 64 sampai 1048576 (MB)" } else { "" };
            format!("nilai «{value}» tidak berlaku untuk {argument}{range}")
        }
        ErrorKind::ArgumentConflict if context(ContextKind::PriorArg).split(' ').next() == Some(argument) => {
            format!("opsi {argument} hanya boleh ditulis satu kali")
        }
        ErrorKind::ArgumentConflict => format!("opsi {argument} tidak dapat dipakai bersama yang lain"),
        ErrorKind::MissingRequiredArgument => "berkas atau folder (PATH) belum disebut".into(),
        ErrorKind::MissingSubcommand => "perintah belum disebut".into(),
        ErrorKind::TooManyValues => format!("opsi {argument} tidak menerima nilai «{value}»"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("nilai untuk {argument} kurang"),
        ErrorKind::NoEquals => format!("opsi {argument} memerlukan tanda ="),
        ErrorKind::InvalidUtf8 => "ada argumen yang tidak terbaca sebagai teks".into(),
        _ => "argumen tidak dapat dipahami".into(),
    };
    let valid = context(ContextKind::ValidValue);
    if !valid.is_empty() {
        fault = format!("{fault}; yang berlaku: {valid}");
    }
    let similar = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(context)
        .find(|text| !text.is_empty());
    if let Some(similar) = similar {
        fault = format!("{fault}; mungkin maksudnya {similar}");
    }
    fault
}
