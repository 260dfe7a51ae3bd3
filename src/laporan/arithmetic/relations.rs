//! Equations of a row: what the form's number row declares, else the configuration, else what the
//! columns' roles imply.

use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rayon::slice::ParallelSlice;
use rust_decimal::Decimal;

use super::network::{Equation, Form, Network, Status, counts};
use super::parts::Whole;
use super::row_formula::RowFormula;
use super::{Arithmetic, ColumnDeviation, Relation, Spot, capaian, evaluasi};
use crate::formula::{Expr, parse_expr};
use crate::grid::single_spaced;
use crate::profile::Role;
use crate::table::{Half, RowKind, Table};

/// A formula for a column.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    /// Over column indexes.
    pub calculation: Arc<RowFormula>,
    /// What it is.
    pub relation: Relation,
    formula: Arc<str>,
    demands_target: bool,
}

impl Rule {
    /// The same with another factor.
    pub fn scaled(&self, factor: Decimal) -> Self {
        Self { calculation: Arc::new(self.calculation.scaled(factor)), ..self.clone() }
    }
}

/// Adds the row formulas of every calculated column.
pub fn add(table: &Table, network: &mut Network, arithmetic: &mut Arithmetic, wholes: &[Whole]) {
    for column in 0..table.columns.len() {
        if !network.is_running(column) && !evaluasi::add(table, network, column) && !capaian::is_average(table, column)
        {
            of_column(table, network, arithmetic, column);
        }
    }
    for whole in wholes {
        add_rows(table, network, whole.column, &whole.rule, &[]);
    }
    fisik(table, network);
}

/// Holds a column to the formula its form declares, or to the one that explains most of its rows.
fn of_column(table: &Table, network: &mut Network, arithmetic: &mut Arithmetic, column: usize) {
    // What is held to more than one formula is so held also where the form prints one.
    let is_free = table.columns[column].half == Some(Half::Kinerja);
    let printed = declared(table, column).filter(|_| !is_free);
    let is_printed = printed.is_some();
    let declared = printed.or_else(|| configured(table, column));
    let is_declared = declared.is_some();
    let candidates: Vec<Rule> = declared.into_iter().chain(variants(table, column)).collect();
    if candidates.is_empty() {
        return;
    }
    if matches!(table.columns[column].role, Some(Role::Capaian | Role::Kemajuan)) && !is_declared {
        return capaian::add(table, network, column, &candidates);
    }
    let candidates: Vec<Rule> = candidates.iter().map(|rule| with_scale(table, network, column, rule)).collect();
    let tallies: Vec<Tally> = candidates.par_iter().map(|rule| tally(table, network, column, rule)).collect();
    let best = (0..candidates.len()).rev().max_by_key(|&at| tallies[at].holds).unwrap_or(0);
    let chosen = if is_declared && tallies[0].is_credible(&tallies[best]) { 0 } else { best };
    let deviation = |from: usize, actual: Option<String>| ColumnDeviation {
        column,
        formula: candidates[from].formula.to_string(),
        actual,
        rows: tallies[from].failing.clone(),
    };
    let is_trusted = tallies[chosen].is_trusted(candidates[chosen].relation);
    if is_declared && chosen != 0 {
        let actual = is_trusted.then(|| candidates[chosen].formula.to_string());
        arithmetic.deviations.push(deviation(0, actual));
    }
    let is_efficiency = table.columns[column].role == Some(Role::Efisiensi);
    let is_guessed = is_efficiency && !is_declared && !is_told_apart(&tallies, chosen);
    if is_guessed || !is_trusted {
        return;
    }
    if tallies[chosen].is_broken() && chosen == best {
        arithmetic.deviations.push(deviation(chosen, None));
        return;
    }
    if is_efficiency && tallies[chosen].holds >= 2 {
        arithmetic.efficiency = EFFICIENCY.iter().copied().find(|text| *candidates[chosen].formula == words_of(text));
    }
    // Behind the printed formula and the usual one stand those of less is better.
    let falling = if is_printed { candidates.get(2..).unwrap_or_default() } else { &[] };
    add_rows(table, network, column, &candidates[chosen], falling);
}

/// Holds every row to a rule, but for those that follow it in a way of their own; `falling` are the formulas that an
/// indikator may follow which should fall.
fn add_rows(table: &Table, network: &mut Network, column: usize, rule: &Rule, falling: &[Rule]) {
    for row in rows(table) {
        let equation = equation(network, column, row, rule);
        let is_own_way = match rule.relation {
            Relation::Capaian | Relation::Kemajuan => capaian::falls(table, network, Spot { row, column }, falling),
            Relation::Efisiensi => holds_capped(table, network, &equation, rule),
            Relation::Hasil => is_other_rate(table, network, Spot { row, column }, rule),
            _ => false,
        };
        if !is_own_way {
            network.add(equation);
        }
    }
}

/// Some row follows this formula and no other: where the capaian is 100, what it is above the serapan and
/// which part of it that is are the same.
fn is_told_apart(tallies: &[Tally], chosen: usize) -> bool {
    let fails = |tally: &Tally, row: &usize| tally.failing.binary_search(row).is_ok();
    let mut others = tallies.iter().enumerate().filter(|&(at, _)| at != chosen).map(|(_, tally)| tally);
    let Some(first) = others.next() else {
        return true;
    };
    let others: Vec<&Tally> = others.collect();
    let is_own = |row: &&usize| !fails(&tallies[chosen], row) && others.iter().all(|tally| fails(tally, row));
    tallies[chosen].holds > 0 && first.failing.iter().any(|row| is_own(&row))
}

/// The row counts a capaian above 100 as 100.
fn holds_capped(table: &Table, network: &Network, equation: &Equation, rule: &Rule) -> bool {
    let row = network.spot(equation.target).row;
    let is_capaian = |column: &&usize| table.columns[**column].role == Some(Role::Capaian);
    let capaian = rule.calculation.columns().iter().find(is_capaian);
    let capaian = capaian.map(|&column| network.index(Spot { row, column }));
    let above = capaian.filter(|&cell| network.cells[cell].value.is_some_and(|value| value > Decimal::ONE_HUNDRED));
    above.is_some_and(|cell| network.status_with(equation, &[(cell, Decimal::ONE_HUNDRED)]) == Status::Holds)
}

/// The row is no share of 100 but a rate, of 1.000 or 100.000, as its satuan tells.
fn is_other_rate(table: &Table, network: &Network, spot: Spot, rule: &Rule) -> bool {
    let satuan = table.column_beside(Role::Satuan, spot.column);
    let satuan = satuan.map_or("", |column| table.rows[spot.row].entries[column].text());
    let is_share = satuan.trim().is_empty() || satuan.contains('%') || satuan.to_lowercase().contains("persen");
    let holds = |power: u32| {
        let rule = rule.scaled(Decimal::from(10_u64.pow(power)) / Decimal::ONE_HUNDRED);
        network.status(&equation(network, spot.column, spot.row, &rule)) == Status::Holds
    };
    !is_share && [0, 2, 3, 4, 5].into_iter().any(holds)
}

/// The rows that count.
pub(super) fn rows(table: &Table) -> impl Iterator<Item = usize> + '_ {
    (0..table.rows.len()).filter(|&row| counts(table.rows[row].kind))
}

/// How many rows a rule reproduces.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Rows that follow it.
    pub holds: usize,
    /// Rows that don't.
    pub failing: Vec<usize>,
}

impl Tally {
    /// This one and that of the rows behind it.
    fn with(mut self, behind: Self) -> Self {
        self.holds += behind.holds;
        self.failing.extend(behind.failing);
        self
    }

    /// The rule explains the column: a third of its rows follow it, or hardly any deviates. What a
    /// remainder or a percentage is needs no majority, only a row that shows it is meant.
    pub fn is_trusted(&self, relation: Relation) -> bool {
        let is_defined = matches!(relation, Relation::Sisa | Relation::Persen | Relation::RowSum | Relation::Evaluasi);
        self.holds > 0 && (is_defined || self.holds * 2 >= self.failing.len()) || self.failing.len() <= 1
    }

    /// Hardly any row follows the rule: the column is wrong as a whole, and told once.
    fn is_broken(&self) -> bool {
        const MANY: usize = 12;
        self.failing.len() >= MANY && self.failing.len() > self.holds * 5
    }

    /// A declared rule stands unless another one explains clearly more rows.
    fn is_credible(&self, best: &Tally) -> bool {
        self.holds * 2 >= self.failing.len() || best.holds <= self.holds + 2
    }
}

/// Rows that one thread looks at before it looks for other work.
const ROWS_AT_ONCE: usize = 4_096;

/// How many rows of a column follow a rule.
pub(super) fn tally(table: &Table, network: &Network, column: usize, rule: &Rule) -> Tally {
    tally_rows(&rows(table).collect::<Vec<_>>(), network, column, rule)
}

fn tally_rows(rows: &[usize], network: &Network, column: usize, rule: &Rule) -> Tally {
    let of_some = |rows: &[usize]| {
        let mut tally = Tally::default();
        for &row in rows {
            let equation = equation(network, column, row, rule);
            // 0 = 0 proves nothing.
            let is_empty = network.cells[equation.target].is_empty;
            match network.status(&equation) {
                Status::Holds if !is_empty => tally.holds += 1,
                Status::Fails(_) if !is_empty => tally.failing.push(row),
                _ => {}
            }
        }
        tally
    };
    rows.par_chunks(ROWS_AT_ONCE).map(of_some).reduce(Tally::default, Tally::with)
}

/// A rule for one row.
pub(super) fn equation(network: &Network, column: usize, row: usize, rule: &Rule) -> Equation {
    let first = network.index(Spot { row, column: 0 });
    Equation {
        target: first + column,
        form: Form::Row(rule.calculation.clone(), first),
        relation: rule.relation,
        formula: rule.formula.clone(),
        demands_target: rule.demands_target,
    }
}

/// A blank remainder or total is a gap; a blank percentage beside figures too, where its fellows are filled.
fn demands_target(table: &Table, column: usize) -> bool {
    let filled = table.rows.iter().filter(|row| row.kind == RowKind::Data && !row.entries[column].is_blank()).count();
    let all = table.rows.iter().filter(|row| row.kind == RowKind::Data).count();
    filled * 2 > all
}

/// What the number row declares for a column.
fn declared(table: &Table, column: usize) -> Option<Rule> {
    let formula = table.columns[column].formula.as_ref()?;
    let own = table.columns[column].half;
    let of_label = |name: &str| {
        let named = table.columns.iter().enumerate().filter(|(_, other)| other.label.as_deref() == Some(name));
        named.map(|(at, other)| (at, other.half)).collect::<Vec<_>>()
    };
    // A number printed above a pair means the kinerja beside kinerja and the rupiah beside rupiah.
    let labelled = |name: &str| {
        let named = of_label(name);
        named.iter().find(|(_, half)| *half == own).or(named.first()).map(|&(at, _)| at)
    };
    let label = table.columns[column].label.clone().unwrap_or_default();
    let words = format!("rumus kolom {label} = {}", printed(&formula.expr));
    compile(table, column, formula.expr.clone(), words, table.columns[column].role, labelled)
}

/// What the configuration declares for a column. Of several columns of one role, as the percentages
/// of belanja operasi, belanja modal and both, it means those that stand behind its operands.
fn configured(table: &Table, column: usize) -> Option<Rule> {
    let own = &table.columns[column];
    let formula = own.configured.as_ref()?;
    let role = own.role?;
    let text = single_spaced(&words_of(&formula.text)).into_owned();
    let words = format!("rumus {} = {text}", role.words());
    let find = |name: &str| nearest_left(table, column, Role::from_name(name)?);
    let rule = compile(table, column, formula.expr.clone(), words, own.role, find)?;
    let of_role = |at: &usize| table.columns[*at].role == own.role;
    let is_only = (0..table.columns.len()).filter(of_role).count() == 1;
    let before = (0..column).rev().find(of_role);
    let operands = rule.calculation.columns();
    let is_behind = operands.iter().all(|&at| at < column) && operands.iter().any(|&at| Some(at) > before);
    (is_only || is_behind).then_some(rule)
}

/// An expression with its columns looked up; `None` when one is not there.
fn compile(
    table: &Table,
    column: usize,
    expr: Expr,
    formula: String,
    role: Option<Role>,
    find: impl Fn(&str) -> Option<usize>,
) -> Option<Rule> {
    let is_evaluasi = table.columns[column].half == Some(Half::Anggaran);
    let relation = match relation_of(role, &expr) {
        Relation::RowSum if is_evaluasi => Relation::Evaluasi,
        relation => relation,
    };
    Some(Rule {
        calculation: Arc::new(RowFormula::new(expr.over(&|name: &String| find(name))?)),
        relation,
        formula: formula.into(),
        demands_target: demands_target(table, column),
    })
}

/// The expression as the form would print it.
fn printed(expr: &Expr) -> String {
    let is_sum = |expr: &Expr| matches!(expr, Expr::Add(..) | Expr::Sub(..));
    let is_compound = |expr: &Expr| !matches!(expr, Expr::Column(_) | Expr::Number(_));
    let part = |expr: &Expr, bracketed: bool| match printed(expr) {
        inner if bracketed => format!("({inner})"),
        inner => inner,
    };
    match expr {
        Expr::Column(name) => name.clone(),
        Expr::Number(number) => number.to_string(),
        Expr::Add(left, right) => format!("{}+{}", printed(left), printed(right)),
        Expr::Sub(left, right) => format!("{}-{}", printed(left), part(right, is_sum(right))),
        Expr::Mul(left, right) => format!("{}*{}", part(left, is_sum(left)), part(right, is_sum(right))),
        Expr::Div(left, right) => format!("{}/{}", part(left, is_sum(left)), part(right, is_compound(right))),
    }
}

fn relation_of(role: Option<Role>, expr: &Expr) -> Relation {
    match role {
        Some(Role::Persen) if expr.has_division() => Relation::Persen,
        Some(Role::Sisa) => Relation::Sisa,
        Some(Role::Capaian) => Relation::Capaian,
        Some(Role::Kemajuan) => Relation::Kemajuan,
        Some(Role::Efisiensi) => Relation::Efisiensi,
        Some(Role::SerapanAkhir | Role::RealisasiSdIni) => Relation::Evaluasi,
        Some(Role::RealisasiKinerja) if expr.columns().iter().any(|name| *name == "pembilang") => Relation::Hasil,
        Some(role) if role.is_money() && expr.is_linear() => Relation::RowSum,
        _ => Relation::Declared,
    }
}

/// The ways an efficiency is calculated in practice.
const EFFICIENCY: [&str; 4] = ["capaian/persen", "persen/capaian", "capaian-persen", "(capaian-persen)/capaian"];

/// The formulas a column's role implies, likeliest first.
fn variants(table: &Table, column: usize) -> Vec<Rule> {
    let role = table.columns[column].role;
    let mut further = None;
    let texts: &[&str] = match role {
        Some(Role::Persen) => return persen_variants(table, column),
        Some(Role::Sisa) => &[
            "pagu-realisasi",
            "pagu_sesudah-realisasi",
            "pagu_sebelum-realisasi",
            "pagu_operasi+pagu_modal-realisasi",
            "pagu_operasi+pagu_modal-realisasi_operasi-realisasi_modal",
            "realisasi-pagu",
        ],
        Some(Role::Pagu) => {
            further = all_belanja(table, column, [Role::PaguOperasi, Role::PaguModal]);
            &["pagu_operasi+pagu_modal"]
        }
        Some(Role::Realisasi) => {
            further = all_belanja(table, column, [Role::RealisasiOperasi, Role::RealisasiModal]);
            if has_one_group(table, column) {
                &["realisasi_operasi+realisasi_modal", "realisasi_lalu+realisasi_ini"]
            } else {
                &["realisasi_operasi+realisasi_modal"]
            }
        }
        Some(Role::Selisih) => {
            &["pagu_sesudah-pagu_sebelum", "realisasi-pagu", "pagu-realisasi", "pagu-jumlah", "jumlah-pagu"]
        }
        Some(Role::Capaian) => &capaian::FORMULAS,
        Some(Role::Kemajuan) => return capaian::kemajuan(table, column),
        Some(Role::Efisiensi) => &EFFICIENCY,
        Some(Role::RealisasiKinerja) => &["pembilang/penyebut*100"],
        Some(Role::RealisasiSdIni) => &["realisasi_sd_tahun_lalu+realisasi"],
        Some(Role::SerapanAkhir) => &["realisasi_sd_tahun_ini/pagu_akhir*100"],
        _ => return Vec::new(),
    };
    texts.iter().filter_map(|text| rule(table, column, text, role)).chain(further).collect()
}

/// Of several groups with an earlier and a present realisasi, as by way of payment, one stands beside their total alone.
fn has_one_group(table: &Table, column: usize) -> bool {
    let before = (0..column).rev().find(|&at| table.columns[at].role == Some(Role::Realisasi)).map_or(0, |at| at + 1);
    let own = table.columns_of(Role::RealisasiLalu).filter(|at| (before..column).contains(at)).count();
    own == 1 || table.columns_of(Role::RealisasiLalu).count() == 1
}

/// The sum of both kinds of belanja and of the columns between them and their total whose headers tell
/// no role, as belanja tidak terduga and transfer.
fn all_belanja(table: &Table, column: usize, kinds: [Role; 2]) -> Option<Rule> {
    let [operasi, modal] = kinds.map(|role| nearest_left(table, column, role).filter(|&at| at < column));
    let (operasi, modal) = (operasi?, modal?);
    let is_further = |&at: &usize| {
        table.columns[at].role.is_none() && table.rows.iter().any(|row| row.entries[at].figure().is_some())
    };
    let further: Vec<usize> = (operasi.max(modal) + 1..column).filter(is_further).collect();
    let named = |&at: &usize| table.columns[at].spoken();
    let names: Vec<String> = kinds.iter().map(|role| role.words()).chain(further.iter().map(named)).collect();
    let columns: Vec<usize> = [operasi, modal].into_iter().chain(further.iter().copied()).collect();
    let rule = rule_of_sum(table, column, &columns, &names.join(" + "), Relation::RowSum);
    (!further.is_empty()).then_some(rule)
}

/// The sum of some columns.
pub(super) fn rule_of_sum(table: &Table, column: usize, parts: &[usize], formula: &str, relation: Relation) -> Rule {
    let mut columns = parts.iter().map(|&at| Expr::Column(at));
    let first = columns.next().unwrap_or(Expr::Number(Decimal::ZERO));
    let expr = columns.fold(first, |sum, part| Expr::Add(Box::new(sum), Box::new(part)));
    Rule {
        calculation: Arc::new(RowFormula::new(expr)),
        relation,
        formula: formula.into(),
        demands_target: demands_target(table, column),
    }
}

/// A formula over role names; each name is the nearest column of that role to the left.
pub(super) fn rule(table: &Table, column: usize, text: &str, role: Option<Role>) -> Option<Rule> {
    let expr =
        parse_expr(text, |name| Role::from_name(name).is_some()).expect("the formulas of this file are readable");
    compile(table, column, expr, words_of(text), role, |name| nearest_left(table, column, Role::from_name(name)?))
}

/// A formula over role names with the columns looked up by the caller.
pub(super) fn rule_over(
    table: &Table,
    column: usize,
    text: &str,
    relation: Relation,
    find: impl Fn(&str) -> Option<usize>,
) -> Option<Rule> {
    let expr =
        parse_expr(text, |name| Role::from_name(name).is_some()).expect("the formulas of this module are readable");
    Some(Rule { relation, ..compile(table, column, expr, words_of(text), None, find)? })
}

fn words_of(text: &str) -> String {
    text.replace('_', " ").replace('*', " × ").replace('/', " / ").replace('+', " + ").replace('-', " − ")
}

/// The nearest column of a role to the left; a column of the same year wins, one of another year never counts.
fn nearest_left(table: &Table, column: usize, role: Role) -> Option<usize> {
    let year = table.columns[column].year;
    let of_role = |at: &usize| table.columns[*at].role == Some(role);
    // The pairs of an evaluation name the years they reach to.
    let is_pair = |at: &usize| table.columns[column].half.is_some() && table.columns[*at].half.is_some();
    let same_year = |at: &usize| {
        year.is_none() || table.columns[*at].year.is_none() || table.columns[*at].year == year || is_pair(at)
    };
    let left = (0..column).rev().filter(of_role).find(same_year);
    left.or_else(|| (column + 1..table.columns.len()).filter(of_role).find(same_year))
}

/// Percentages: realisasi in percent of the pagu of the same kind.
fn persen_variants(table: &Table, column: usize) -> Vec<Rule> {
    const REALISASI: [Role; 3] = [Role::Realisasi, Role::RealisasiOperasi, Role::RealisasiModal];
    let numerator = (0..column).rev().find(|&at| table.columns[at].role.is_some_and(|role| REALISASI.contains(&role)));
    let Some(role) = numerator.and_then(|at| table.columns[at].role) else {
        return Vec::new();
    };
    let texts: &[&str] = match role {
        _ if table.is_of_both(column) => &[
            "(realisasi_operasi+realisasi_modal)/(pagu_operasi+pagu_modal)*100",
            "(realisasi_operasi+realisasi_modal)/pagu*100",
        ],
        Role::RealisasiOperasi => &["realisasi_operasi/pagu_operasi*100"],
        Role::RealisasiModal => &["realisasi_modal/pagu_modal*100"],
        _ => &[
            "realisasi/pagu*100",
            "realisasi/pagu_sesudah*100",
            "realisasi/pagu_sebelum*100",
            "realisasi/(pagu_operasi+pagu_modal)*100",
        ],
    };
    texts.iter().filter_map(|text| rule(table, column, text, Some(Role::Persen))).collect()
}

/// Rows that tell a column's scale.
const SCALE_ROWS: usize = 1_000;

/// A ratio may be printed as such or in percent: the factor most rows follow.
pub(super) fn with_scale(table: &Table, network: &Network, column: usize, rule: &Rule) -> Rule {
    if !rule.calculation.has_division() {
        return rule.clone();
    }
    let factors = [Decimal::ONE, Decimal::ONE_HUNDRED, Decimal::new(1, 2)];
    let sample: Vec<usize> = rows(table).step_by(table.rows.len() / SCALE_ROWS + 1).collect();
    let holds = |factor: Decimal| tally_rows(&sample, network, column, &rule.scaled(factor)).holds;
    let best = factors.into_iter().rev().max_by_key(|&factor| holds(factor));
    rule.scaled(best.unwrap_or(Decimal::ONE))
}

/// Physical progress of the whole: where only one kind of belanja has a pagu, it is that kind's.
fn fisik(table: &Table, network: &mut Network) {
    let fisik: Vec<usize> = table.columns_of(Role::Fisik).collect();
    let (&[operasi, modal, total], Some(pagu_operasi), Some(pagu_modal)) =
        (fisik.as_slice(), table.column(Role::PaguOperasi), table.column(Role::PaguModal))
    else {
        return;
    };
    for row in rows(table) {
        let cell = |column: usize| network.index(Spot { row, column });
        let has_pagu = |column: usize| network.cells[cell(column)].value.is_some_and(|value| !value.is_zero());
        let (part, formula) = match (has_pagu(pagu_operasi), has_pagu(pagu_modal)) {
            (true, false) => (operasi, "fisik belanja operasi (satu-satunya yang berpagu)"),
            (false, true) => (modal, "fisik belanja modal (satu-satunya yang berpagu)"),
            _ => continue,
        };
        let equation = Equation {
            target: cell(total),
            form: network.sum(vec![cell(part)]),
            relation: Relation::Fisik,
            formula: formula.into(),
            demands_target: true,
        };
        network.add(equation);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_printed_where_they_count() {
        for text in ["(6-5)/3*100", "9-(5-4)", "8/(4*2)", "1+2-3", "(4+5)*(6-7)"] {
            let expr = crate::formula::parse_expr(text, |_| true).expect("a readable formula");
            assert_eq!(printed(&expr), text);
        }
    }
}
