//! K05: the average capaian of a sasaran or a table is not the average of its indikator.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::finding::Severity;
use crate::laporan::arithmetic::{Spot, agrees, is_average};
use crate::laporan::{Dokumen, Laporan};
use crate::profile::{Role, plain, words};
use crate::rules::{Check, Findings, Rule, figures};
use crate::table::{Figure, Row, RowKind};

/// K05.
pub const RULE: Rule = Rule {
    code: "K05",
    name: "rata_rata_keliru",
    title: "Rata-rata capaian tidak sama dengan rata-rata indikatornya",
    severity: Severity::Review,
    basis: "PermenPANRB 53/2014 (pengukuran kinerja); batas atas capaian adalah praktik",
    doc: include_str!("rata_rata_keliru.md"),
    check: Check::Laporan(check),
};

/// Capaian of one sasaran in one table.
struct Kelompok<'a> {
    dokumen: &'a Dokumen,
    spots: Vec<Spot>,
    values: Vec<Decimal>,
    /// How far the rounding of the printed capaian may move their average.
    slack: Decimal,
}

fn check(laporan: &Laporan, findings: &mut Findings<'_>) {
    laporan.dokumen.iter().for_each(|dokumen| rows_of_table(dokumen, findings));
    laporan.dokumen.iter().for_each(|dokumen| spans(dokumen, findings));
    of_sasaran(laporan, findings);
}

/// Rows "Rata-rata" below the capaian of a table.
fn rows_of_table(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for column in
        (0..table.columns.len()).filter(|&at| matches!(table.columns[at].role, Some(Role::Capaian | Role::Kemajuan)))
    {
        let mut kelompok = Kelompok::new(dokumen);
        let mut all = Kelompok::new(dokumen);
        for (row, entries) in table.rows.iter().enumerate() {
            let figure = entries.entries[column].figure().filter(|figure| figure.upper.is_none());
            match (entries.kind, figure) {
                (RowKind::Data, Some(figure)) => {
                    [&mut kelompok, &mut all].into_iter().for_each(|list| list.add(Spot { row, column }, figure));
                }
                (RowKind::Average, Some(figure)) => {
                    let is_right = [&kelompok, &all].into_iter().any(|list| list.gives(figure));
                    if !is_right && kelompok.values.len() > 1 {
                        tell(dokumen, Spot { row, column }, figure, &kelompok, findings);
                    }
                    kelompok = Kelompok::new(dokumen);
                }
                _ => {}
            }
        }
    }
}

/// Cells of a column of averages that are merged over the rows of their sasaran.
fn spans(dokumen: &Dokumen, findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    for column in table.columns_of(Role::Capaian).filter(|&at| is_average(table, at)) {
        let capaian = (0..column).rev().chain(column + 1..table.columns.len());
        let mut capaian = capaian.filter(|&at| table.columns[at].role == Some(Role::Capaian));
        let Some(capaian) = capaian.find(|&at| !is_average(table, at)) else {
            continue;
        };
        let cell = |row: &Row| row.entries[column].cell;
        let mut start = 0;
        for rows in table.rows.chunk_by(|row, next| cell(row) == cell(next)) {
            let figure = rows[0].entries[column].figure().filter(|figure| figure.upper.is_none());
            let mut kelompok = Kelompok::new(dokumen);
            for (row, entries) in (start..).zip(rows).filter(|(_, row)| row.kind == RowKind::Data) {
                let figure = entries.entries[capaian].figure().filter(|figure| figure.upper.is_none());
                figure.into_iter().for_each(|figure| kelompok.add(Spot { row, column: capaian }, figure));
            }
            if let Some(figure) = figure.filter(|figure| kelompok.values.len() > 1 && !kelompok.gives(figure)) {
                tell(dokumen, Spot { row: start, column }, figure, &kelompok, findings);
            }
            start += rows.len();
        }
    }
}

/// A table of averages a sasaran, against the table with the capaian of its indikator.
fn of_sasaran(laporan: &Laporan, findings: &mut Findings<'_>) {
    let groups: Vec<BTreeMap<String, Kelompok<'_>>> = laporan.dokumen.iter().map(groups).collect();
    for dokumen in laporan.dokumen.iter().filter(|dokumen| dokumen.table.column(Role::Indikator).is_none()) {
        let table = &dokumen.table;
        let (Some(sasaran), Some(column)) = (table.column(Role::Sasaran), table.column(Role::Capaian)) else {
            continue;
        };
        let names: Vec<String> = table.rows.iter().map(|row| plain(row.entries[sasaran].text())).collect();
        for (row, entries) in table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Data) {
            let name = names[row].clone();
            // A sasaran on several rows has a row for each of its indikator, not an average.
            if names.iter().filter(|other| **other == name).count() > 1 {
                continue;
            }
            let own: Vec<&Kelompok<'_>> = groups.iter().filter_map(|group| group.get(&name)).collect();
            let Some(first) = own.first() else {
                continue;
            };
            let spot = Spot { row, column };
            if let Some(figure) = entries.entries[column].figure().filter(|figure| figure.upper.is_none())
                && !own.iter().any(|kelompok| kelompok.gives(figure))
            {
                tell(dokumen, spot, figure, first, findings);
            }
            count(dokumen, row, &own, findings);
        }
    }
}

/// The number of indikator beside the average.
fn count(dokumen: &Dokumen, row: usize, own: &[&Kelompok<'_>], findings: &mut Findings<'_>) {
    let table = &dokumen.table;
    let is_count = |&at: &usize| {
        table.columns[at].role == Some(Role::Jumlah)
            && words(&dokumen.header(at)).iter().any(|word| word == "indikator" || word == "iku")
    };
    let Some(column) = (0..table.columns.len()).find(is_count) else {
        return;
    };
    let Some(figure) = table.rows[row].entries[column].figure() else {
        return;
    };
    let (Some(first), true) =
        (own.first(), own.iter().all(|kelompok| Decimal::from(kelompok.values.len()) != figure.value))
    else {
        return;
    };
    let (shown, expected) = (figures::number(figure.value, 0), first.values.len().to_string());
    findings
        .at(dokumen, Spot { row, column }, format!("jumlah indikator tertulis {shown}, sasaran ini punya {expected}"))
        .written(shown)
        .expected(expected)
        .see_spots(first.dokumen, &first.spots, "capaian indikator");
}

/// The capaian of a table by sasaran.
fn groups(dokumen: &Dokumen) -> BTreeMap<String, Kelompok<'_>> {
    let table = &dokumen.table;
    let mut groups: BTreeMap<String, Kelompok<'_>> = BTreeMap::new();
    let columns = (table.column(Role::Sasaran), table.column(Role::Indikator), table.column(Role::Capaian));
    let (Some(sasaran), Some(_), Some(column)) = columns else {
        return groups;
    };
    let mut name = String::new();
    for (row, entries) in table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Data) {
        let own = plain(entries.entries[sasaran].text());
        name = if own.is_empty() { name } else { own };
        if let Some(figure) = entries.entries[column].figure().filter(|figure| figure.upper.is_none()) {
            let kelompok = groups.entry(name.clone()).or_insert_with(|| Kelompok::new(dokumen));
            kelompok.add(Spot { row, column }, figure);
        }
    }
    groups
}

impl<'a> Kelompok<'a> {
    fn new(dokumen: &'a Dokumen) -> Self {
        Self { dokumen, spots: Vec::new(), values: Vec::new(), slack: Decimal::ZERO }
    }

    fn add(&mut self, spot: Spot, figure: &Figure) {
        self.spots.push(spot);
        self.values.push(figure.value);
        self.slack += Decimal::new(5, figure.decimals.min(8) + 1);
    }

    /// The average, each capaian counted up to a cap.
    fn average(&self, cap: Option<i64>) -> Option<Decimal> {
        let capped = |value: &Decimal| cap.map_or(*value, |cap| (*value).min(Decimal::from(cap)));
        let sum = self.values.iter().map(capped).try_fold(Decimal::ZERO, Decimal::checked_add)?;
        sum.checked_div(Decimal::from(self.values.len()))
    }

    /// Agencies count a capaian up to 100, 110, 120, 150 or 200 percent in an average.
    fn gives(&self, figure: &Figure) -> bool {
        let caps = [None, Some(100), Some(110), Some(120), Some(150), Some(200)];
        let slack = self.slack.checked_div(Decimal::from(self.values.len())).unwrap_or_default();
        caps.into_iter().any(|cap| {
            self.average(cap).is_some_and(|value| agrees(figure.value, value, figure.decimals.min(4), slack))
        })
    }
}

fn tell(dokumen: &Dokumen, spot: Spot, figure: &Figure, kelompok: &Kelompok<'_>, findings: &mut Findings<'_>) {
    let Some(average) = kelompok.average(None) else {
        return;
    };
    let decimals = figure.decimals.min(2);
    let [shown, expected] = [figure.value, average].map(|value| figures::number(value, decimals));
    let message = format!("rata-rata tertulis {shown}, rata-rata {} capaian {expected}", kelompok.values.len());
    let draft = findings.at(dokumen, spot, message).written(shown).expected(expected);
    draft.see_spots(kelompok.dokumen, &kelompok.spots, "ikut dirata-rata");
}
