//! Documents against groups of rules: where the findings are, at a glance.

use rust_xlsxwriter::{Format, Formula, Worksheet};

use super::sheet::{Content, Looks, Outcome, column_name, fill, head, row, table};
use super::{file, link_format};
use crate::finding::{Finding, Severity};
use crate::outputs::{CheckedBook, Run};
use crate::rules::GROUPS;

/// One row a document, one column a group of rules; a cell has the colour of its gravest finding.
pub fn matriks(sheet: &mut Worksheet, run: &Run, looks: &Looks) -> Outcome<()> {
    let letters = GROUPS.map(|(letter, _)| letter);
    let titles = GROUPS.map(|(letter, name)| format!("{letter} {name}"));
    let mut columns = vec![("No", 5.0), ("Berkas", 40.0)];
    columns.extend(titles.iter().map(|title| (title.as_str(), 12.0)));
    columns.push(("Jumlah", 10.0));
    let note = "Banyaknya temuan tiap berkas menurut kelompok aturan; warna menurut tingkat temuan terberat di sel itu";
    let first = head(sheet, "Matriks temuan", note, &columns, looks)?;
    let last = column_name(columns.len() as u16 - 2);
    let coloured = Severity::ALL.map(|severity| looks.number.clone().set_background_color(fill(severity)));
    let mut at = first;
    for book in &run.books {
        let mut cells = vec![
            (Content::Number(f64::from(at - first + 1)), &looks.centre),
            (Content::Link(&book.checked.nama, file(book)), link_format(book, looks)),
        ];
        cells.extend(letters.iter().map(|&letter| count_cell(book, letter, &coloured, looks)));
        let sum = Formula::new(format!("=SUM(C{0}:{last}{0})", at + 1));
        let total = book.checked.open().count().to_string();
        cells.push((Content::Formula(sum.set_result(total)), &looks.number));
        row(sheet, at, &columns, &cells)?;
        at += 1;
    }
    table(sheet, &columns, at)?;
    if at > first {
        let mut cells = vec![(Content::Blank, &looks.total), (Content::Text("Jumlah"), &looks.total)];
        for (col, letter) in (2..).zip(letters.iter().map(Some).chain([None])) {
            let is_counted = |finding: &&Finding| letter.is_none_or(|&letter| finding.rule.starts_with(letter));
            let count = run.books.iter().flat_map(|book| book.checked.open()).filter(is_counted).count();
            let formula = Formula::new(format!("=SUM({0}{1}:{0}{at})", column_name(col), first + 1));
            cells.push((Content::Formula(formula.set_result(count.to_string())), &looks.total_number));
        }
        row(sheet, at, &columns, &cells)?;
    }
    Ok(())
}

fn count_cell<'a>(
    book: &CheckedBook,
    letter: char,
    coloured: &'a [Format; 4],
    looks: &'a Looks,
) -> (Content<'a>, &'a Format) {
    let own = || book.checked.open().filter(|finding| finding.rule.starts_with(letter));
    let Some(gravest) = own().map(|finding| finding.severity).min() else {
        return (Content::Blank, &looks.number);
    };
    let format =
        Severity::ALL.iter().position(|&severity| severity == gravest).map_or(&looks.number, |at| &coloured[at]);
    (Content::Number(own().count() as f64), format)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rules::RULES;

    #[test]
    fn every_group_has_rules_and_every_rule_a_group() {
        let letters: BTreeSet<Option<char>> = RULES.iter().map(|rule| rule.code.chars().next()).collect();
        let groups: BTreeSet<Option<char>> = GROUPS.iter().map(|(letter, _)| Some(*letter)).collect();
        assert_eq!(letters, groups);
    }
}
