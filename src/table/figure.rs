//! Figures: numbers from cells and from text, as the form shows them.
//!
//! `56.362.880`, `56,362,880`, `Rp. 56.362.880,-`, `85,81%`, `2.885 Dokumen`, `90-100%`,
//! `231 / 27`, `-`, `A`, `Sesuai` all stand in real columns. Which separator is the decimal one is
//! decided for a whole column by majority; see [`Convention`].

use std::ops::Deref;
use std::sync::{Arc, LazyLock};

use regex::Regex;
use rust_decimal::Decimal;

use crate::grid::{Cell, LARGEST_FIGURE, Style, Value, decimal_from_f64, round_half_up};
use crate::profile::month;

/// Which sign separates decimals in a column's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Convention {
    /// `1.250.000,50`: the Indonesian rule (EYD V).
    Comma,
    /// `1,250,000.50`.
    Dot,
}

/// What a cell holds, as a figure or otherwise. Blank, dash, unreadable and value are different.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Nothing.
    Blank,
    /// `-`, `–` or the word "nihil": the writer says there is nothing.
    Dash,
    /// A number.
    Figure(Figure),
    /// Words: a name, an ordinal such as `A` or `WTP`, a judgement.
    Text(Arc<str>),
    /// Meant as a number but not one, such as `14.000.00`.
    Unreadable(Box<Unreadable>),
    /// An Excel error value.
    Error(&'static str),
}

/// Text that was meant as a number, with readings that would be one.
#[derive(Debug, Clone, PartialEq)]
pub struct Unreadable {
    /// What is written.
    pub text: Arc<str>,
    /// Numbers it may have been meant to be, likeliest first.
    pub guesses: Vec<Decimal>,
}

/// A number as shown: a percent cell holding 0.8581 is 85.81 here.
///
/// A large workbook has a million of them, so that what few have stands apart: see [`Around`].
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The value at full precision; of a range or pair the first figure.
    pub value: Decimal,
    /// Decimals printed.
    pub decimals: u32,
    /// Shown with a percent sign.
    pub percent: bool,
    /// Shown with "Rp".
    pub rupiah: bool,
    /// Typed as text.
    pub is_text: bool,
    around: Option<Box<Around>>,
}

/// What stands around the number of few figures; read as if they were the figure's own fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Around {
    /// The upper bound of `90-100%`.
    pub upper: Option<Decimal>,
    /// The second figure of `231 / 27`.
    pub second: Option<Decimal>,
    /// What follows the number, e.g. "Dokumen".
    pub unit: Option<Arc<str>>,
    /// The separator convention its text proves.
    pub convention: Option<Convention>,
}

impl Around {
    const NOTHING: Self = Self { upper: None, second: None, unit: None, convention: None };

    fn kept(self) -> Option<Box<Self>> {
        (self != Self::NOTHING).then(|| Box::new(self))
    }
}

impl Deref for Figure {
    type Target = Around;

    fn deref(&self) -> &Around {
        self.around.as_deref().unwrap_or(&Around::NOTHING)
    }
}

impl Figure {
    /// The value at the printed precision, halves away from zero as Excel shows them.
    pub fn printed(&self) -> Decimal {
        round_half_up(self.value, self.decimals)
    }
}

/// What is less than all decimals a form could print is nothing, not a divisor.
fn without_dust(value: Decimal) -> Decimal {
    if value.abs() < Decimal::new(1, NOISE_DECIMALS) { Decimal::ZERO } else { value }
}

/// Decimals beyond which a stored number is only float noise.
const NOISE_DECIMALS: u32 = 8;

/// Reads a cell; `convention` settles texts such as `1.234` that fit both.
pub fn read_cell(cell: Option<&Cell>, style: Option<&Style>, convention: Convention) -> Content {
    let Some(cell) = cell else {
        return Content::Blank;
    };
    match &cell.value {
        Value::Empty => Content::Blank,
        Value::Number(number) => match decimal_from_f64(*number) {
            Some(stored) => Content::Figure(stored_figure(without_dust(stored), style)),
            None => unreadable(&number.to_string(), Vec::new()),
        },
        Value::Text(text) => read_text(text, convention),
        Value::Bool(truth) => Content::Text(if *truth { "TRUE" } else { "FALSE" }.into()),
        Value::Error(error) => Content::Error(error),
    }
}

fn unreadable(text: &str, guesses: Vec<Decimal>) -> Content {
    Content::Unreadable(Box::new(Unreadable { text: text.into(), guesses }))
}

fn stored_figure(stored: Decimal, style: Option<&Style>) -> Figure {
    let format = style.map(|style| &style.format);
    let value = format.map_or(stored, |format| format.shown(stored)).normalize();
    let decimals = format.and_then(|format| format.decimals).unwrap_or(value.scale().min(NOISE_DECIMALS));
    let percent = format.is_some_and(|format| format.percent);
    let unit = format.and_then(|format| format.suffix.clone());
    let around = Around { unit, ..Around::NOTHING }.kept();
    Figure { value, decimals, percent, rupiah: format.is_some_and(|format| format.rupiah), is_text: false, around }
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[-−]?\d[\d.,]*").expect("a valid pattern"));
static CURRENCY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^(rp|idr)\s*\.?\s*").expect("a valid pattern"));

/// The text begins like a word, so that it is no figure, dash or amount; most texts are told by this alone.
pub fn begins_with_word(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_alphabetic() && !matches!(c, 'r' | 'R' | 'i' | 'I' | 'n' | 'N'))
        && !text.contains(['\u{a0}', '\u{202f}'])
}

/// Reads text as a figure where it is one.
pub fn read_text(text: &str, convention: Convention) -> Content {
    if begins_with_word(text) {
        return Content::Text(text.trim().into());
    }
    let clean = text.replace(['\u{a0}', '\u{202f}'], " ");
    let clean = clean.trim();
    if clean.is_empty() {
        return Content::Blank;
    }
    if is_dash(clean) {
        return Content::Dash;
    }
    let (negative, body) = match clean.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) if inner.trim().starts_with(|c: char| c.is_ascii_digit()) => (true, inner.trim()),
        _ => (false, clean),
    };
    let amount = CURRENCY.find(body).map_or(body, |found| &body[found.end()..]).trim_start();
    let is_money = amount.len() < body.len();
    if is_money && is_dash(amount.trim_matches(['.', ',', ' '])) {
        return Content::Dash;
    }
    let Some(first) = NUMBER.find(amount) else {
        return Content::Text(clean.into());
    };
    let rest = amount[first.end()..].trim_start();
    let is_enumeration = first.as_str().ends_with('.') && rest.starts_with(char::is_alphabetic);
    let is_ratio =
        rest.strip_prefix(':').is_some_and(|after| after.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    if is_enumeration || is_ratio || has_value_of_its_own(rest) {
        return Content::Text(clean.into());
    }
    match read_token(first.as_str(), convention) {
        Token::Number { value, decimals, convention: proved } => {
            let value = if negative { -value } else { value };
            let figure = Figure { value, decimals, percent: false, rupiah: is_money, is_text: true, around: None };
            let around = Around { convention: proved, ..Around::NOTHING };
            finish(figure, around, rest, clean, convention)
        }
        Token::Malformed(_) if is_numeric_date(clean) => Content::Text(clean.into()),
        Token::Malformed(guesses) if is_money || rest.is_empty() || rest.starts_with('-') => unreadable(clean, guesses),
        Token::Malformed(_) => Content::Text(clean.into()),
    }
}

/// "3 (3,20)": the number is a grade, and its value stands in brackets.
fn has_value_of_its_own(rest: &str) -> bool {
    let inner = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.is_some_and(|inner| {
        inner.contains([',', '.']) && NUMBER.find(inner).is_some_and(|found| found.as_str() == inner)
    })
}

/// What follows the first number: a range, a second figure, a percent sign, a unit, or `,-`.
fn finish(mut figure: Figure, mut around: Around, rest: &str, whole: &str, convention: Convention) -> Content {
    if rest.starts_with(['-', '/']) && is_numeric_date(whole) {
        return Content::Text(whole.into());
    }
    let rest = match upper_bound(rest, convention) {
        Bound::Upper(upper, tail) => {
            around.upper = Some(upper);
            tail
        }
        Bound::Open => "",
        Bound::Words => return Content::Text(whole.into()),
        Bound::None => rest,
    };
    let rest = match rest.strip_prefix('%') {
        Some(tail) => {
            figure.percent = true;
            match upper_bound(tail.trim_start(), convention) {
                Bound::Upper(upper, tail) => {
                    around.upper = Some(upper);
                    tail.trim_start_matches('%')
                }
                _ => tail,
            }
        }
        None => rest,
    };
    let rest = match rest
        .trim_start()
        .strip_prefix('/')
        .map(str::trim_start)
        .and_then(|after| leading_number(after, convention))
    {
        Some((second, tail)) => {
            around.second = Some(second);
            tail
        }
        None => rest,
    };
    let unit = rest.trim();
    if unit.len() > 60 || unit.starts_with(['.', ')']) && unit.len() > 1 || begins_with_month(unit) {
        return Content::Text(whole.into());
    }
    around.unit = (!unit.is_empty() && unit != ",-" && unit != ".-").then(|| unit.into());
    figure.around = around.kept();
    Content::Figure(figure)
}

/// What a dash or "s.d." behind a number leads to.
enum Bound<'a> {
    /// There is none.
    None,
    /// The upper bound of a range, with the text behind it.
    Upper(Decimal, &'a str),
    /// Nothing: `5.000,-`.
    Open,
    /// Words behind a dash.
    Words,
}

fn upper_bound(rest: &str, convention: Convention) -> Bound<'_> {
    const WORDS: [&str; 6] = ["s.d.", "s.d", "s/d", "sd", "sampai dengan", "sampai"];
    if let Some(after) = rest.strip_prefix(['-', '–', '—']).map(str::trim_start) {
        return match leading_number(after, convention) {
            Some((upper, tail)) => Bound::Upper(upper, tail),
            None if after.is_empty() => Bound::Open,
            None => Bound::Words,
        };
    }
    let to = WORDS.iter().find_map(|word| {
        let begins = rest.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word));
        begins.then(|| leading_number(rest[word.len()..].trim_start(), convention)).flatten()
    });
    to.map_or(Bound::None, |(upper, tail)| Bound::Upper(upper, tail))
}

static NUMERIC_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(0?[1-9]|[12]\d|3[01])\s*[-/.]\s*(0?[1-9]|1[0-2])\s*[-/.]\s*(19|20)\d\d$").expect("a valid pattern")
});

/// A day as `31-03-2024` or `31/03/2024`.
fn is_numeric_date(text: &str) -> bool {
    NUMERIC_DATE.is_match(text)
}

/// "Maret 2025", as it stands behind the number of a day.
fn begins_with_month(unit: &str) -> bool {
    let first = unit.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    month(first).is_some()
}

fn leading_number(text: &str, convention: Convention) -> Option<(Decimal, &str)> {
    let found = NUMBER.find(text)?;
    match read_token(found.as_str(), convention) {
        Token::Number { value, .. } => Some((value, text[found.end()..].trim_start())),
        Token::Malformed(_) => None,
    }
}

fn is_dash(text: &str) -> bool {
    matches!(text, "-" | "–" | "—" | "--" | "- -" | "−") || text.eq_ignore_ascii_case("nihil")
}

enum Token {
    Number { value: Decimal, decimals: u32, convention: Option<Convention> },
    Malformed(Vec<Decimal>),
}

/// Reads digits with separators. `token` begins with a digit or a minus.
fn read_token(token: &str, convention: Convention) -> Token {
    let negative = token.starts_with(['-', '−']);
    let body = token.trim_start_matches(['-', '−']).trim_end_matches(['.', ',']);
    let dots = body.matches('.').count();
    let commas = body.matches(',').count();
    let sign = |value: Decimal| if negative { -value } else { value };
    let number = |decimal: Option<char>, proved: Option<Convention>| match split_number(body, decimal) {
        Some((value, decimals)) => Token::Number { value: sign(value), decimals, convention: proved },
        None => Token::Malformed(guesses(body).into_iter().map(sign).collect()),
    };
    match (dots, commas) {
        (0, 0) => number(None, None),
        (_, 1) if dots > 0 && body.rfind(',') > body.rfind('.') => number(Some(','), Some(Convention::Comma)),
        (1, _) if commas > 0 && body.rfind('.') > body.rfind(',') => number(Some('.'), Some(Convention::Dot)),
        (_, 0) if dots > 1 => number(None, groups_of_three(body, '.').then_some(Convention::Comma)),
        (0, _) if commas > 1 => number(None, groups_of_three(body, ',').then_some(Convention::Dot)),
        (1, 0) => single_separator(body, '.', Convention::Dot, convention, number),
        (0, 1) => single_separator(body, ',', Convention::Comma, convention, number),
        _ => Token::Malformed(guesses(body).into_iter().map(sign).collect()),
    }
}

/// One separator: three digits after it may be a group of thousands, anything else is a decimal.
fn single_separator(
    body: &str,
    separator: char,
    as_decimal: Convention,
    convention: Convention,
    number: impl Fn(Option<char>, Option<Convention>) -> Token,
) -> Token {
    let after = body.rsplit(separator).next().map_or(0, str::len);
    let before = body.split(separator).next().unwrap_or_default();
    if after != 3 || before == "0" || before.len() > 3 {
        return number(Some(separator), Some(as_decimal));
    }
    if convention == as_decimal { number(Some(separator), None) } else { number(None, None) }
}

/// The value of a token whose decimal separator is known; groups must be of three digits.
fn split_number(body: &str, decimal: Option<char>) -> Option<(Decimal, u32)> {
    let (whole, fraction) = match decimal {
        Some(separator) => body.rsplit_once(separator)?,
        None => (body, ""),
    };
    let grouping = if whole.contains('.') { '.' } else { ',' };
    if whole.contains(grouping) && !groups_of_three(whole, grouping) {
        return None;
    }
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let text = if fraction.is_empty() { digits } else { format!("{digits}.{fraction}") };
    let value: Decimal = text.parse().ok()?;
    (value <= Decimal::from(LARGEST_FIGURE)).then(|| (without_dust(value), fraction.len() as u32))
}

fn groups_of_three(text: &str, separator: char) -> bool {
    let mut groups = text.split(separator);
    let first = groups.next().map_or(0, str::len);
    (1..=3).contains(&first) && groups.all(|group| group.len() == 3)
}

/// What a malformed amount may have been: its last group filled up with zeros, or cut as decimals.
fn guesses(body: &str) -> Vec<Decimal> {
    let groups: Vec<&str> = body.split(['.', ',']).collect();
    let Some((last, leading)) = groups.split_last() else {
        return Vec::new();
    };
    let mut guesses = Vec::new();
    if last.len() < 3 && leading.iter().skip(1).all(|group| group.len() == 3) {
        guesses.extend(format!("{}{last:0<3}", leading.concat()).parse::<Decimal>());
        guesses.extend(format!("{}.{last}", leading.concat()).parse::<Decimal>());
    } else {
        guesses.extend(groups.concat().parse::<Decimal>());
    }
    guesses
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(text: &str) -> Figure {
        match read_text(text, Convention::Comma) {
            Content::Figure(figure) => figure,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn amounts_of_every_spelling_are_one_value() {
        for text in [
            "56.362.880",
            "56,362,880",
            "Rp. 56.362.880,-",
            "RP 56.362.880",
            "Rp56.362.880,00",
            "56362880",
            "Rp. 56.362.880 ,-",
        ] {
            assert_eq!(figure(text).value, Decimal::from(56_362_880), "{text}");
        }
        assert_eq!(figure("(1.500)").value, Decimal::from(-1500));
    }

    #[test]
    fn percentages_ranges_pairs_and_units() {
        assert_eq!((figure("85,81%").value, figure("85,81%").percent), (Decimal::new(8581, 2), true));
        assert_eq!(figure("85.81").convention, Some(Convention::Dot));
        assert_eq!(figure("2.885 Dokumen").unit.as_deref(), Some("Dokumen"));
        assert_eq!(figure("2.885 Dokumen").value, Decimal::from(2885));
        assert_eq!(figure("90-100%").upper, Some(Decimal::ONE_HUNDRED));
        for range in ["90 – 100%", "90—100", "90 s.d. 100", "90 s/d 100 %", "90% sampai dengan 100%", "90 sd 100 Unit"]
        {
            assert_eq!(figure(range).upper, Some(Decimal::ONE_HUNDRED), "{range}");
        }
        assert_eq!(figure("12 sdm").unit.as_deref(), Some("sdm"));
        assert_eq!(figure("231 / 27 Buah / Jenis").second, Some(Decimal::from(27)));
        assert_eq!(figure("111% (819 Orang)").unit.as_deref(), Some("(819 Orang)"));
    }

    #[test]
    fn a_group_of_three_follows_the_column() {
        let dot = |text| match read_text(text, Convention::Dot) {
            Content::Figure(figure) => figure.value,
            other => panic!("{other:?}"),
        };
        assert_eq!(figure("1.234").value, Decimal::from(1234));
        assert_eq!(dot("1.234"), Decimal::new(1234, 3));
        assert_eq!(dot("1,234"), Decimal::from(1234));
        assert_eq!(figure("0,125").value, Decimal::new(125, 3));
    }

    #[test]
    fn blank_dash_words_and_unreadable_differ() {
        assert_eq!(read_text("  ", Convention::Comma), Content::Blank);
        assert_eq!(read_text("-", Convention::Comma), Content::Dash);
        assert_eq!(read_text("Rp. -", Convention::Comma), Content::Dash);
        assert!(matches!(read_text("Sesuai", Convention::Comma), Content::Text(_)));
        let Content::Unreadable(unreadable) = read_text("RP. 14.000.00,-", Convention::Comma) else {
            panic!("14.000.00 is no amount");
        };
        assert_eq!(unreadable.guesses[0], Decimal::from(14_000_000));
    }

    #[test]
    fn figures_of_any_size_are_calculated_with_or_unreadable() {
        let percent = Style { format: crate::grid::NumberFormat::parse("0.00%"), ..Style::default() };
        let cell = |number| Cell {
            at: crate::grid::CellRef::new(0, 0),
            value: Value::Number(number),
            formula: None,
            style: 0,
        };
        let read = |number| read_cell(Some(&cell(number)), Some(&percent), Convention::Comma);
        for number in [7.9e28, -7.9e28, f64::MAX, f64::INFINITY, f64::NAN] {
            assert!(matches!(read(number), Content::Unreadable(_)), "{number}");
        }
        let Content::Figure(dust) = read(1e-17) else { panic!("it is a number") };
        assert!(dust.value.is_zero());
        assert!(matches!(read_text("79000000000000000000000000000", Convention::Comma), Content::Unreadable(_)));
        assert_eq!(figure("197001011995031001").value, Decimal::from(197_001_011_995_031_001_i64));
    }

    #[test]
    fn prose_and_dates_that_begin_with_a_number_are_text() {
        for text in [
            "1. Angka PMKS",
            "31 Maret 2025",
            "1 - 31 Januari",
            "31-03-2024",
            "28/02/2024",
            "31.12.2024",
            "10 (sepuluh) dokumen yang disusun menurut ketentuan peraturan perundang-undangan yang berlaku",
        ] {
            assert!(matches!(read_text(text, Convention::Comma), Content::Text(_)), "{text}");
        }
    }
}
