//! X08: a number typed as text among numbers, which SUM does not count.

use crate::finding::{Cause, Severity};
use crate::grid::CellRange;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};

/// X08.
pub const RULE: Rule = Rule {
    code: "X08",
    name: "angka_teks",
    title: "Angka diketik sebagai teks di antara angka",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("angka_teks.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for column in table.numeric_columns() {
        let of = |is_text: bool| -> Vec<usize> {
            let fits = |row: &usize| {
                let entry = &table.rows[*row].entries[column];
                entry.figure().is_some_and(|figure| {
                    figure.is_text == is_text
                        && figure.unit.is_none()
                        && figure.upper.is_none()
                        && figure.second.is_none()
                })
            };
            (0..table.rows.len()).filter(fits).collect()
        };
        let (texts, numbers) = (of(true), of(false));
        let (Some(&first), Some(&last)) = (texts.first(), texts.last()) else {
            continue;
        };
        if numbers.is_empty() {
            continue;
        }
        let cell = |row: usize| dokumen.cell(Spot { row, column });
        let header = dokumen.header(column);
        // Only amounts are added up; a percentage typed as text is a matter of style.
        let is_summed = table.columns[column].role.is_some_and(Role::is_amount);
        let severity = if is_summed { Severity::Review } else { Severity::Advice };
        // A few texts among many numbers are slips, each for itself; more of them are a habit.
        if !is_summed || texts.len() * 5 > numbers.len() && texts.len() > 3 {
            let message = format!(
                "{} angka pada kolom {header} diketik sebagai teks, {} lainnya sebagai angka",
                texts.len(),
                numbers.len()
            );
            let headers = table.columns[column].path.join(" ");
            findings
                .add(
                    table.sheet,
                    CellRange::new(cell(first), cell(last)),
                    &format!("{}\u{1f}{headers}", table.jenis),
                    message,
                )
                .severity(severity)
                .cause(Cause::AngkaTeks, "sel berformat teks")
                .advice("ubah menjadi angka dengan format sel yang sama");
            continue;
        }
        for &row in &texts {
            let shown = figures::text(dokumen, findings, Spot { row, column });
            findings
                .at(
                    dokumen,
                    Spot { row, column },
                    format!("angka {shown} diketik sebagai teks, sehingga tidak ikut terhitung"),
                )
                .written(shown)
                .severity(severity)
                .cause(Cause::AngkaTeks, "sel berformat teks")
                .advice("ubah menjadi angka dengan format sel yang sama");
        }
    }
}
