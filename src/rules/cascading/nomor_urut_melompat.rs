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
    let mut lists = Lists::default();
    for (row, entries) in table.rows.iter().enumerate() {
        if entries.entries[column].continues {
            continue;
        }
        let spot = Spot { row, column };
        let shown = figures::text(dokumen, findings, spot);
        // A total need not have a number, but may be counted with the rows.
        if let Some(number) = plain_number(&shown)
            && (entries.kind == RowKind::Data || lists.goes_on_with(number))
            && let Some(step) = lists.step(number, entries.level)
        {
            tell(dokumen, spot, (number, shown), step, findings);
        }
    }
}

/// A number that does not go on from the one before it.
enum Step {
    /// Numbers are left out after this one.
    Jump(u32),
    /// The same number again.
    Repeated,
    /// The first number is not 1.
    Late,
}

/// The lists of running numbers that are open.
#[derive(Default)]
struct Lists {
    /// The last number of each, outermost first: kegiatan are numbered below their program.
    open: Vec<u32>,
    previous: Option<(u32, Level)>,
}

impl Lists {
    /// The number follows the last one of a list.
    fn goes_on_with(&self, number: u32) -> bool {
        self.list_of(number).is_some()
    }

    fn list_of(&self, number: u32) -> Option<usize> {
        self.open.iter().rposition(|&last| last.checked_add(1) == Some(number))
    }

    /// Takes in the next number.
    fn step(&mut self, number: u32, level: Level) -> Option<Step> {
        let last = self.open.last().copied();
        let continued = self.list_of(number);
        let is_repeated = number > 1 && self.previous == Some((number, level));
        self.previous = Some((number, level));
        match (continued, last) {
            (Some(list), _) => {
                self.open.truncate(list + 1);
                self.open[list] = number;
                None
            }
            (None, Some(last)) if number > last => {
                self.open.pop();
                self.open.push(number);
                Some(Step::Jump(last))
            }
            (None, Some(_)) if is_repeated => Some(Step::Repeated),
            (None, last) => {
                self.open.push(number);
                (last.is_none() && number > 1).then_some(Step::Late)
            }
        }
    }
}

fn tell(dokumen: &Dokumen, spot: Spot, (number, shown): (u32, String), step: Step, findings: &mut Findings<'_>) {
    match step {
        Step::Jump(last) => findings
            .at(dokumen, spot, format!("nomor urut melompat dari {last} ke {number}"))
            .written(shown)
            .expected((last + 1).to_string())
            .advice("periksa apakah ada baris yang terhapus, lalu urutkan kembali nomornya"),
        Step::Repeated => findings
            .at(dokumen, spot, format!("nomor urut {number} berulang"))
            .written(shown)
            .expected(number.saturating_add(1).to_string())
            .advice("urutkan kembali nomornya"),
        Step::Late => findings
            .at(dokumen, spot, format!("nomor urut dimulai dari {number}"))
            .severity(Severity::Advice)
            .written(shown)
            .expected("1"),
    };
}

/// "3", "3." or "(3)"; a number with levels such as "1.2" is no running number.
fn plain_number(text: &str) -> Option<u32> {
    text.trim().trim_start_matches('(').trim_end_matches(['.', ')', ' ']).parse().ok()
}
