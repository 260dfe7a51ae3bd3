//! U01: the realisasi is given in another unit than the target.

use super::golongan::same_unit;
use super::persentase_bertarget_bilangan::unit;
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};
use crate::table::{Figure, RowKind};

/// U01.
pub const RULE: Rule = Rule {
    code: "U01",
    name: "satuan_realisasi_berbeda",
    title: "Satuan realisasi berbeda dari satuan target",
    severity: Severity::Error,
    basis: "kriteria SMART (PermenPANRB 88/2021)",
    doc: include_str!("satuan_realisasi_berbeda.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let (Some(target), Some(realisasi)) = (table.column(Role::Target), table.column(Role::RealisasiKinerja)) else {
        return;
    };
    for (row, entries) in table.rows.iter().enumerate() {
        let (aim, done) = (&entries.entries[target], &entries.entries[realisasi]);
        let (Some(wanted), Some(figure)) = (aim.figure(), done.figure()) else {
            continue;
        };
        let wanted = if wanted.percent { Some("%".to_string()) } else { unit(table, entries, target) };
        let (Some(wanted), Some(written)) = (wanted, own_unit(figure)) else {
            continue;
        };
        if entries.kind != RowKind::Data
            || done.continues
            || !is_unit(&wanted)
            || !is_unit(&written)
            || same_unit(&wanted, &written)
        {
            continue;
        }
        let is_share = wanted == "%" || written == "%";
        findings
            .at(
                dokumen,
                Spot { row, column: realisasi },
                format!("realisasi dalam satuan {written}, targetnya dalam satuan {wanted}"),
            )
            .severity(if is_share { Severity::Review } else { Severity::Error })
            .written(written)
            .expected(wanted)
            .advice("samakan satuan target dan realisasi agar capaiannya dapat dihitung")
            .see_spots(dokumen, &[Spot { row, column: target }], "target");
    }
}

/// The unit written with a figure itself.
fn own_unit(figure: &Figure) -> Option<String> {
    match (&figure.unit, figure.percent) {
        (None, true) => Some("%".into()),
        (Some(unit), false) => Some(unit.trim().to_lowercase()),
        _ => None,
    }
}

/// A word or two; "orang dari 12 desa" is an explanation.
fn is_unit(text: &str) -> bool {
    text == "%"
        || text.split_whitespace().count() <= 2 && text.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '/')
}
