//! T13: a target outside the values its indikator can have.

use rust_decimal::Decimal;

use super::deret::{is_percent_unit, is_percentage};
use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, words};
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::Figure;

/// T13.
pub const RULE: Rule = Rule {
    code: "T13",
    name: "target_mustahil",
    title: "Target di luar nilai yang mungkin",
    severity: Severity::Error,
    basis: "LKE PermenPANRB 88/2021 (target SMART); skala masing-masing indeks",
    doc: include_str!("target_mustahil.md"),
    check: Check::Dokumen(check),
};

/// A scale with the values it can have. Lower bounds below which no target is set are practice.
struct Skala {
    /// Words that must all stand in the indikator's name.
    name: &'static [&'static str],
    /// The ranges of its values.
    ranges: &'static [(i64, i64)],
    /// Where the scale is laid down.
    basis: &'static str,
}

const SCALES: [Skala; 9] = [
    Skala { name: &["nilai", "akip"], ranges: &[(30, 100)], basis: "PermenPANRB 88/2021" },
    Skala { name: &["nilai", "sakip"], ranges: &[(30, 100)], basis: "PermenPANRB 88/2021" },
    Skala { name: &["indeks", "kepuasan", "masyarakat"], ranges: &[(1, 4), (25, 100)], basis: "PermenPANRB 14/2017" },
    Skala { name: &["ikm"], ranges: &[(1, 4), (25, 100)], basis: "PermenPANRB 14/2017" },
    Skala { name: &["indeks", "spbe"], ranges: &[(1, 5)], basis: "PermenPANRB 59/2020" },
    Skala { name: &["indeks", "pelayanan", "publik"], ranges: &[(1, 5)], basis: "PermenPANRB 29/2022" },
    Skala { name: &["maturitas", "spip"], ranges: &[(0, 5)], basis: "Peraturan BPKP 5/2021" },
    Skala { name: &["indeks", "reformasi", "birokrasi"], ranges: &[(20, 120)], basis: "PermenPANRB 9/2023" },
    Skala { name: &["indeks", "pembangunan", "manusia"], ranges: &[(20, 100)], basis: "BPS" },
];

/// Names of shares that may well exceed 100: growth, and what is measured against a target.
const UNBOUNDED: [&str; 18] = [
    "peningkatan",
    "kenaikan",
    "pertumbuhan",
    "laju",
    "capaian",
    "pencapaian",
    "realisasi",
    "rasio",
    "surplus",
    "perubahan",
    "penambahan",
    "produksi",
    "produktivitas",
    "pendapatan",
    "penerimaan",
    "investasi",
    "kunjungan",
    "perbandingan",
];

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let targets = [Role::Target, Role::TargetTahun, Role::TargetAkhir, Role::KondisiAwal, Role::KondisiAkhir];
    let is_target = |at: &usize| table.columns[*at].role.is_some_and(|role| targets.contains(&role));
    for column in (0..table.columns.len()).filter(is_target) {
        let Some(indikator) = table.column_beside(Role::Indikator, column) else {
            continue;
        };
        for (row, entries) in table.rows.iter().enumerate().filter(|(_, row)| row.children.is_empty()) {
            let Some(figure) = entries.entries[column].figure().filter(|figure| figure.upper.is_none()) else {
                continue;
            };
            // A target of zero has not been set.
            if figure.value.is_zero() {
                continue;
            }
            let name = entries.entries[indikator].text();
            let unit = table.entry(entries, Role::Satuan).map_or("", |entry| entry.text());
            let spot = Spot { row, column };
            if let Some(scale) = scale_of(name, unit) {
                beyond_scale(dokumen, spot, figure, scale, findings);
            } else if is_share(name, unit, figure) && figure.value > Decimal::ONE_HUNDRED {
                beyond_hundred(dokumen, spot, figure, findings);
            }
        }
    }
}

/// Words beside the name of a scale that make the figure another: a change of it, a part of it, or the IKM that are
/// industri kecil dan menengah.
const NO_SCALE: [&str; 15] = [
    "peningkatan",
    "kenaikan",
    "pertumbuhan",
    "laju",
    "selisih",
    "komponen",
    "subkomponen",
    "unsur",
    "produksi",
    "usaha",
    "industri",
    "legalitas",
    "investasi",
    "ekspor",
    "omzet",
];

/// Parts of the value of an AKIP (PermenPANRB 88/2021), each with a highest value of its own.
const COMPONENTS: [&str; 3] = ["perencanaan kinerja", "pengukuran kinerja", "pelaporan kinerja"];

/// Satuan of things and money, which no index has.
const COUNTED: [&str; 9] = ["unit", "orang", "usaha", "industri", "ikm", "kelompok", "rupiah", "rp", "dokumen"];

fn scale_of(indikator: &str, unit: &str) -> Option<&'static Skala> {
    let own = words(indikator);
    let name = own.join(" ");
    let is_other = is_percentage(indikator)
        || own.first().is_some_and(|word| word == "jumlah")
        || own.iter().any(|word| NO_SCALE.contains(&word.as_str()))
        || COMPONENTS.iter().any(|part| name.contains(part))
        || words(unit).iter().any(|word| COUNTED.contains(&word.as_str()));
    let has = |word: &&str| own.iter().any(|known| known == word);
    SCALES.iter().filter(|_| !is_other).find(|scale| scale.name.iter().all(has))
}

/// A share of a whole in percent.
pub fn is_share(indikator: &str, unit: &str, figure: &Figure) -> bool {
    is_percentage(indikator)
        && (unit.is_empty() && figure.unit.is_none() || is_percent_unit(unit) || figure.percent)
        && !may_exceed(indikator)
}

/// A percentage of this name may exceed 100.
pub fn may_exceed(indikator: &str) -> bool {
    words(indikator).iter().any(|word| UNBOUNDED.contains(&word.as_str()))
}

/// Five hundred percent of a whole is no slip of judgement; a little above a hundred may have a reason.
fn beyond_hundred(dokumen: &Dokumen, spot: Spot, figure: &Figure, findings: &mut Findings<'_>) {
    let shown = figures::number(figure.value, figure.value.normalize().scale().min(2));
    let severity = if figure.value >= Decimal::from(500) { Severity::Error } else { Severity::Review };
    let draft = findings
        .at(dokumen, spot, format!("target {shown} melebihi 100, padahal indikatornya persentase dari keseluruhan"))
        .severity(severity)
        .written(shown)
        .expected("0 sampai 100");
    if severity == Severity::Error {
        draft.cause(Cause::DesimalGeser, "koma bergeser atau angka nol berlebih");
    }
}

fn beyond_scale(dokumen: &Dokumen, spot: Spot, figure: &Figure, scale: &Skala, findings: &mut Findings<'_>) {
    let inside = |&(low, high): &(i64, i64)| (Decimal::from(low)..=Decimal::from(high)).contains(&figure.value);
    if scale.ranges.iter().any(inside) {
        return;
    }
    let highest = scale.ranges.iter().map(|&(_, high)| Decimal::from(high)).max().unwrap_or_default();
    let severity = if figure.value > highest { Severity::Error } else { Severity::Review };
    let shown = figures::number(figure.value, figure.value.normalize().scale().min(2));
    let ranges: Vec<String> = scale.ranges.iter().map(|(low, high)| format!("{low} sampai {high}")).collect();
    let ranges = ranges.join(" atau ");
    findings
        .at(dokumen, spot, format!("target {shown} di luar skala {ranges} ({})", scale.basis))
        .severity(severity)
        .written(shown)
        .expected(ranges);
}
