//! clap's own words in Indonesian.
//!
//! clap has no hook for other languages, so headings, usage lines and the help flag are set on the
//! Command tree, and errors are worded here from their kind and context.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::Stop;

/// A Command tree with headings, usage lines and help flags in Indonesian.
pub fn localised(command: Command) -> Command {
    command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading("Perintah")
        .subcommand_value_name("PERINTAH")
        .help_template("{about-with-newline}\nPenggunaan: {usage}\n\n{all-args}{after-help}")
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "Argumen" } else { "Opsi" };
            arg.help_heading(heading)
        })
        .arg(
            Arg::new("bantuan")
                .short('h')
                .long("help")
                .visible_alias("bantuan")
                .action(ArgAction::HelpShort)
                .help("Tampilkan bantuan")
                .help_heading("Opsi"),
        )
        .mut_subcommands(localised)
}

/// What to print instead of running.
pub fn stop(error: &clap::Error) -> Stop {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::Asked(error.render().to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Stop::Wrong(error.render().to_string()),
        _ => Stop::Wrong(format!("Salah panggil: {}.\nBantuan: cermat --help\n", fault(error))),
    }
}

/// What is wrong with the call, as a clause.
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
            format!("nilai «{value}» tidak berlaku untuk {argument}")
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
