//! C08: running numbers skip.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::{Level, RowKind};

/// C08.
pub const RULE: Rule = Rule {
    code: "C08",
    name: "nomor_urut_melompat",
    title: "Nomor urut melompat atau berulang",
    severity: Severity::Review,
    basis: "reviu format",
    doc: include_str!("nomor_urut_melompat.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(column) = table.column(Role::Nomor) else {
        return;
    };
    // The last number of each open list, outermost first: kegiatan are numbered below their program.
    let mut lists: Vec<u32> = Vec::new();
    let mut previous: Option<(u32, Level)> = None;
    for (row, entries) in table.rows.iter().enumerate() {
        let entry = &entries.entries[column];
        if entry.continues || entries.kind != RowKind::Data {
            continue;
        }
        let shown = figures::text(dokumen, findings, Spot { row, column });
        let Some(number) = plain_number(&shown) else {
            continue;
        };
        let spot = Spot { row, column };
        let last = lists.last().copied();
        let continued = lists.iter().rposition(|&last| last.checked_add(1) == Some(number));
        let is_repeated = number > 1 && previous == Some((number, entries.level));
        previous = Some((number, entries.level));
        match (continued, last) {
            (Some(list), _) => {
                lists.truncate(list + 1);
                lists[list] = number;
            }
            (None, Some(last)) if number > last => {
                lists.pop();
                lists.push(number);
                findings
                    .at(dokumen, spot, format!("nomor urut melompat dari {last} ke {number}"))
                    .written(shown)
                    .expected((last + 1).to_string())
                    .advice("periksa apakah ada baris yang terhapus, lalu urutkan kembali nomornya");
            }
            (None, Some(_)) if is_repeated => {
                findings
                    .at(dokumen, spot, format!("nomor urut {number} berulang"))
                    .written(shown)
                    .expected(number.saturating_add(1).to_string())
                    .advice("urutkan kembali nomornya");
            }
            (None, None) if number > 1 => {
                lists.push(number);
                findings
                    .at(dokumen, spot, format!("nomor urut dimulai dari {number}"))
                    .severity(Severity::Advice)
                    .written(shown)
                    .expected("1");
            }
            _ => lists.push(number),
        }
    }
}

/// "3", "3." or "(3)"; a number with levels such as "1.2" is no running number.
fn plain_number(text: &str) -> Option<u32> {
    text.trim().trim_start_matches('(').trim_end_matches(['.', ')', ' ']).parse().ok()
}
