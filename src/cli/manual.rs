//! Completions and the manual page, from the Command tree.

use super::command;
use crate::bahasa::Bahasa;

/// The completion script of a shell.
pub fn completions(shell: clap_complete::Shell, bahasa: Bahasa) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(bahasa), "cermat", &mut script);
    script
}

/// The manual page of the program or one of its commands, in roff; `None` when there is no such command.
pub fn manual(perintah: Option<&str>, bahasa: Bahasa) -> Option<Vec<u8>> {
    let mut whole = command(bahasa);
    whole.build();
    let (command, title) = match perintah {
        None => (whole, "cermat".to_string()),
        Some(name) => (whole.find_subcommand(name)?.clone(), format!("cermat-{name}")),
    };
    let page = clap_mangen::Man::new(command).title(title).source(format!("cermat {}", env!("CARGO_PKG_VERSION")));
    let mut roff = Vec::new();
    page.render(&mut roff).expect("writing to memory never fails");
    let mut text = String::from_utf8_lossy(&roff).into_owned();
    for (english, indonesian) in MANUAL_WORDS.into_iter().filter(|_| bahasa == Bahasa::Id) {
        text = text.replace(&format!("\n.SH {english}\n"), &format!("\n.SH {indonesian}\n"));
    }
    Some(text.into_bytes())
}

/// Headings the manual's writer has no setting for.
pub(super) const MANUAL_WORDS: [(&str, &str); 8] = [
    ("NAME", "NAMA"),
    ("SYNOPSIS", "IKHTISAR"),
    ("DESCRIPTION", "KETERANGAN"),
    ("OPTIONS", "OPSI"),
    ("ARGUMENTS", "ARGUMEN"),
    ("SUBCOMMANDS", "PERINTAH"),
    ("EXTRA", "CATATAN"),
    ("VERSION", "VERSI"),
];
