//! U03: an indikator is a count, its target a percentage.

use super::persentase_bertarget_bilangan::{is_counted, stated, targets, unit};
use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::is_percent_word;
use crate::rules::rumus::kosakata::Kind;
use crate::rules::{Check, Findings, Rule};

/// U03.
pub const RULE: Rule = Rule {
    code: "U03",
    name: "jumlah_bertarget_persen",
    title: "Indikator jumlah bertarget persen",
    severity: Severity::Error,
    basis: "kriteria SMART (PermenPANRB 88/2021)",
    doc: include_str!("jumlah_bertarget_persen.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for column in targets(table) {
        let is_percent = |row: usize| {
            let entries = &table.rows[row];
            stated(table, entries, column).is_some_and(|(item, figure)| {
                let unit = unit(table, entries, column);
                let in_percent = unit.as_deref().is_some_and(is_percent_word);
                let is_of_things = unit.as_deref().is_none_or(is_counted);
                item.kind == Kind::Count && (figure.percent && is_of_things || in_percent)
            })
        };
        let spots: Vec<Spot> =
            (0..table.rows.len()).filter(|&row| is_percent(row)).map(|row| Spot { row, column }).collect();
        let Some(&first) = spots.first() else {
            continue;
        };
        let message = match spots.len() {
            1 => "indikator jumlah bertarget persen".to_string(),
            several => format!("{several} indikator jumlah bertarget persen"),
        };
        findings
            .at(dokumen, first, message)
            .advice("tulis target sebagai bilangan dengan satuannya, atau ganti nama indikatornya menjadi persentase")
            .see_spots(dokumen, &spots, "target serupa");
    }
}
