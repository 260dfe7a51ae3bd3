//! X08: a number typed as text among numbers, which SUM does not count.

use crate::finding::{Cause, Severity};
use crate::grid::CellRange;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::Table;

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

const ADVICE: &str = "ubah menjadi angka dengan format sel yang sama";

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    dokumen.table.numeric_columns().for_each(|column| of_column(dokumen, column, findings));
}

fn of_column(dokumen: &Dokumen, column: usize, findings: &mut Findings<'_>) {
    let (texts, numbers) = (typed(&dokumen.table, column, true), typed(&dokumen.table, column, false));
    if texts.is_empty() || numbers.is_empty() {
        return;
    }
    // Only amounts are added up; a percentage typed as text is a matter of style.
    let is_summed = dokumen.table.columns[column].role.is_some_and(Role::is_amount);
    let severity = if is_summed { Severity::Review } else { Severity::Advice };
    // A few texts among many numbers are slips, each for itself; more of them are a habit.
    if !is_summed || texts.len() * 5 > numbers.len() && texts.len() > 3 {
        habit(dokumen, column, (&texts, numbers.len()), severity, findings);
    } else {
        texts.iter().for_each(|&row| slip(dokumen, Spot { row, column }, severity, findings));
    }
}

/// The rows with a bare number in a column, typed as text or as a number.
fn typed(table: &Table, column: usize, is_text: bool) -> Vec<usize> {
    let fits = |row: &usize| {
        table.rows[*row].entries[column].figure().is_some_and(|figure| {
            figure.is_text == is_text && figure.unit.is_none() && figure.upper.is_none() && figure.second.is_none()
        })
    };
    (0..table.rows.len()).filter(fits).collect()
}

/// Many of a column, told once over their span.
fn habit(
    dokumen: &Dokumen,
    column: usize,
    (texts, numbers): (&[usize], usize),
    severity: Severity,
    findings: &mut Findings<'_>,
) {
    let (Some(&first), Some(&last)) = (texts.first(), texts.last()) else {
        return;
    };
    let table = &dokumen.table;
    let cell = |row: usize| dokumen.cell(Spot { row, column });
    let (count, header) = (texts.len(), dokumen.header(column));
    let message = format!("{count} angka pada kolom {header} diketik sebagai teks, {numbers} lainnya sebagai angka");
    let subject = format!("{}\u{1f}{}", table.jenis, table.columns[column].path.join(" "));
    findings
        .add(table.sheet, CellRange::new(cell(first), cell(last)), &subject, message)
        .severity(severity)
        .cause(Cause::AngkaTeks, "sel berformat teks")
        .advice(ADVICE);
}

fn slip(dokumen: &Dokumen, spot: Spot, severity: Severity, findings: &mut Findings<'_>) {
    let shown = figures::text(dokumen, findings, spot);
    findings
        .at(dokumen, spot, format!("angka {shown} diketik sebagai teks, sehingga tidak ikut terhitung"))
        .written(shown)
        .severity(severity)
        .cause(Cause::AngkaTeks, "sel berformat teks")
        .advice(ADVICE);
}
