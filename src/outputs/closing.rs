//! What stands around the findings of `periksa` on a terminal, in Indonesian or English.

use super::frame::Bahasa;
use super::text::ribuan;

/// A sentence of the report on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing<'a> {
    /// The heading of the summary.
    Heading,
    /// What was checked, with the counts of findings.
    Checked {
        /// Workbooks.
        berkas: usize,
        /// Findings.
        temuan: usize,
        /// The same by level.
        tingkat: &'a str,
    },
    /// How many files failed.
    Failed {
        /// Files.
        berkas: usize,
    },
    /// The word before a note.
    Note,
    /// The word before the output folder.
    Outputs,
    /// What lies there.
    Folder {
        /// The folder.
        folder: &'a str,
    },
    /// Findings of a workbook or group that are not shown.
    Left {
        /// How many.
        temuan: usize,
        /// What they belong to, in Indonesian: "berkas" or "kelompok".
        tempat: &'a str,
    },
    /// Advice that is not shown.
    Advice {
        /// How many.
        saran: usize,
    },
    /// Next: mend what was found.
    Mend,
    /// Next: mend what was found, and the files that failed.
    MendBoth,
    /// Next: only advice is left.
    OnlyAdvice,
    /// Next: nothing.
    Done,
    /// Next: the files that failed.
    MendFailed,
}

impl Closing<'_> {
    /// The text on one line.
    pub fn text(self, bahasa: Bahasa) -> String {
        match bahasa {
            Bahasa::Id => self.indonesian(),
            Bahasa::En => self.english(),
        }
    }

    fn indonesian(self) -> String {
        match self {
            Closing::Heading => "Ringkasan".into(),
            Closing::Checked { berkas, temuan: 0, .. } => {
                format!("Diperiksa: {} berkas, tidak ada temuan.", ribuan(berkas))
            }
            Closing::Checked { berkas, temuan, tingkat } => {
                format!("Diperiksa: {} berkas, {} temuan ({tingkat}).", ribuan(berkas), ribuan(temuan))
            }
            Closing::Failed { berkas } => format!("Gagal: {} berkas.", ribuan(berkas)),
            Closing::Note => "Catatan".into(),
            Closing::Outputs => "Hasil".into(),
            Closing::Folder { folder } => {
                format!(
                    "{folder} (laporan.html, ringkasan.xlsx, lampiran.xlsx dan .docx, temuan.json, salinan bertanda tiap berkas)"
                )
            }
            Closing::Left { temuan, tempat } => {
                let temuan = ribuan(temuan);
                format!("… dan {temuan} temuan lain di {tempat} ini. Tambahkan --rinci untuk menampilkan semuanya.")
            }
            Closing::Advice { saran } => {
                format!("{} saran cara penulisan tidak ditampilkan di sini; --rinci menampilkannya.", ribuan(saran))
            }
            Closing::Mend => {
                "Langkah berikutnya: buka laporan.html, perbaiki di berkas asli, lalu jalankan lagi perintah ini."
                    .into()
            }
            Closing::MendBoth => {
                "Langkah berikutnya: buka laporan.html, perbaiki temuan di berkas asli, benahi berkas \
                                  yang gagal, lalu jalankan lagi perintah ini."
                    .into()
            }
            Closing::OnlyAdvice => "Langkah berikutnya: tidak ada yang harus diperbaiki; saran cara penulisan ada di \
                                    laporan.html."
                .into(),
            Closing::Done => "Langkah berikutnya: tidak ada yang perlu diperbaiki; berkas dapat diteruskan.".into(),
            Closing::MendFailed => {
                "Langkah berikutnya: benahi berkas yang gagal, lalu jalankan lagi perintah ini.".into()
            }
        }
    }

    fn english(self) -> String {
        match self {
            Closing::Heading => "Summary".into(),
            Closing::Checked { berkas, temuan: 0, .. } => format!("Checked: {berkas} files, no findings."),
            Closing::Checked { berkas, temuan, tingkat } => {
                format!("Checked: {berkas} files, {temuan} findings ({tingkat}).")
            }
            Closing::Failed { berkas } => format!("Failed: {berkas} files."),
            Closing::Note => "Note".into(),
            Closing::Outputs => "Results".into(),
            Closing::Folder { folder } => {
                format!(
                    "{folder} (laporan.html, ringkasan.xlsx, lampiran.xlsx and .docx, temuan.json, an annotated copy of each file)"
                )
            }
            Closing::Left { temuan, tempat } => {
                let place = if tempat == "berkas" { "file" } else { "group" };
                format!("… and {temuan} more findings in this {place}; --rinci shows them all.")
            }
            Closing::Advice { saran } => format!("{saran} remarks on style are not shown here; --rinci shows them."),
            Closing::Mend => "Next: open laporan.html, correct the original files, then run this command again.".into(),
            Closing::MendBoth => {
                "Next: open laporan.html, correct the original files, mend the files that failed, then \
                                  run this command again."
                    .into()
            }
            Closing::OnlyAdvice => "Next: nothing must be corrected; remarks on style are in laporan.html.".into(),
            Closing::Done => "Next: nothing needs correcting; the files can be passed on.".into(),
            Closing::MendFailed => "Next: mend the files that failed, then run this command again.".into(),
        }
    }
}
