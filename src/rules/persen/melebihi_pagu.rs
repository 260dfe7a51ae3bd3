//! P09: more was spent than the pagu allows.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::grid::ReadOnce;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, words};
use crate::rules::persen::pagu::PAIRS;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::{Level, RowKind, Table};

/// P09.
pub const RULE: Rule = Rule {
    code: "P09",
    name: "melebihi_pagu",
    title: "Realisasi melebihi pagu",
    severity: Severity::Error,
    basis: "PP 12/2019 (pengeluaran tidak boleh melebihi pagu)",
    doc: include_str!("melebihi_pagu.md"),
    check: Check::Dokumen(check),
};

/// Parts of a realisasi.
const PARTS: [Role; 2] = [Role::RealisasiIni, Role::RealisasiLalu];

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let spending = spending(&dokumen.table);
    let excess: Vec<Option<(usize, usize)>> =
        spending.iter().enumerate().map(|(row, is_spent)| excess(dokumen, row).filter(|_| *is_spent)).collect();
    let first = excess.iter().position(Option::is_some);
    for (row, entries) in dokumen.table.rows.iter().enumerate() {
        let Some((realisasi, pagu)) = excess[row] else {
            continue;
        };
        // A child that exceeds explains its parents.
        if entries.children.iter().any(|&child| excess[child].is_some())
            || entries.kind == RowKind::Total && first.is_some_and(|first| first < row)
        {
            continue;
        }
        let value = |column: usize| {
            dokumen.table.rows[row].entries[column].figure().map(|figure| figure.value).unwrap_or_default()
        };
        // A typed part that alone exceeds is the figure to look at.
        let part = PARTS.iter().filter_map(|&role| dokumen.table.column(role)).find(|&part| value(part) > value(pagu));
        let at = part.filter(|_| entries.entries[realisasi].is_formula).unwrap_or(realisasi);
        let (spent, limit) = (figures::number(value(at), 0), figures::number(value(pagu), 0));
        let message = format!("{} {spent} melebihi pagu {limit}", figures::column_words(dokumen, at));
        findings
            .at(dokumen, Spot { row, column: at }, message)
            .written(spent)
            .expected(format!("paling banyak {limit}"))
            .see_spots(dokumen, &[Spot { row, column: pagu }], "pagu");
    }
}

/// The rows that a pagu limits. What comes in may exceed its target: pendapatan, and what stands below its heading; the
/// balance of both is no spending either.
fn spending(table: &Table) -> Vec<bool> {
    let mut is_income = false;
    let mut names = ReadOnce::new(names_income);
    let spends = table.rows.iter().map(|entries| {
        let mut code = entries.code.iter().flat_map(|code| code.split('.'));
        let segments = [code.next(), code.next(), code.next()];
        let is_account = matches!(entries.level, Level::Belanja(_));
        is_income = match (segments, names.of(table.row_name(entries))) {
            ([Some("4"), ..] | [Some("6"), Some("1"), _], _) if is_account => true,
            ([Some("5" | "6"), ..], _) if is_account => false,
            (_, Some(named)) => named,
            // The code of a program names its bidang urusan with two digits.
            ([_, Some(bidang), Some(_)], _) if bidang.len() == 2 => false,
            _ => is_income && entries.kind == RowKind::Data,
        };
        entries.kind != RowKind::Control && !is_income && !entries.is_balance
    });
    spends.collect()
}

/// Whether a name is one of income or of spending; `None` where its words tell neither.
fn names_income(name: &str) -> Option<bool> {
    let own = words(name);
    let subject: Vec<&str> =
        own.iter().map(String::as_str).skip_while(|word| matches!(*word, "jumlah" | "total" | "sub")).collect();
    match subject.as_slice() {
        ["pendapatan", ..] | ["penerimaan", "pembiayaan", ..] => Some(true),
        ["belanja" | "pengeluaran" | "program" | "kegiatan", ..] | ["sub", "kegiatan", ..] => Some(false),
        _ => None,
    }
}

/// The cell adds up rows of which one is typed as text, which no sum counts.
fn leaves_out_texts(table: &Table, row: usize, column: usize) -> bool {
    let is_text = |part: usize| table.rows[part].entries[column].is_text_figure();
    let own = &table.rows[row];
    let is_total = own.kind == RowKind::Total;
    own.entries[column].is_formula && (own.children.iter().copied().any(is_text) || is_total && (0..row).any(is_text))
}

/// The realisasi and pagu columns of a row that exceeds, the parts before the whole.
fn excess(dokumen: &Dokumen, row: usize) -> Option<(usize, usize)> {
    let table = &dokumen.table;
    let value = |column: usize| table.rows[row].entries[column].figure().map(|figure| figure.value);
    PAIRS.iter().find_map(|(realisasi, pagu)| {
        let realisasi = table.column(*realisasi)?;
        let pagu = pagu_before(table, pagu, realisasi)?;
        let is_excess = value(realisasi)? > value(pagu)? && value(pagu)? >= Decimal::ZERO;
        (is_excess && !leaves_out_texts(table, row, pagu)).then_some((realisasi, pagu))
    })
}

/// The pagu in force: of several stages before the realisasi the last one.
fn pagu_before(table: &Table, roles: &[Role], realisasi: usize) -> Option<usize> {
    let is_stage = |column: &usize| {
        table.columns[*column].role.is_some_and(|role| role != Role::PaguSebelum && roles.contains(&role))
    };
    (0..realisasi).rev().find(is_stage).or_else(|| roles.iter().find_map(|&role| table.column(role)))
}
