//! Column formulas: `7=6/3*100`, `(8)=(7)/(5)x100%`, `13 = 9+10+11+12`, `sisa = pagu - realisasi`.
//!
//! The row of column numbers under a form's header declares how its columns are calculated. The
//! same language serves the configuration, with role names for the numbers. Operators are
//! `+ - * x × / : ÷`, brackets group, a `%` after a number is dropped because figures are compared
//! as shown (85,81% is 85.81).

use rust_decimal::Decimal;

use crate::bahasa::Pesan;

/// `target = expression`.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnFormula {
    /// The column it defines: a number as printed, or a role's name.
    pub target: String,
    /// How it is calculated.
    pub expr: Expr,
}

/// An expression over columns.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr<C = String> {
    /// A column: by its printed number or its role's name as read, by its place in a table once looked up.
    Column(C),
    /// A number: inside an expression only factors such as 100 are numbers, see [`parse_column_formula`].
    Number(Decimal),
    /// Sum.
    Add(Box<Expr<C>>, Box<Expr<C>>),
    /// Difference.
    Sub(Box<Expr<C>>, Box<Expr<C>>),
    /// Product.
    Mul(Box<Expr<C>>, Box<Expr<C>>),
    /// Quotient.
    Div(Box<Expr<C>>, Box<Expr<C>>),
}

/// Why a formula can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct FormulaError {
    /// Byte offset in the text.
    pub offset: usize,
    /// What was expected.
    pub detail: Pesan,
}

/// Reads `target = expression`.
///
/// Numbers that name no column (`is_column` says no) are constants: in `7=6/3*100` the form has
/// columns 6 and 3 but no column 100.
///
/// # Errors
/// [`FormulaError`] with the place in the text.
pub fn parse_column_formula(text: &str, is_column: impl Fn(&str) -> bool) -> Result<ColumnFormula, FormulaError> {
    let (left, right) = text
        .split_once('=')
        .ok_or_else(|| FormulaError { offset: 0, detail: Pesan::new("tanda = tidak ada", "there is no =") })?;
    let target = left.trim().trim_matches(['(', ')', ' ']).to_string();
    if target.is_empty() {
        return Err(FormulaError {
            offset: 0,
            detail: Pesan::new("kolom di kiri tanda = tidak ada", "there is no column left of the ="),
        });
    }
    let offset = left.len() + 1;
    let expr = parse_expr(right, is_column)
        .map_err(|error| FormulaError { offset: error.offset + offset, detail: error.detail })?;
    Ok(ColumnFormula { target, expr })
}

/// Reads the right side alone.
///
/// # Errors
/// [`FormulaError`] with the place in the text.
pub fn parse_expr(text: &str, is_column: impl Fn(&str) -> bool) -> Result<Expr, FormulaError> {
    let mut parser = Parser { text, at: 0, depth: 0, operands: 0, is_column: &is_column };
    let expr = parser.sum()?;
    parser.skip_blanks();
    if parser.at < text.len() {
        return Err(
            parser.error("tidak terbaca sebagai rumus mulai dari sini", "this can't be read as a formula from here on")
        );
    }
    Ok(expr)
}

impl<C> Expr<C> {
    /// The value, when every column has one; `None` also for a division by zero or an overflow.
    pub fn evaluate(&self, column: &impl Fn(&C) -> Option<Decimal>) -> Option<Decimal> {
        match self {
            Expr::Column(name) => column(name),
            Expr::Number(number) => Some(*number),
            Expr::Add(left, right) => left.evaluate(column)?.checked_add(right.evaluate(column)?),
            Expr::Sub(left, right) => left.evaluate(column)?.checked_sub(right.evaluate(column)?),
            Expr::Mul(left, right) => left.evaluate(column)?.checked_mul(right.evaluate(column)?),
            Expr::Div(left, right) => left.evaluate(column)?.checked_div(right.evaluate(column)?),
        }
    }

    /// The columns it names, in order of appearance.
    pub fn columns(&self) -> Vec<&C> {
        match self {
            Expr::Column(name) => vec![name],
            Expr::Number(_) => Vec::new(),
            Expr::Add(left, right) | Expr::Sub(left, right) | Expr::Mul(left, right) | Expr::Div(left, right) => {
                let mut columns = left.columns();
                columns.extend(right.columns());
                columns
            }
        }
    }

    /// The same over columns that are looked up; `None` when one is not found.
    pub fn over<D>(&self, find: &impl Fn(&C) -> Option<D>) -> Option<Expr<D>> {
        let both = |left: &Self, right: &Self| Some((Box::new(left.over(find)?), Box::new(right.over(find)?)));
        Some(match self {
            Expr::Column(column) => Expr::Column(find(column)?),
            Expr::Number(number) => Expr::Number(*number),
            Expr::Add(left, right) => both(left, right).map(|(left, right)| Expr::Add(left, right))?,
            Expr::Sub(left, right) => both(left, right).map(|(left, right)| Expr::Sub(left, right))?,
            Expr::Mul(left, right) => both(left, right).map(|(left, right)| Expr::Mul(left, right))?,
            Expr::Div(left, right) => both(left, right).map(|(left, right)| Expr::Div(left, right))?,
        })
    }

    /// Whether it adds and subtracts only.
    pub fn is_linear(&self) -> bool {
        match self {
            Expr::Column(_) | Expr::Number(_) => true,
            Expr::Add(left, right) | Expr::Sub(left, right) => left.is_linear() && right.is_linear(),
            Expr::Mul(..) | Expr::Div(..) => false,
        }
    }

    /// Whether it is a ratio at its heart.
    pub fn has_division(&self) -> bool {
        match self {
            Expr::Column(_) | Expr::Number(_) => false,
            Expr::Div(..) => true,
            Expr::Add(left, right) | Expr::Sub(left, right) | Expr::Mul(left, right) => {
                left.has_division() || right.has_division()
            }
        }
    }
}

/// Brackets nested deeper than this are refused.
const MAX_DEPTH: u32 = 32;

/// Formulas of more operands are refused: an expression is as deep as its sums are long, and looked at by recursion.
const MOST_OPERANDS: u32 = 256;

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    operands: u32,
    is_column: &'a dyn Fn(&str) -> bool,
}

impl Parser<'_> {
    fn sum(&mut self) -> Result<Expr, FormulaError> {
        let mut left = self.product()?;
        while let Some(operator) = self.operator(&['+', '-', '−', '–']) {
            let right = self.product()?;
            left = if operator == '+' {
                Expr::Add(Box::new(left), Box::new(right))
            } else {
                Expr::Sub(Box::new(left), Box::new(right))
            };
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Expr, FormulaError> {
        let mut left = self.operand()?;
        while let Some(operator) = self.operator(&['*', 'x', 'X', '×', '/', ':', '÷']) {
            let right = self.operand()?;
            left = if matches!(operator, '/' | ':' | '÷') {
                Expr::Div(Box::new(left), Box::new(right))
            } else {
                Expr::Mul(Box::new(left), Box::new(right))
            };
        }
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expr, FormulaError> {
        self.operands += 1;
        if self.operands > MOST_OPERANDS {
            return Err(self.error("rumusnya terlalu panjang", "the formula is too long"));
        }
        if self.operator(&['(']).is_some() {
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return Err(self.error("tanda kurung terlalu dalam", "brackets are nested too deep"));
            }
            let inner = self.sum()?;
            self.operator(&[')'])
                .ok_or_else(|| self.error("kurung tutup tidak ada", "the closing bracket is missing"))?;
            self.depth -= 1;
            return Ok(inner);
        }
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        // `x` is an operator; it never begins a name.
        let name = &rest[..end];
        let name = if name.starts_with(|c: char| c.is_ascii_digit()) {
            &name[..name.find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len())]
        } else {
            name
        };
        if name.is_empty() {
            return Err(self
                .error("nomor atau nama kolom diharapkan di sini", "the number or name of a column is expected here"));
        }
        self.at += name.len();
        let has_percent = self.operator(&['%']).is_some();
        match name.parse::<Decimal>() {
            Ok(number) if has_percent || !(self.is_column)(name) => Ok(Expr::Number(number)),
            _ => Ok(Expr::Column(name.into())),
        }
    }

    fn operator(&mut self, operators: &[char]) -> Option<char> {
        self.skip_blanks();
        let next = self.text[self.at..].chars().next().filter(|next| operators.contains(next))?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn error(&self, id: &str, en: &str) -> FormulaError {
        FormulaError { offset: self.at, detail: Pesan::new(id, en) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, columns: &[(&str, i64)]) -> Option<Decimal> {
        let known = |name: &str| columns.iter().any(|(column, _)| *column == name);
        let formula = parse_column_formula(text, known).expect("a readable formula");
        formula.expr.evaluate(&|name: &String| {
            columns.iter().find(|(column, _)| column == name).map(|&(_, value)| value.into())
        })
    }

    #[test]
    fn number_rows_of_real_forms() {
        assert_eq!(value("7=6/3*100", &[("6", 50), ("3", 200)]), Some(25.into()));
        assert_eq!(value("(8)=(7)/(5)x100%", &[("7", 1), ("5", 4)]), Some(25.into()));
        assert_eq!(value("13 = 9+10+11+12", &[("9", 1), ("10", 2), ("11", 3), ("12", 4)]), Some(10.into()));
        assert_eq!(value("15=5-12", &[("5", 9), ("12", 4)]), Some(5.into()));
        assert_eq!(value("5 = 4:3 x 100", &[("4", 1), ("3", 2)]), Some(50.into()));
        assert_eq!(value("sisa = pagu - (lalu + ini)", &[("pagu", 9), ("lalu", 2), ("ini", 3)]), Some(4.into()));
    }

    #[test]
    fn division_by_zero_has_no_value() {
        assert_eq!(value("3=2/1", &[("2", 1), ("1", 0)]), None);
    }

    #[test]
    fn a_mistake_names_its_place() {
        let error = parse_column_formula("7=6/", |_| true).expect_err("an operand is missing");
        assert_eq!(error.offset, 4);
        assert!(parse_column_formula("7=(6", |_| true).is_err());
        for endless in [format!("1={}", "(".repeat(100)), format!("1=2{}", "+2".repeat(100_000))] {
            assert!(parse_column_formula(&endless, |_| true).is_err());
        }
    }
}
