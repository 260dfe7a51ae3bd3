//! T08: the final condition is not the target of the last year.

use rust_decimal::Decimal;

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};

/// T08.
pub const RULE: Rule = Rule {
    code: "T08",
    name: "kondisi_akhir_keliru",
    title: "Kondisi akhir tidak sama dengan target tahun terakhir",
    severity: Severity::Error,
    basis: "Permendagri 86/2017, tabel T-C.28",
    doc: include_str!("kondisi_akhir_keliru.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let years: Vec<usize> = table.columns_of(Role::TargetTahun).collect();
    let last = years.iter().copied().max_by_key(|&at| (table.columns[at].year, at));
    let (Some(last), Some(akhir)) = (last, table.column(Role::KondisiAkhir)) else {
        return;
    };
    let value = |row: usize, column: usize| table.rows[row].entries[column].figure().map(|figure| figure.printed());
    // What is counted anew each year may be added up over all of them.
    let is_sum = |row: usize| {
        let figures: Option<Vec<Decimal>> = years.iter().map(|&column| value(row, column)).collect();
        let sum = figures.and_then(|all| all.iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(*one)));
        years.len() > 1 && sum.is_some() && sum == value(row, akhir)
    };
    let differing: Vec<usize> = (0..table.rows.len())
        .filter(|&row| {
            let is_filled = value(row, last).is_some() && value(row, akhir).is_some();
            is_filled && value(row, last) != value(row, akhir) && !is_sum(row)
        })
        .collect();
    if differing.len() * 2 > table.rows.len() {
        return;
    }
    for row in differing {
        let decimals = table.rows[row].entries[last].figure().map_or(2, |figure| figure.decimals.min(4));
        let (written, expected) = (value(row, akhir).unwrap_or_default(), value(row, last).unwrap_or_default());
        let (written, expected) = (figures::number(written, decimals), figures::number(expected, decimals));
        let copied = (0..table.rows.len()).find(|&other| other != row && value(other, last) == value(row, akhir));
        let draft = findings
            .at(
                dokumen,
                Spot { row, column: akhir },
                format!("kondisi akhir tertulis {written}, target tahun terakhir {expected}"),
            )
            .written(written)
            .expected(expected)
            .see_spots(dokumen, &[Spot { row, column: last }], "target tahun terakhir");
        if let Some(other) = copied {
            draft.cause(
                Cause::SalinanBasi,
                format!("sama dengan target tahun terakhir pada baris {}", table.rows[other].row + 1),
            );
        }
    }
}
