//! E06: a Nilai Efisiensi of the Ministry of Finance's formula outside its bounds.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::{Role, words};
use crate::rules::{Check, Findings, Rule, figures};

/// E06.
pub const RULE: Rule = Rule {
    code: "E06",
    name: "nilai_efisiensi_mustahil",
    title: "Nilai Efisiensi di luar 0 sampai 100",
    severity: Severity::Review,
    basis: "PMK 22/PMK.02/2021 (NE = 50% + E/20 × 50, E dibatasi −20% sampai 20%)",
    doc: include_str!("nilai_efisiensi_mustahil.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    // A column that another formula reproduces is none of the Ministry's.
    if dokumen.arithmetic.efficiency.is_some() {
        return;
    }
    for column in table.columns_of(Role::Efisiensi) {
        if !is_ne(&dokumen.header(column)) {
            continue;
        }
        for (row, entries) in table.rows.iter().enumerate() {
            let Some(figure) = entries.entries[column].figure().filter(|figure| figure.upper.is_none()) else {
                continue;
            };
            if !(Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(&figure.value) {
                let shown = figures::number(figure.value, figure.decimals.min(2));
                findings
                    .at(
                        dokumen,
                        Spot { row, column },
                        format!("nilai efisiensi tertulis {shown}, di luar 0 sampai 100"),
                    )
                    .written(shown)
                    .expected("0 sampai 100")
                    .advice("batasi efisiensi pada −20% sampai 20% sebelum nilai efisiensi dihitung");
            }
        }
    }
}

/// "Nilai Efisiensi", "NE (%)", "Nilai Efisiensi (NE)".
fn is_ne(header: &str) -> bool {
    let own = words(header);
    own.iter().any(|word| word == "ne") || own.windows(2).any(|pair| pair[0] == "nilai" && pair[1] == "efisiensi")
}
