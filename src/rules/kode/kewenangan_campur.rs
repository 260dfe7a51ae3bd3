//! D04: the digit of the authority, provinsi or kabupaten/kota, changes inside one table.

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::Spot;
use crate::profile::Role;
use crate::rules::lazim::usual;
use crate::rules::{Check, Findings, Rule};
use crate::table::Level;

/// D04.
pub const RULE: Rule = Rule {
    code: "D04",
    name: "kewenangan_campur",
    title: "Digit kewenangan pada kode berbeda dari kode lainnya",
    severity: Severity::Review,
    basis: "Permendagri 90/2019 (kodefikasi: 1 provinsi, 2 kabupaten/kota)",
    doc: include_str!("kewenangan_campur.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let Some(column) = table.columns.iter().rposition(|column| column.role == Some(Role::Kode)) else {
        return;
    };
    let digit = |row: usize| -> Option<(String, String)> {
        let entries = &table.rows[row];
        let code = entries.code.as_deref().filter(|_| matches!(entries.level, Level::Kegiatan | Level::SubKegiatan))?;
        let digit = code.split('.').nth(3).filter(|digit| digit.len() == 1)?.to_string();
        Some((code.to_string(), digit))
    };
    let digits: Vec<(usize, String, String)> =
        (0..table.rows.len()).filter_map(|row| digit(row).map(|(code, digit)| (row, code, digit))).collect();
    let Some((usual, count)) = usual(digits.iter().map(|(_, _, digit)| digit)) else {
        return;
    };
    let odd: Vec<&(usize, String, String)> = digits.iter().filter(|(_, _, digit)| digit != usual).collect();
    let (Some((row, code, own)), true) = (odd.first(), odd.len() * 3 <= count) else {
        return;
    };
    let spots: Vec<Spot> = odd.iter().map(|&&(row, ..)| Spot { row, column }).collect();
    findings
        .at(
            dokumen,
            Spot { row: *row, column },
            format!("digit kewenangan kode {code} adalah {own}, pada kode lainnya {usual}"),
        )
        .written(code.clone())
        .expected(replaced(code, usual))
        .advice("1 untuk provinsi, 2 untuk kabupaten/kota")
        .see_spots(dokumen, &spots, "kode dengan digit lain");
}

fn replaced(code: &str, digit: &str) -> String {
    let parts = code.split('.').enumerate().map(|(at, part)| if at == 3 { digit } else { part });
    parts.collect::<Vec<_>>().join(".")
}
