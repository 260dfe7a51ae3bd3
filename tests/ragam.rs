//! Offices differ in their urusan, in who heads them, and in the words of their headers: a clean form stays clean under
//! all of them.

use std::fs;
use std::path::Path;

use cermat::finding::Severity;
use cermat::grid::parse_markdown;
use cermat::pipeline::{self, Checked, Settings, TableSummary};
use regex::Regex;

/// Headers with what other offices write for them; all mean the same column.
const HEADERS: [(&str, &[&str]); 26] = [
    (
        "pagu (rp)",
        &["Pagu Anggaran Tahun 2025 (Rp)", "Anggaran Tahun 2025 (Rp.)", "Nilai Anggaran (Rp)", "Pagu APBD 2025"],
    ),
    (
        "alokasi anggaran (rp)",
        &["Pagu Dana (Rp)", "Anggaran Tahun 2025 (Rp)", "Target Anggaran (Rp)", "Jumlah Dana (Rp)"],
    ),
    (
        "realisasi keuangan (rp)",
        &[
            "Realisasi Anggaran Tahun 2025 (Rp)",
            "Realisasi s.d. 31 Desember 2025 (Rp)",
            "Realisasi SP2D (Rp)",
            "Penyerapan Dana (Rp)",
        ],
    ),
    ("realisasi keuangan (%)", &["Tingkat Penyerapan (%)", "% Realisasi", "Serapan Anggaran (%)", "% Keuangan"]),
    (
        "sisa anggaran (rp)",
        &["Sisa Pagu (Rp)", "Anggaran Tidak Terserap (Rp)", "Saldo Anggaran (Rp)", "Sisa Lebih Anggaran (Rp)"],
    ),
    ("sisa anggaran", &["Sisa Dana", "Saldo", "Sisa Kredit Anggaran", "Sisa Pagu Anggaran"]),
    ("anggaran (sebelum perubahan)", &["Pagu Murni", "Pagu Awal", "APBD Murni", "Anggaran Semula"]),
    ("anggaran (sesudah perubahan)", &["Pagu Perubahan", "APBD Perubahan", "Pagu DPPA", "Anggaran Menjadi"]),
    ("fisik (%)", &["% Fisik", "Realisasi Fisik (%)", "Fisik", "Persentase Fisik"]),
    ("target 2025", &["Target", "Target Tahun 2025", "Target PK 2025", "Target Perjanjian Kinerja 2025"]),
    ("realisasi 2025", &["Realisasi", "Realisasi Tahun 2025", "Realisasi (%)", "Realisasi Kinerja 2025"]),
    ("capaian (%)", &["% Capaian", "Tingkat Ketercapaian (%)", "Persentase Capaian Kinerja", "Capaian Kinerja (%)"]),
    ("kategori", &["Predikat", "Status Capaian", "Kriteria Capaian", "Interpretasi"]),
    (
        "indikator kinerja",
        &[
            "Indikator Kinerja Utama (IKU)",
            "Indikator Kinerja Sasaran Strategis",
            "Indikator",
            "Indikator Kinerja Perangkat Daerah",
        ],
    ),
    (
        "indikator tujuan/sasaran",
        &["Indikator Tujuan dan Sasaran", "Indikator Kinerja Tujuan/Sasaran", "Indikator", "Indikator Sasaran"],
    ),
    ("sasaran", &["Sasaran Strategis", "Uraian Sasaran", "Sasaran Perangkat Daerah", "Kinerja Utama"]),
    ("satuan", &["Sat.", "Satuan Ukuran", "Unit Satuan", "Satuan Indikator"]),
    ("sumber data", &["Sumber", "Data Pendukung", "Bukti Dukung", "Sumber Data/Bukti"]),
    ("penanggung jawab", &["PIC", "Bidang Pengampu", "Penanggungjawab", "Unit Kerja Penanggung Jawab"]),
    ("kode rekening", &["Kode", "No. Rekening", "Kode Nomenklatur", "Kode Program, Kegiatan dan Sub Kegiatan"]),
    ("koefisien", &["Volume", "Kuantitas", "Jumlah Volume", "Vol"]),
    ("harga", &["Harga Satuan", "Biaya Satuan", "Harga Satuan (Rp)", "Tarif"]),
    (
        "realisasi (rp)",
        &["Realisasi Tahun 2025 (Rp)", "Realisasi Keuangan (Rp)", "Realisasi 2025 (Rp)", "Realisasi Belanja (Rp)"],
    ),
    ("tujuan", &["Tujuan Strategis", "Tujuan Perangkat Daerah", "Uraian Tujuan", "Tujuan Renstra"]),
    ("tingkat efisiensi", &["Efisiensi", "Nilai Efisiensi", "Persentase Efisiensi", "Efisiensi (%)"]),
    ("rp", &["Pagu (Rp)", "Anggaran (Rp)", "Rp (000)", "Keuangan (Rp)"]),
];

/// The office that heads the seeds' one, and its name, as other offices are called.
const OFFICES: [(&str, &str); 5] = [
    ("Inspektur", "Inspektorat Daerah"),
    ("Camat Suka Maju", "Kecamatan Suka Maju"),
    ("Sekretaris DPRD", "Sekretariat DPRD"),
    ("Direktur RSUD dr. Sentosa", "RSUD dr. Sentosa"),
    ("Kepala Badan Keuangan dan Aset Daerah", "Badan Keuangan dan Aset Daerah"),
];

#[test]
fn forms_of_every_urusan_are_clean() {
    let code = Regex::new(r"(^|[^\d.,])2\.15([. ]|$)").expect("a valid pattern");
    for urusan in ["4.01", "5.01", "6.01", "7.01"] {
        assert_clean(urusan, |text| code.replace_all(text, format!("${{1}}{urusan}${{2}}")).into_owned());
    }
}

#[test]
fn codes_are_read_whatever_stands_between_their_segments() {
    let code = Regex::new(r"^\d(\.\d{1,2}){2,}(\.\d{4})?$").expect("a valid pattern");
    for between in [" ", " . ", "-"] {
        assert_clean(between, |text| if code.is_match(text) { text.replace('.', between) } else { text.to_string() });
    }
}

#[test]
fn names_need_not_tell_their_level() {
    let prefix =
        Regex::new(r"^(\d\. )?(?:PROGRAM|Program|Kegiatan|Sub Kegiatan) (\pL{3,} \S)").expect("a valid pattern");
    assert_clean("names without levels", |text| prefix.replace(text, "${1}${2}").into_owned());
}

#[test]
fn forms_of_every_office_are_clean() {
    for (head, office) in OFFICES {
        assert_clean(office, |text| {
            let text = replaced(text, "Kepala Dinas Perhubungan", head);
            replaced(&replaced(&text, "Dinas Perhubungan", office), "Kepala Dinas", head)
        });
    }
}

#[test]
fn forms_with_other_words_in_their_headers_are_clean() {
    for variant in 0..4 {
        assert_clean(&format!("variant {variant}"), |text| {
            let known = HEADERS.iter().find(|(header, _)| *header == text.to_lowercase());
            known.map_or_else(|| text.to_string(), |(_, others)| others[variant].to_string())
        });
    }
}

#[test]
fn forms_typed_with_spaces_of_all_kinds_are_clean() {
    assert_clean("two spaces", |text| text.replace(' ', "  "));
    assert_clean("spaces that do not break", |text| text.replace(' ', "\u{a0}"));
}

/// A name replaced in capitals, too.
fn replaced(text: &str, name: &str, other: &str) -> String {
    text.replace(name, other).replace(&name.to_uppercase(), &other.to_uppercase())
}

/// Checks that the same tables and columns are recognised in each clean seed when its texts are changed like this, and that none has
/// a finding to answer.
fn assert_clean(what: &str, change: impl Fn(&str) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/bersih");
    let mut changed_seeds = 0;
    for entry in fs::read_dir(folder).expect("a folder of seeds") {
        let path = entry.expect("an entry").path();
        let seed = fs::read_to_string(&path).expect("a readable seed");
        let changed: Vec<String> = seed.lines().map(|line| changed_line(line, &change)).collect();
        let changed = changed.join("\n");
        changed_seeds += usize::from(changed.trim() != seed.trim());
        let place = format!("{what}, {}", path.display());
        let (usual, checked) = (checked(&seed, &place), checked(&changed, &place));
        assert_eq!(recognised(&usual), recognised(&checked), "{place}");
        let grave =
            checked.findings.iter().filter(|finding| matches!(finding.severity, Severity::Error | Severity::Review));
        let told: Vec<String> =
            grave.map(|finding| format!("{} {}: {}", finding.rule, finding.place.range, finding.message)).collect();
        assert!(told.is_empty(), "{place}: {told:#?}");
    }
    assert!(changed_seeds > 0, "{what} changes nothing");
}

/// The kind of each table, and how many of its columns have a role.
fn recognised(checked: &Checked) -> Vec<(&str, usize)> {
    let known = |table: &TableSummary| table.kolom.iter().filter(|(.., role)| role.is_some()).count();
    checked.tables.iter().map(|table| (table.jenis.as_str(), known(table))).collect()
}

fn checked(seed: &str, place: &str) -> Checked {
    let book = parse_markdown("uji", seed).unwrap_or_else(|error| panic!("{place}: {error}"));
    pipeline::check(book, &Settings::default()).expect("a report that can be checked").1
}

/// A row of a Markdown table with its texts changed; its number, figures, formulas and formats stay.
fn changed_line(line: &str, change: impl Fn(&str) -> String) -> String {
    let mut cells = line.split('|');
    let is_row = cells.next() == Some("") && cells.next().is_some_and(|number| number.trim().parse::<u32>().is_ok());
    if !is_row {
        return line.to_string();
    }
    let cells = line.split('|').enumerate().map(|(at, cell)| {
        let (text, format) = cell
            .trim()
            .split_once(" {")
            .map_or((cell.trim(), String::new()), |(text, format)| (text, format!(" {{{format}")));
        if at < 2 || text.starts_with('=') { cell.to_string() } else { format!(" {}{format} ", change(text)) }
    });
    cells.collect::<Vec<_>>().join("|")
}
