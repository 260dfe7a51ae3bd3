//! D05: the account of an expense does not fit its name or the column of its amount.

use crate::finding::Severity;
use crate::grid::ReadOnce;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, words};
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::Level;

/// D05.
pub const RULE: Rule = Rule {
    code: "D05",
    name: "jenis_belanja",
    title: "Kode rekening tidak cocok dengan jenis belanjanya",
    severity: Severity::Error,
    basis: "Permendagri 90/2019 (5.1 belanja operasi, 5.2 belanja modal)",
    doc: include_str!("jenis_belanja.md"),
    check: Check::Dokumen(check),
};

/// Accounts of operation by the first words of their name.
const OPERATIONAL: [&[&str]; 6] = [
    &["belanja", "operasi"],
    &["belanja", "pegawai"],
    &["belanja", "barang", "dan", "jasa"],
    &["belanja", "barang", "jasa"],
    &["belanja", "hibah"],
    &["belanja", "bantuan", "sosial"],
];

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(column) = table.columns.iter().rposition(|column| column.role == Some(Role::Kode)) else {
        return;
    };
    let mut names = ReadOnce::new(Named::of);
    if table.rows.iter().any(|entries| names.of(table.row_name(entries)).is_old_group) {
        return;
    }
    for (row, entries) in table.rows.iter().enumerate() {
        let Some(code) = entries.code.as_deref().filter(|_| matches!(entries.level, Level::Belanja(_))) else {
            continue;
        };
        let Some(is_capital) = is_capital(code) else {
            continue;
        };
        let spot = Spot { row, column };
        if let Some(fault) = names.of(table.row_name(entries)).other_than(is_capital) {
            findings
                .at(dokumen, spot, format!("kode {code} adalah {}, namanya {fault}", kind(is_capital)))
                .written(code)
                .advice("cocokkan kode rekening dan uraiannya dengan kodefikasi");
            continue;
        }
        // The amount stands in the other column alone: the account or the column is wrong.
        let amount = |role| {
            table.column(role).filter(|&at| entries.entries[at].figure().is_some_and(|figure| !figure.value.is_zero()))
        };
        let (operational, capital) = (amount(Role::PaguOperasi), amount(Role::PaguModal));
        let other = match (is_capital, operational, capital) {
            (true, Some(at), None) | (false, None, Some(at)) => at,
            _ => continue,
        };
        let place = Spot { row, column: other };
        let written = figures::text(dokumen, findings, place);
        findings
            .at(
                dokumen,
                place,
                format!("kode {code} adalah {}, tetapi pagunya di kolom {}", kind(is_capital), kind(!is_capital)),
            )
            .written(written)
            .advice("pindahkan angkanya ke kolom jenis belanjanya, atau perbaiki kodenya")
            .see_spots(dokumen, &[spot], "kode rekening");
    }
}

/// What the first words of a name tell.
#[derive(Clone, Copy)]
struct Named {
    /// Belanja langsung and tidak langsung are the kinds of Permendagri 13/2006, in force to 2020.
    is_old_group: bool,
    is_operational: bool,
    is_capital: bool,
}

impl Named {
    fn of(name: &str) -> Self {
        let own = words(name);
        let begins =
            |prefix: &[&str]| prefix.iter().zip(&own).filter(|(word, own)| *word == own).count() == prefix.len();
        Self {
            is_old_group: begins(&["belanja", "langsung"]) || begins(&["belanja", "tidak", "langsung"]),
            is_operational: OPERATIONAL.iter().any(|prefix| begins(prefix)),
            is_capital: begins(&["belanja", "modal"]),
        }
    }

    /// The kind it tells when the code tells the other one.
    fn other_than(self, is_capital: bool) -> Option<&'static str> {
        let tells_other = if is_capital { self.is_operational } else { self.is_capital };
        tells_other.then_some(kind(!is_capital))
    }
}

/// Whether an account is of belanja modal; `None` for other accounts, and for those of Permendagri 13/2006, where one
/// digit follows: 5.2.2 belanja barang dan jasa.
fn is_capital(code: &str) -> Option<bool> {
    let mut segments = code.split('.');
    let is_capital = match (segments.next()?, segments.next()?) {
        ("5", "1" | "01") => false,
        ("5", "2" | "02") => true,
        _ => return None,
    };
    segments.next().is_none_or(|group| group.len() > 1).then_some(is_capital)
}

const fn kind(is_capital: bool) -> &'static str {
    if is_capital { "belanja modal" } else { "belanja operasi" }
}
