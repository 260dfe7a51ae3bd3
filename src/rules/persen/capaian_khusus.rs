//! Capaian the network does not calculate (P03): targets that are a range or a predikat, and rows that
//! follow the formula of the other polarity.

use rust_decimal::Decimal;

use crate::finding::{Cause, Severity};
use crate::laporan::Dokumen;
use crate::laporan::arithmetic::{Spot, agrees};
use crate::profile::predikat::ranks;
use crate::profile::{Polaritas, Role};
use crate::rules::{Findings, figures};
use crate::table::{Content, Figure, Table};

/// The cells of a row that its capaian follows from.
struct Capaian<'a> {
    spot: Spot,
    figure: &'a Figure,
    target: Spot,
    realisasi: Spot,
}

/// Adds the findings of a table.
pub fn check(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let blocks: Vec<[usize; 3]> = measured(&dokumen.table).collect();
    blocks.into_iter().for_each(|block| of_column(dokumen, block, findings));
}

/// The columns of capaian with their own target and realisasi. One that shares those of another or has
/// none, as an average, a capaian of something else, or one of the year before, is none of them.
pub fn measured(table: &Table) -> impl Iterator<Item = [usize; 3]> {
    let capaian = table.columns_of(Role::Capaian);
    let is_only = capaian.clone().count() == 1;
    let mut before = None;
    capaian.filter_map(move |column| {
        let (target, realisasi) =
            (table.column_beside(Role::Target, column)?, table.column_beside(Role::RealisasiKinerja, column)?);
        let before = before.replace(column);
        let is_own = [target, realisasi].into_iter().all(|at| at < column && before.is_none_or(|before| before < at));
        (is_only || is_own).then_some([column, target, realisasi])
    })
}

fn of_column(dokumen: &Dokumen, [column, target, realisasi]: [usize; 3], findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let is_configured = table.columns[column].configured.is_some();
    let is_printed = table.columns[column].formula.is_some();
    for (row, entries) in table.rows.iter().enumerate() {
        let Some(figure) = entries.entries[column].figure().filter(|figure| figure.upper.is_none()) else {
            continue;
        };
        let own = Capaian {
            spot: Spot { row, column },
            figure,
            target: Spot { row, column: target },
            realisasi: Spot { row, column: realisasi },
        };
        match (&entries.entries[target].content, &entries.entries[realisasi].content) {
            (Content::Figure(target), Content::Figure(realisasi)) if realisasi.upper.is_none() => match target.upper {
                Some(upper) => of_range(dokumen, &own, (target.value, upper), realisasi.value, findings),
                // A formula that the form prints once is meant for indikator that should rise.
                None if !is_configured && (!is_printed || own.polaritas(table) == Some(Polaritas::Turun)) => {
                    of_polaritas(dokumen, &own, target.value, realisasi.value, findings)
                }
                None => {}
            },
            (Content::Text(target), Content::Text(realisasi)) => {
                of_predikat(dokumen, &own, target, realisasi, findings)
            }
            _ => {}
        }
    }
}

impl Capaian<'_> {
    fn is(&self, value: Option<Decimal>) -> bool {
        value.is_some_and(|value| agrees(self.figure.value, value, self.figure.decimals.min(4), Decimal::ZERO))
    }

    /// Agencies count a capaian below nothing as nothing.
    fn is_floored(&self, value: Option<Decimal>) -> bool {
        self.figure.value.is_zero() && value.is_some_and(|value| value < Decimal::ZERO)
    }

    fn indikator<'t>(&self, table: &'t Table) -> &'t str {
        table.indikator_beside(&table.rows[self.spot.row], self.spot.column)
    }

    fn polaritas(&self, table: &Table) -> Option<Polaritas> {
        table.ketentuan.polaritas_of(self.indikator(table))
    }

    fn shown(&self, value: Decimal) -> String {
        figures::number(value, self.figure.decimals.min(2))
    }
}

fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

/// The formulas for less is better, with what they give.
fn falling(target: Decimal, realisasi: Decimal) -> [(&'static str, Option<Decimal>); 2] {
    let twice = target.checked_add(target).and_then(|twice| twice.checked_sub(realisasi));
    [
        ("(2 × target − realisasi) / target × 100", twice.and_then(|part| percent(part, target))),
        ("target / realisasi × 100", percent(target, realisasi)),
    ]
}

/// Inside the range the target is met; outside the nearer bound counts. What lies on the better side
/// may be counted as met.
fn of_range(
    dokumen: &Dokumen,
    own: &Capaian<'_>,
    (low, high): (Decimal, Decimal),
    realisasi: Decimal,
    findings: &mut Findings<'_>,
) {
    if low > high {
        return;
    }
    let polaritas = own.polaritas(&dokumen.table);
    let (bound, words) = match realisasi {
        value if value < low => (low, "batas bawah"),
        value if value > high => (high, "batas atas"),
        value => (value, ""),
    };
    let falling = falling(bound, realisasi);
    let is_falling = polaritas != Some(Polaritas::Naik) && falling.iter().any(|(_, value)| own.is(*value));
    let is_met = match polaritas {
        Some(Polaritas::Turun) => realisasi <= high,
        _ => realisasi >= low,
    };
    let (expected, words) = match polaritas {
        _ if words.is_empty() => (Some(Decimal::ONE_HUNDRED), "realisasi di dalam rentang target".to_string()),
        Some(Polaritas::Turun) => (falling[0].1, falling[0].0.replace("target", words)),
        _ => (percent(realisasi, bound), format!("realisasi / {words} × 100")),
    };
    let Some(value) = expected else {
        return;
    };
    if own.is(expected) || is_falling || is_met && own.is(Some(Decimal::ONE_HUNDRED)) || own.is_floored(expected) {
        return;
    }
    let (shown, expected) = (own.shown(own.figure.value), own.shown(value));
    let message = format!("capaian tertulis {shown}, {words} menghasilkan {expected}");
    let variant = [("batas bawah", low), ("batas atas", high)];
    let variant = variant.into_iter().find(|&(_, bound)| own.is(percent(realisasi, bound)));
    let draft = findings.at(dokumen, own.spot, message).written(shown).expected(expected).see_spots(
        dokumen,
        &[own.target, own.realisasi],
        "ikut dihitung",
    );
    if let Some((bound, _)) = variant {
        draft
            .severity(Severity::Review)
            .cause(Cause::VarianRumus, format!("angkanya cocok dengan realisasi / {bound} × 100"));
    }
}

/// The figure follows the formula of the other polarity, and not that of its own.
fn of_polaritas(
    dokumen: &Dokumen,
    own: &Capaian<'_>,
    target: Decimal,
    realisasi: Decimal,
    findings: &mut Findings<'_>,
) {
    let table = &dokumen.table;
    if table.ketentuan.cara_capaian(own.indikator(table)).is_some() {
        // The row is held to what is laid down already.
        return;
    }
    let positive = ("realisasi / target × 100", percent(realisasi, target));
    let negative = falling(target, realisasi);
    let follows = |(_, value): &(&str, Option<Decimal>)| own.is(*value);
    let (used, right, kind) = match own.polaritas(table) {
        Some(Polaritas::Turun) if follows(&positive) && !negative.iter().any(follows) => {
            (positive, negative[0], "makin kecil makin baik")
        }
        Some(Polaritas::Naik) if !follows(&positive) => match negative.into_iter().find(|rule| follows(rule)) {
            Some(used) => (used, positive, "makin besar makin baik"),
            None => return,
        },
        _ => return,
    };
    let Some(value) = right.1 else {
        return;
    };
    let (shown, expected) = (own.shown(own.figure.value), own.shown(value));
    let message = format!("capaian tertulis {shown}; indikator ini {kind}, {} menghasilkan {expected}", right.0);
    findings
        .at(dokumen, own.spot, message)
        .severity(Severity::Review)
        .written(shown)
        .expected(expected)
        .cause(Cause::VarianRumus, format!("angkanya cocok dengan {}", used.0))
        .see_spots(dokumen, &[own.target, own.realisasi], "ikut dihitung");
}

/// A predikat that is met gives 100; how much another one is worth is not laid down, only which side
/// of 100 it lies on.
fn of_predikat(dokumen: &Dokumen, own: &Capaian<'_>, target: &str, realisasi: &str, findings: &mut Findings<'_>) {
    let Some((wanted, reached)) = ranks(target, realisasi) else {
        return;
    };
    let hundred = Decimal::ONE_HUNDRED;
    let (is_right, expected) = match reached.cmp(&wanted) {
        std::cmp::Ordering::Equal => (own.figure.value == hundred, "100"),
        std::cmp::Ordering::Less => (own.figure.value >= hundred, "100 atau lebih"),
        std::cmp::Ordering::Greater => (own.figure.value < hundred, "kurang dari 100"),
    };
    if !is_right {
        let shown = own.shown(own.figure.value);
        let message =
            format!("capaian tertulis {shown}, padahal target {} dan realisasi {}", target.trim(), realisasi.trim());
        findings.at(dokumen, own.spot, message).written(shown).expected(expected).see_spots(
            dokumen,
            &[own.target, own.realisasi],
            "ikut dinilai",
        );
    }
}
