//! What `awasi` says, in Indonesian or English. Texts of rules stay Indonesian.

use std::time::Duration;

use super::Run;
use super::text::{counts, one_line, wrapped};
use crate::bahasa::{Bahasa, Pesan};
use crate::finding::Severity;
use crate::pipeline::Checked;

/// A message of `awasi`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// What is watched.
    Watching {
        /// The folder.
        dir: String,
        /// Where outputs go.
        hasil: String,
        /// Only one look.
        is_once: bool,
    },
    /// The folder is on a network share.
    Share {
        /// Time between two looks.
        poll: Duration,
    },
    /// Looking from time to time was asked for.
    Polling {
        /// Time between two looks.
        poll: Duration,
    },
    /// The system gives no events.
    NoEvents {
        /// Its reason.
        detail: String,
        /// Time between two looks.
        poll: Duration,
    },
    /// Another program watches this folder.
    Busy {
        /// Which.
        owner: String,
        /// For how long.
        age: Option<Duration>,
    },
    /// A version was checked.
    Checked {
        /// The file.
        nama: String,
        /// Findings by level, gravest first.
        temuan: [usize; 4],
    },
    /// A version could not be checked.
    Failed {
        /// The file.
        nama: String,
        /// Why.
        sebab: Pesan,
    },
    /// A file is gone.
    Gone {
        /// The file.
        nama: String,
    },
    /// A copy that belongs to nothing any more was left, because somebody wrote into it or has it open.
    Kept {
        /// The copy.
        salinan: String,
    },
    /// Further messages that are not shown.
    More {
        /// How many.
        count: usize,
    },
    /// Something about the outputs.
    Note {
        /// A sentence without its full stop.
        note: Pesan,
    },
    /// What the outputs now tell of.
    Summary {
        /// Workbooks.
        berkas: usize,
        /// Findings.
        temuan: usize,
        /// Files that could not be checked.
        gagal: usize,
        /// The output folder.
        hasil: String,
    },
    /// A round failed and will be tried again.
    Trouble {
        /// Why.
        detail: Pesan,
    },
    /// The watcher ends.
    Stopped,
}

impl Frame {
    /// What was found in a workbook.
    pub fn checked(checked: &Checked) -> Self {
        Frame::Checked { nama: checked.nama.clone(), temuan: Severity::ALL.map(|severity| checked.count(severity)) }
    }

    /// What the outputs of a run tell of.
    pub fn summary(run: &Run, hasil: &str) -> Self {
        let temuan = run.books.iter().map(|book| book.checked.findings.len()).sum();
        Frame::Summary { berkas: run.books.len(), temuan, gagal: run.failures.len(), hasil: hasil.to_string() }
    }

    /// The message with its line break, for 80 columns.
    pub fn text(&self, bahasa: Bahasa) -> String {
        format!("{}\n", wrapped(&one_line(self.pesan().text(bahasa)), 2))
    }

    fn pesan(&self) -> Pesan {
        match self {
            Frame::Watching { dir, hasil, is_once: false } => Pesan::new(
                format!("Mengawasi {dir}; hasilnya di {hasil}. Tekan Ctrl-C untuk berhenti."),
                format!("Watching {dir}; results go to {hasil}. Press Ctrl-C to stop."),
            ),
            Frame::Watching { dir, hasil, is_once: true } => Pesan::new(
                format!("Memeriksa {dir}; hasilnya di {hasil}."),
                format!("Checking {dir}; results go to {hasil}."),
            ),
            Frame::Share { poll } => {
                let every = seconds(*poll);
                Pesan::new(
                    format!("Folder ini ada di jaringan, jadi dilihat setiap {every} detik (ubah dengan --jajak)."),
                    format!("This folder is on a network share, so it is looked at every {every} s (see --jajak)."),
                )
            }
            Frame::Polling { poll } => {
                let every = seconds(*poll);
                Pesan::new(
                    format!("Folder dilihat setiap {every} detik."),
                    format!("The folder is looked at every {every} s."),
                )
            }
            Frame::NoEvents { detail, poll } => {
                let every = seconds(*poll);
                Pesan::new(
                    format!(
                        "Sistem tidak memberi tahu perubahan ({detail}), jadi folder dilihat setiap {every} detik."
                    ),
                    format!("The system reports no changes ({detail}), so the folder is looked at every {every} s."),
                )
            }
            Frame::Busy { owner, age } => busy(owner, *age),
            Frame::Checked { nama, temuan } => {
                let counts = counts_of(temuan);
                both(
                    "diperiksa",
                    "checked",
                    &format!("{nama}: {}", counts.text(Bahasa::Id)),
                    &format!("{nama}: {}", counts.text(Bahasa::En)),
                )
            }
            Frame::Failed { nama, sebab } => both(
                "gagal",
                "failed",
                &format!("{nama}: {}.", sebab.text(Bahasa::Id)),
                &format!("{nama}: {}.", sebab.text(Bahasa::En)),
            ),
            Frame::Gone { nama } => both("dihapus atau diganti nama", "deleted or renamed", nama, nama),
            Frame::Kept { salinan } => Pesan::new(
                format!("catatan: {salinan} tidak dihapus karena sudah diubah atau sedang dibuka."),
                format!("note: {salinan} was kept, it was edited or is open."),
            ),
            Frame::More { count } => {
                Pesan::new(format!("… dan {count} berkas lain."), format!("… and {count} more files."))
            }
            Frame::Note { note } => {
                both("catatan", "note", &format!("{}.", note.text(Bahasa::Id)), &format!("{}.", note.text(Bahasa::En)))
            }
            Frame::Summary { berkas, temuan, gagal, hasil } => {
                let failed = |word: &str| if *gagal > 0 { format!(", {gagal} {word}") } else { String::new() };
                Pesan::new(
                    format!("Selesai: {berkas} berkas, {temuan} temuan{}. Buka {hasil}/laporan.html.", failed("gagal")),
                    format!("Done: {berkas} files, {temuan} findings{}. Open {hasil}/laporan.html.", failed("failed")),
                )
            }
            Frame::Trouble { detail } => both(
                "Belum berhasil, akan dicoba lagi",
                "Not done yet, will be tried again",
                &format!("{}.", detail.text(Bahasa::Id)),
                &format!("{}.", detail.text(Bahasa::En)),
            ),
            Frame::Stopped => Pesan::new(
                "Pengawasan dihentikan; hasil yang sudah ada tetap utuh.",
                "Stopped watching; the results so far are whole.",
            ),
        }
    }
}

/// A word and what it announces.
fn both(id: &str, en: &str, told_id: &str, told_en: &str) -> Pesan {
    Pesan::new(format!("{id}: {told_id}"), format!("{en}: {told_en}"))
}

fn busy(owner: &str, age: Option<Duration>) -> Pesan {
    let named = |nobody: &str| if owner.is_empty() { nobody.to_string() } else { owner.to_string() };
    let since_id = age.map(|age| format!(" sejak {}", age_id(age))).unwrap_or_default();
    let since_en = age.map(|age| format!(", started {} min ago", age.as_secs() / 60)).unwrap_or_default();
    Pesan::new(
        format!(
            "Tidak dapat dijalankan: folder ini sudah diawasi oleh {}{since_id}. Hentikan dahulu yang itu, atau pilih \
             folder hasil lain dengan --hasil.",
            named("cermat lain")
        ),
        format!(
            "Cannot run: this folder is being watched already ({}{since_en}). Stop that one first, or name another \
             output folder with --hasil.",
            named("another cermat")
        ),
    )
}

fn counts_of(temuan: &[usize; 4]) -> Pesan {
    counts(|severity| Severity::ALL.iter().position(|&known| known == severity).map_or(0, |index| temuan[index]))
}

/// `1,5`
fn seconds(duration: Duration) -> String {
    let text = format!("{:.1}", duration.as_secs_f64());
    text.strip_suffix(".0").unwrap_or(&text).replace('.', ",")
}

fn age_id(age: Duration) -> String {
    match age.as_secs() {
        seconds @ 0..60 => format!("{seconds} detik yang lalu"),
        seconds @ 60..3600 => format!("{} menit yang lalu", seconds / 60),
        seconds @ 3600..86_400 => format!("{} jam yang lalu", seconds / 3600),
        seconds => format!("{} hari yang lalu", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_in_both_languages() {
        let busy = Frame::Busy { owner: "proses 7 di BAGIAN-UMUM".into(), age: Some(Duration::from_secs(7300)) };
        let told = busy.text(Bahasa::Id);
        assert!(one_line(&told).contains("proses 7 di BAGIAN-UMUM sejak 2 jam yang lalu"), "{told}");
        assert!(told.lines().all(|line| line.chars().count() <= 80), "{told}");
        assert!(busy.text(Bahasa::En).contains("watched already"));
        let checked = Frame::Checked { nama: "DPA.xlsx".into(), temuan: [3, 0, 1, 0] };
        assert_eq!(checked.text(Bahasa::Id), "diperiksa: DPA.xlsx: 3 salah, 1 lengkapi\n");
        let poll = Duration::from_millis(1500);
        assert_eq!(Frame::Polling { poll }.text(Bahasa::Id), "Folder dilihat setiap 1,5 detik.\n");
    }
}
