//! F01: a formula calculates something else than its neighbours.

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::agrees;
use crate::laporan::rumus::{Fault, FormulaFault};
use crate::profile::{Polaritas, Role};
use crate::rules::periode::tahap;
use crate::rules::{Check, Findings, Rule};
use crate::table::Half;

/// F01.
pub const RULE: Rule = Rule {
    code: "F01",
    name: "rumus_menyimpang",
    title: "Rumus berbeda dari rumus baris lain",
    severity: Severity::Error,
    basis: "praktik; PermenPANRB 88/2021 (informasi kinerja dapat diandalkan)",
    doc: include_str!("rumus_menyimpang.md"),
    check: Check::Dokumen(check),
};

fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let is_free = |fault: &&FormulaFault| is_formula_of_capaian(dokumen, fault) || is_gathered(dokumen, fault);
    for fault in super::unexplained(dokumen).filter(|fault| !is_free(fault)) {
        let message = match fault.fault {
            Fault::Deviates => "rumusnya berbeda dari rumus baris-baris yang setingkat",
            Fault::Inverted => "rumusnya terbalik dibandingkan baris-baris yang setingkat",
            Fault::OtherRow(_) => "rumusnya merujuk baris yang namanya lain",
            _ => continue,
        };
        super::report(findings, dokumen, fault, message);
    }
}

/// What an indikator reached in triwulan or years adds up, or stands where the last figure stands; P13 and P14 tell what
/// is neither.
fn is_gathered(dokumen: &Dokumen, fault: &FormulaFault) -> bool {
    let table = &dokumen.table;
    let column = &table.columns[fault.spot.column];
    match column.role {
        Some(Role::RealisasiKinerja | Role::KinerjaSdIni) => column.half == Some(Half::Kinerja),
        // A capaian beside triwulan and no realisasi of the year, which P14 looks at.
        Some(Role::Capaian) => {
            let has_triwulan = tahap::read(table).iter().any(|series| series.names("realisasi"));
            has_triwulan && table.column(Role::RealisasiKinerja).is_none()
        }
        _ => false,
    }
}

/// A formula of its own for an indikator that should fall, `(2T − R)/T` or `T/R`, among those that should rise, or the
/// usual `R/T` among those that should fall. Where the name does not tell, `T/R` does not count: a ratio upside down is
/// a mistake more often than a choice.
fn is_formula_of_capaian(dokumen: &Dokumen, fault: &FormulaFault) -> bool {
    let table = &dokumen.table;
    let spot = fault.spot;
    let target = match table.columns[spot.column].role {
        Some(Role::Capaian) => Role::Target,
        Some(Role::Kemajuan) => Role::TargetAkhir,
        _ => return false,
    };
    let row = &table.rows[spot.row].entries;
    let beside = |role: Role| row[table.column_beside(role, spot.column)?].figure().map(|figure| figure.value);
    let own = row[spot.column].figure();
    let (Some(own), Some(target), Some(realisasi)) = (own, beside(target), beside(Role::RealisasiKinerja)) else {
        return false;
    };
    let gives = |part: Option<Decimal>, whole: Decimal| {
        let ratio = part.and_then(|part| part.checked_div(whole));
        [Decimal::ONE, Decimal::ONE_HUNDRED].into_iter().any(|scale| {
            let value = ratio.and_then(|ratio| ratio.checked_mul(scale));
            value.is_some_and(|value| agrees(own.value, value, own.decimals.min(4), Decimal::ZERO))
        })
    };
    let name = table.indikator_beside(&table.rows[spot.row], spot.column);
    let is_mirrored = gives(target.checked_add(target).and_then(|twice| twice.checked_sub(realisasi)), target);
    let is_upside_down = gives(Some(target), realisasi);
    // Near 100 percent all ways give the same figure; the formula itself was seen to be the neighbours' upside down.
    let is_inverted = fault.fault == Fault::Inverted;
    let is_usual = gives(Some(realisasi), target) && !(is_inverted && is_upside_down);
    match table.ketentuan.polaritas_of(name) {
        Some(Polaritas::Naik) => is_usual,
        Some(Polaritas::Turun) => is_mirrored || is_upside_down,
        None => is_usual || is_mirrored && !is_inverted,
    }
}
