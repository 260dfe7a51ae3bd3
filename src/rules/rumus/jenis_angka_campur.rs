//! F02: a formula adds rupiah to percentages.

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};

/// F02.
pub const RULE: Rule = Rule {
    code: "F02",
    name: "jenis_angka_campur",
    title: "Rumus menjumlahkan rupiah dengan persentase",
    severity: Severity::Error,
    basis: "praktik",
    doc: include_str!("jenis_angka_campur.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for column in 0..table.columns.len() {
        let mixed: Vec<Spot> = (0..table.rows.len())
            .map(|row| Spot { row, column })
            .filter(|&spot| mixes(findings, dokumen, spot))
            .collect();
        let Some(&first) = mixed.first() else {
            continue;
        };
        let formula =
            findings.laporan().book.grids[table.sheet].cell(dokumen.cell(first)).and_then(|cell| cell.formula.clone());
        let message = match mixed.len() {
            1 => "rumusnya menjumlahkan rupiah dengan persentase".to_string(),
            count => format!("{count} rumus pada kolom ini menjumlahkan rupiah dengan persentase"),
        };
        let draft = findings
            .at(dokumen, first, message)
            .cause(Cause::RumusMenyimpang, "rumusnya merujuk kolom yang jenis angkanya lain")
            .see_spots(dokumen, &mixed, "rumus yang sama kelirunya");
        if let Some(formula) = formula {
            draft.written(format!("={formula}"));
        }
    }
}

/// A sum over columns of rupiah and columns of percentages.
fn mixes(findings: &Findings<'_>, dokumen: &Dokumen, spot: Spot) -> bool {
    let table = &dokumen.table;
    let Some(parsed) = findings.laporan().formulas.get(table.sheet, dokumen.cell(spot)).filter(|parsed| parsed.is_sum)
    else {
        return false;
    };
    let own = parsed.references.iter().filter(|reference| reference.sheet == table.sheet);
    let roles: Vec<Role> = own
        .flat_map(|reference| {
            table
                .columns
                .iter()
                .filter(|column| (reference.range.start.col..=reference.range.end.col).contains(&column.col))
        })
        .filter_map(|column| column.role)
        .collect();
    roles.iter().any(|role| role.is_money()) && roles.iter().any(|role| role.is_percent())
}
