//! U02: an indikator is a percentage, its target a count.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::rumus::kosakata::{Kind, Named, listed};
use crate::rules::{Check, Findings, Rule};
use crate::table::{Figure, Row, Table};

/// U02.
pub const RULE: Rule = Rule {
    code: "U02",
    name: "persentase_bertarget_bilangan",
    title: "Indikator persentase bertarget bilangan",
    severity: Severity::Error,
    basis: "kriteria SMART (PermenPANRB 88/2021)",
    doc: include_str!("persentase_bertarget_bilangan.md"),
    check: Check::Dokumen(check),
};

/// Whether a unit counts things that are never parted.
pub fn counts_whole(unit: &str) -> bool {
    let unit = unit.trim().to_lowercase();
    COUNTED.contains(&unit.as_str()) && !matches!(unit.as_str(), "km" | "ha")
}

/// Units of things counted.
const COUNTED: [&str; 35] = [
    "orang",
    "dokumen",
    "laporan",
    "unit",
    "kegiatan",
    "buah",
    "paket",
    "keluarga",
    "kk",
    "lembaga",
    "kelompok",
    "desa",
    "kelurahan",
    "kecamatan",
    "kali",
    "buku",
    "set",
    "pegawai",
    "peserta",
    "rekening",
    "lembar",
    "berkas",
    "surat",
    "data",
    "kasus",
    "layanan",
    "jiwa",
    "siswa",
    "sekolah",
    "rumah",
    "bidang",
    "sertifikat",
    "ruas",
    "km",
    "ha",
];

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for column in targets(table) {
        let mut counted: Vec<(Spot, String)> = Vec::new();
        let mut summed: Vec<Spot> = Vec::new();
        for (row, entries) in table.rows.iter().enumerate() {
            let Some((item, figure)) = stated(table, entries, column) else {
                continue;
            };
            if item.kind != Kind::Percent || figure.percent {
                continue;
            }
            match unit(table, entries, column) {
                Some(unit) if is_counted(&unit) => counted.push((Spot { row, column }, unit)),
                None if is_sum_of_counts(table, entries, column) => summed.push(Spot { row, column }),
                _ => {}
            }
        }
        if let Some((first, unit)) = counted.first() {
            let spots: Vec<Spot> = counted.iter().map(|(spot, _)| *spot).collect();
            let message = match counted.len() {
                1 => format!("indikator persentase bertarget dalam satuan {unit}, bukan persen"),
                several => format!("{several} indikator persentase bertarget dalam satuan bilangan, bukan persen"),
            };
            findings
                .at(dokumen, *first, message)
                .advice("tulis target dalam persen, atau ganti nama indikatornya menjadi jumlah")
                .see_spots(dokumen, &spots, "target serupa");
        }
        if let Some(&first) = summed.first() {
            let message = match summed.len() {
                1 => "indikator persentase bertarget penjumlahan target anaknya, bukan persen".to_string(),
                several => format!("{several} indikator persentase bertarget penjumlahan target anaknya, bukan persen"),
            };
            findings
                .at(dokumen, first, message)
                .severity(Severity::Review)
                .advice("tulis target dalam persen, atau ganti nama indikatornya menjadi jumlah")
                .see_spots(dokumen, &summed, "target serupa");
        }
    }
}

/// The unit is one of things counted.
pub fn is_counted(unit: &str) -> bool {
    COUNTED.contains(&unit)
}

/// The columns of targets.
pub fn targets(table: &Table) -> Vec<usize> {
    let is_target = |role: Option<Role>| matches!(role, Some(Role::Target | Role::TargetTahun | Role::TargetAkhir));
    (0..table.columns.len()).filter(|&column| is_target(table.columns[column].role)).collect()
}

/// The one indikator of a row and its one target; ranges and lists say nothing.
pub fn stated<'a>(table: &Table, row: &'a Row, column: usize) -> Option<(Named, &'a Figure)> {
    let indikator = &row.entries[table.column_beside(Role::Indikator, column)?];
    let figure = row.entries[column].figure().filter(|figure| figure.upper.is_none() && figure.second.is_none())?;
    match listed(indikator.text()).as_slice() {
        [item] if !indikator.continues => Some((item.clone(), figure)),
        _ => None,
    }
}

/// The unit a target is given in: behind the figure, or in the nearest column of units.
pub fn unit(table: &Table, row: &Row, column: usize) -> Option<String> {
    if let Some(unit) = row.entries[column].figure().and_then(|figure| figure.unit.as_deref()) {
        return Some(unit.trim().to_lowercase());
    }
    let units = table.columns_of(Role::Satuan);
    let nearest = units.min_by_key(|&at| at.abs_diff(column))?;
    let unit = row.entries[nearest].text().trim().to_lowercase();
    (!unit.is_empty()).then_some(unit)
}

/// The target is what the targets of its children add up to, and these are counts.
fn is_sum_of_counts(table: &Table, row: &Row, column: usize) -> bool {
    let children: Option<Vec<(Named, &Figure)>> =
        row.children.iter().map(|&child| stated(table, &table.rows[child], column)).collect();
    let Some(children) = children.filter(|children| !children.is_empty()) else {
        return false;
    };
    let sum = children.iter().try_fold(Decimal::ZERO, |sum, (_, figure)| sum.checked_add(figure.value));
    children.iter().any(|(item, _)| item.kind == Kind::Count)
        && children.iter().all(|(item, figure)| item.kind != Kind::Percent && !figure.percent)
        && row.entries[column].figure().is_some_and(|figure| Some(figure.value) == sum)
        && sum != Some(Decimal::ONE_HUNDRED)
}
