//! A08: a sasaran of a Perjanjian Kinerja or its tahapan has no program or kegiatan beside it.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule};
use crate::table::RowKind;

/// A08.
pub const RULE: Rule = Rule {
    code: "A08",
    name: "sasaran_tanpa_anggaran",
    title: "Sasaran tanpa program, kegiatan, atau anggaran",
    severity: Severity::Review,
    basis: "PermenPANRB 88/2021 (anggaran mengacu pada kinerja)",
    doc: include_str!("sasaran_tanpa_anggaran.md"),
    check: Check::Dokumen(check),
};

/// So many sasaran must have a budget before one without is told.
const LEAST_WITH_BUDGET: usize = 1;

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(sasaran) = table.column(Role::Sasaran).filter(|_| table.column(Role::Uraian).is_none()) else {
        return;
    };
    let columns = |roles: &[Role]| roles.iter().filter_map(|&role| table.column(role)).collect::<Vec<_>>();
    let budget = columns(&[Role::Program, Role::Kegiatan, Role::Pagu]);
    // A program may stand beside all sasaran; its kegiatan tell which of them it serves.
    let narrow = columns(&[Role::Kegiatan, Role::Pagu]);
    if budget.len() < 2 {
        return;
    }
    // The first row of each sasaran, and whether anything stands beside it.
    let mut groups: Vec<(usize, bool)> = Vec::new();
    for (at, row) in table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Data) {
        let entry = &row.entries[sasaran];
        if !entry.is_blank() && !entry.continues {
            groups.push((at, false));
        }
        let has_budget = budget.iter().any(|&column| {
            let entry = &row.entries[column];
            !entry.is_blank() && (!entry.continues || narrow.contains(&column))
        });
        if let Some(last) = groups.last_mut().filter(|_| has_budget) {
            last.1 = true;
        }
    }
    let with = groups.iter().filter(|(_, has_budget)| *has_budget).count();
    let without: Vec<usize> = groups.iter().filter(|(_, has_budget)| !has_budget).map(|&(row, _)| row).collect();
    if with < LEAST_WITH_BUDGET || without.len() > with {
        return;
    }
    for row in without {
        let text = table.rows[row].entries[sasaran].text();
        let message = format!("sasaran «{}» tidak mempunyai program, kegiatan, atau anggaran", text.trim());
        findings
            .at(dokumen, Spot { row, column: sasaran }, message)
            .advice("tulis program pendukungnya, atau jelaskan mengapa sasaran ini tidak dianggarkan");
    }
}
