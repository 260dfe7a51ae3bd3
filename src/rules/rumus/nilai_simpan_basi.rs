//! F09: a stored value is not what its formula calculates to.

use crate::finding::{Cause, Severity};
use crate::formula::Parsed;
use crate::formula::outline;
use crate::grid::decimal_from_f64;
use crate::laporan::Laporan;
use crate::rules::{Check, Findings, Rule, figures};

/// F09.
pub const RULE: Rule = Rule {
    code: "F09",
    name: "nilai_simpan_basi",
    title: "Nilai tersimpan berbeda dari hasil hitung ulang",
    severity: Severity::Review,
    basis: "praktik",
    doc: include_str!("nilai_simpan_basi.md"),
    check: Check::Laporan(check),
};

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    for stale in laporan.stale.iter().filter(|stale| !stale.follows) {
        let grid = &laporan.book.grids[stale.sheet];
        let is_whole = stale.stored.fract() == 0.0 && stale.computed.fract() == 0.0;
        let format = grid.cell(stale.cell).and_then(|cell| grid.style(cell).format.decimals);
        let decimals = format.unwrap_or(if is_whole { 0 } else { 2 }).min(6);
        let shown = |number: f64| {
            decimal_from_f64(number).map_or_else(|| number.to_string(), |value| figures::number(value, decimals))
        };
        let (written, expected) = (shown(stale.stored), shown(stale.computed));
        let formula = grid.cell(stale.cell).and_then(|cell| cell.formula.as_deref()).map(outline).unwrap_or_default();
        let subject = format!("{}\u{1f}{formula}", findings.subject(stale.sheet, stale.cell));
        let mut draft = findings
            .add(
                stale.sheet,
                stale.cell,
                &subject,
                format!("nilai tersimpan {written}, rumusnya menghasilkan {expected}"),
            )
            .written(written)
            .expected(expected)
            .cause(Cause::NilaiSimpanBasi, "berkas belum dihitung ulang setelah angkanya diubah")
            .advice("buka di Excel, tekan Ctrl+Alt+F9, lalu simpan");
        let parsed = laporan.formulas.get(stale.sheet, stale.cell);
        for reference in parsed.iter().flat_map(Parsed::references).take(6) {
            draft = draft.see(reference.sheet, reference.range, "ikut dihitung");
        }
    }
}
