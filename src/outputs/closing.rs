//! What stands around the findings of `periksa` on a terminal, in Indonesian or English.

use super::text::ribuan;
use crate::bahasa::{Bahasa, Pesan};
use crate::rules::RULES;

/// A sentence of the report on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing<'a> {
    /// What a workbook without tables is said to hold.
    NoTables,
    /// The year of a workbook.
    Year {
        /// The year.
        tahun: u16,
    },
    /// How many of a workbook's findings are new.
    New {
        /// How many.
        temuan: usize,
    },
    /// How many workbooks a group of findings is from.
    Files {
        /// Workbooks.
        berkas: usize,
    },
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
    /// The word before accepted findings, and how many there are.
    Accepted {
        /// Findings.
        temuan: usize,
        /// Those of them without a reason.
        tanpa_alasan: usize,
    },
    /// Copies that were left although their workbook is gone.
    Kept {
        /// Their names.
        salinan: &'a [String],
    },
    /// Acceptances whose finding is gone.
    Lapsed {
        /// How many.
        catatan: usize,
    },
    /// What an earlier run says beside this one: new, known and mended findings.
    Compared {
        /// The three counts.
        temuan: [usize; 3],
        /// The earlier run.
        dari: &'a str,
    },
    /// A finding that was mended.
    Mended {
        /// Its place and message.
        temuan: &'a str,
    },
    /// Mended findings that are not named.
    MoreMended {
        /// How many.
        temuan: usize,
    },
    /// Earlier findings that could not be compared.
    NotCompared {
        /// How many.
        temuan: usize,
    },
    /// The heading above what was not compared between documents.
    Lacking,
    /// What is not named there.
    MoreLacking {
        /// How many.
        hal: usize,
    },
    /// How many files failed.
    Failed {
        /// Files.
        berkas: usize,
    },
    /// How many workbooks hold no table that is known.
    Unknown {
        /// Workbooks.
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
        /// Some workbook was checked.
        is_checked: bool,
        /// Some workbook has a copy.
        has_copy: bool,
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
    /// Not all rules ran.
    FewerRules {
        /// Those that ran.
        aturan: usize,
    },
    /// Next: the files that failed.
    MendFailed,
    /// Next: the workbooks without a table that is known.
    MendUnknown,
}

impl Closing<'_> {
    /// The text on one line.
    pub fn text(self, bahasa: Bahasa) -> String {
        self.pesan().text(bahasa).to_string()
    }

    fn pesan(self) -> Pesan {
        match self {
            Closing::NoTables => Pesan::new("tidak ada tabel yang dikenali", "no table is recognised"),
            Closing::Year { tahun } => Pesan::new(format!("tahun {tahun}"), format!("year {tahun}")),
            Closing::New { temuan } => {
                Pesan::new(format!("{temuan} di antaranya baru"), format!("{temuan} of them new"))
            }
            Closing::Files { berkas } => Pesan::new(format!("{berkas} berkas"), format!("{berkas} files")),
            Closing::Heading => Pesan::new("Ringkasan", "Summary"),
            Closing::Checked { berkas: 0, .. } => {
                Pesan::new("Tidak ada berkas yang dapat diperiksa.", "No file can be checked.")
            }
            Closing::Checked { berkas, temuan: 0, .. } => Pesan::new(
                format!("Diperiksa: {} berkas, tidak ada temuan.", ribuan(berkas)),
                format!("Checked: {berkas} files, no findings."),
            ),
            Closing::Checked { berkas, temuan, tingkat } => Pesan::new(
                format!("Diperiksa: {} berkas, {} temuan ({tingkat}).", ribuan(berkas), ribuan(temuan)),
                format!("Checked: {berkas} files, {temuan} findings ({tingkat})."),
            ),
            Closing::Failed { berkas } => {
                Pesan::new(format!("Gagal: {} berkas.", ribuan(berkas)), format!("Failed: {berkas} files."))
            }
            Closing::Unknown { berkas } => Pesan::new(
                format!("Tidak dikenali: {} berkas; tidak ada tabelnya yang dapat diperiksa.", ribuan(berkas)),
                format!("Not recognised: {berkas} files; no table in them can be checked."),
            ),
            Closing::Note => Pesan::new("Catatan", "Note"),
            Closing::Outputs => Pesan::new("Hasil", "Results"),
            Closing::Folder { folder, is_checked, has_copy } => {
                let pick = |is_there, text| if is_there { text } else { "" };
                Pesan::new(
                    format!(
                        "{folder} (laporan.html, ringkasan.xlsx, {}temuan.json{})",
                        pick(is_checked, "lampiran.xlsx dan .docx, "),
                        pick(has_copy, ", salinan bertanda tiap berkas")
                    ),
                    format!(
                        "{folder} (laporan.html, ringkasan.xlsx, {}temuan.json{})",
                        pick(is_checked, "lampiran.xlsx and .docx, "),
                        pick(has_copy, ", an annotated copy of each file")
                    ),
                )
            }
            Closing::Left { temuan, tempat } => {
                let place = if tempat == "berkas" { "file" } else { "group" };
                Pesan::new(
                    format!(
                        "… dan {} temuan lain di {tempat} ini. Tambahkan --rinci untuk menampilkan semuanya.",
                        ribuan(temuan)
                    ),
                    format!("… and {temuan} more findings in this {place}; --rinci shows them all."),
                )
            }
            Closing::Advice { saran } => Pesan::new(
                format!("{} saran cara penulisan tidak ditampilkan di sini; --rinci menampilkannya.", ribuan(saran)),
                format!("{saran} remarks on style are not shown here; --rinci shows them."),
            ),
            Closing::Accepted { temuan, tanpa_alasan: 0 } => Pesan::new(
                format!("Diterima: {temuan} temuan beserta alasannya, tidak dihitung."),
                format!("Accepted: {temuan} findings with their reasons, not counted."),
            ),
            Closing::Accepted { temuan, tanpa_alasan } => Pesan::new(
                format!("Diterima: {temuan} temuan, tidak dihitung; {tanpa_alasan} di antaranya belum beralasan."),
                format!("Accepted: {temuan} findings, not counted; {tanpa_alasan} of them without a reason."),
            ),
            Closing::Kept { salinan } => {
                let (count, names) = (salinan.len(), salinan.join(", "));
                Pesan::new(
                    format!(
                        "{count} salinan dari berkas yang sudah tidak ada dibiarkan karena pernah diubah: {names}."
                    ),
                    format!("{count} copies of files that are gone were kept because somebody changed them: {names}."),
                )
            }
            Closing::Lapsed { catatan } => Pesan::new(
                format!("{catatan} catatan tidak lagi bertemu temuannya; lihat lembar Diterima di ringkasan.xlsx."),
                format!(
                    "{catatan} acceptances no longer meet their finding; see the sheet Diterima of ringkasan.xlsx."
                ),
            ),
            Closing::Compared { temuan: [new, known, mended], dari } => Pesan::new(
                format!("Perbandingan: {new} temuan baru, {known} masih ada, {mended} sudah diperbaiki sejak {dari}."),
                format!("Comparison: {new} new findings, {known} still there, {mended} mended since {dari}."),
            ),
            Closing::Mended { temuan } => {
                Pesan::new(format!("sudah diperbaiki: {temuan}"), format!("mended: {temuan}"))
            }
            Closing::MoreMended { temuan } => Pesan::new(
                format!("dan {temuan} lainnya, lihat temuan.json"),
                format!("and {temuan} more, see temuan.json"),
            ),
            Closing::NotCompared { temuan } => Pesan::new(
                format!(
                    "{temuan} temuan lama tidak dibandingkan, karena berkas atau aturannya tidak ikut diperiksa kali ini."
                ),
                format!(
                    "{temuan} earlier findings were not compared, because their file or rule was not checked this time."
                ),
            ),
            Closing::Lacking => Pesan::new("Belum dibandingkan antardokumen:", "Not compared between documents yet:"),
            Closing::MoreLacking { hal } => Pesan::new(format!("dan {hal} hal lain"), format!("and {hal} more")),
            Closing::Mend => Pesan::new(
                "Langkah berikutnya: buka laporan.html, perbaiki di berkas asli, lalu jalankan lagi perintah ini.",
                "Next: open laporan.html, correct the original files, then run this command again.",
            ),
            Closing::MendBoth => Pesan::new(
                "Langkah berikutnya: buka laporan.html, perbaiki temuan di berkas asli, benahi berkas yang gagal, lalu \
                 jalankan lagi perintah ini.",
                "Next: open laporan.html, correct the original files, mend the files that failed, then run this command \
                 again.",
            ),
            Closing::OnlyAdvice => Pesan::new(
                "Langkah berikutnya: tidak ada yang harus diperbaiki; saran cara penulisan ada di laporan.html.",
                "Next: nothing must be corrected; remarks on style are in laporan.html.",
            ),
            Closing::Done => Pesan::new(
                "Langkah berikutnya: tidak ada yang perlu diperbaiki; berkas dapat diteruskan.",
                "Next: nothing needs correcting; the files can be passed on.",
            ),
            Closing::FewerRules { aturan } => Pesan::new(
                format!("Hanya {aturan} dari {} aturan yang dijalankan.", RULES.len()),
                format!("Only {aturan} of {} rules were run.", RULES.len()),
            ),
            Closing::MendFailed => Pesan::new(
                "Langkah berikutnya: benahi berkas yang gagal, lalu jalankan lagi perintah ini.",
                "Next: mend the files that failed, then run this command again.",
            ),
            Closing::MendUnknown => Pesan::new(
                "Langkah berikutnya: samakan kepala kolom berkas yang tidak dikenali dengan formulirnya, atau daftarkan di \
                 cermat.toml, lalu jalankan lagi perintah ini.",
                "Next: make the headers of the files not recognised those of their form, or list them in cermat.toml, then \
                 run this command again.",
            ),
        }
    }
}
