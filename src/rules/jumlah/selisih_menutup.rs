//! J03: two differences under one parent cancel each other out.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Mismatch, Relation, Spot};
use crate::rules::{Check, Findings, Rule, figures};
use rust_decimal::Decimal;

/// J03.
pub const RULE: Rule = Rule {
    code: "J03",
    name: "selisih_menutup",
    title: "Dua selisih saling menutup",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("selisih_menutup.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    for mismatch in figures::of(dokumen, &[Relation::Children]).filter(|mismatch| figures::is_plain(mismatch)) {
        let Some(other) = pair_of(dokumen, mismatch) else {
            continue;
        };
        if mismatch.spot > other.spot {
            continue;
        }
        let message = format!(
            "selisih {} di sini dan {} pada baris {} saling menutup, sehingga jumlah di atasnya tetap cocok",
            figures::number(difference(mismatch), 0),
            figures::number(difference(other), 0),
            dokumen.cell(other.spot).row_number()
        );
        let decimals = figures::decimals(dokumen, mismatch.spot, mismatch.expected);
        findings
            .at(dokumen, mismatch.spot, message)
            .written(figures::number(mismatch.written.unwrap_or_default(), decimals))
            .expected(figures::number(mismatch.expected, decimals))
            .see_spots(dokumen, &[other.spot], "selisih yang menutupnya");
    }
}

/// Another parent in the same column whose difference is the opposite.
pub fn pair_of<'a>(dokumen: &'a Dokumen, mismatch: &Mismatch) -> Option<&'a Mismatch> {
    let parent = |spot: Spot| dokumen.table.rows[spot.row].parent;
    figures::of(dokumen, &[Relation::Children]).filter(|other| figures::is_plain(other)).find(|other| {
        other.spot != mismatch.spot
            && other.spot.column == mismatch.spot.column
            && parent(other.spot) == parent(mismatch.spot)
            && difference(other) == -difference(mismatch)
    })
}

fn difference(mismatch: &Mismatch) -> Decimal {
    mismatch.written.unwrap_or_default() - mismatch.expected
}
