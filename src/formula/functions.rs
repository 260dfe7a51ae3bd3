//! The functions that are calculated, and what each makes of its arguments.
//!
//! Only these are handed to the engine: what they cost in time and memory is known from the formula. A cell that calls
//! another one keeps its stored value: the clock, chance and the place of the file give other results elsewhere, and
//! functions such as `REPT` or `SEQUENCE` have a size that only their arguments tell, up to more than a machine holds, others
//! such as `NETWORKDAYS` count day by day.

use std::fmt::Debug;

/// What a function makes of its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// A number of whole ranges, taken as they are. Of whole columns the engine looks only at the rows in use.
    Tally,
    /// The same, but the engine looks at whole columns to their end.
    Aggregate,
    /// A number of single values; a range is worked on cell by cell.
    Scalar,
    /// The content of a cell found in a range, which may be a text.
    Lookup,
    /// One of its arguments, or a part of one, which may be a text.
    HandsOn,
    /// A new text, which may be longer than its arguments.
    Builds,
}

impl Nature {
    /// The nature of a function, by the engine's name for it; `None` when it is not calculated.
    pub(super) fn of(function: &impl Debug) -> Option<Self> {
        let name = format!("{function:?}");
        let lists = [
            (Self::Tally, TALLIES),
            (Self::Aggregate, AGGREGATES),
            (Self::Scalar, SCALARS),
            (Self::Lookup, LOOKUPS),
            (Self::HandsOn, HANDING_ON),
            (Self::Builds, BUILDING),
        ];
        lists.into_iter().find(|(_, names)| names.contains(&name.as_str())).map(|(nature, _)| nature)
    }
}

const TALLIES: &[&str] = &[
    "Averageif",
    "Averageifs",
    "Column",
    "Columns",
    "Countif",
    "Countifs",
    "Isref",
    "Maxifs",
    "Minifs",
    "Product",
    "Row",
    "Rows",
    "StDevP",
    "StDevPCompat",
    "StDevS",
    "Stdev",
    "Stdeva",
    "Stdevpa",
    "Sum",
    "Sumif",
    "Sumifs",
    "Sumsq",
    "VarCompat",
    "VarP",
    "VarPCompat",
    "VarS",
];

const AGGREGATES: &[&str] = &[
    "And",
    "Average",
    "Averagea",
    "Correl",
    "Count",
    "Counta",
    "Countblank",
    "Forecast",
    "ForecastLinear",
    "Geomean",
    "Harmean",
    "Intercept",
    "Large",
    "Match",
    "Max",
    "MaxA",
    "Median",
    "Min",
    "MinA",
    "ModeCompat",
    "ModeSingl",
    "Or",
    "PercentileCompat",
    "PercentileExc",
    "PercentileInc",
    "PercentrankCompat",
    "PercentrankExc",
    "PercentrankInc",
    "QuartileCompat",
    "QuartileExc",
    "QuartileInc",
    "RankAvg",
    "RankCompat",
    "RankEq",
    "Slope",
    "Small",
    "Subtotal",
    "Sumproduct",
    "Xmatch",
    "Xor",
];

const SCALARS: &[&str] = &[
    "Abs",
    "Ceiling",
    "CeilingMath",
    "CeilingPrecise",
    "Code",
    "Date",
    "Datedif",
    "Datevalue",
    "Day",
    "Days",
    "Days360",
    "Edate",
    "Eomonth",
    "ErrorType",
    "Even",
    "Exact",
    "Exp",
    "False",
    "Find",
    "Floor",
    "FloorMath",
    "FloorPrecise",
    "Hour",
    "Int",
    "Isblank",
    "Iserr",
    "Iserror",
    "Iseven",
    "Islogical",
    "Isna",
    "Isnontext",
    "Isnumber",
    "IsoCeiling",
    "Isodd",
    "Isoweeknum",
    "Istext",
    "Len",
    "Ln",
    "Log",
    "Log10",
    "Minute",
    "Mod",
    "Month",
    "Mround",
    "N",
    "Na",
    "Not",
    "Numbervalue",
    "Odd",
    "Pi",
    "Power",
    "Quotient",
    "Round",
    "Rounddown",
    "Roundup",
    "Search",
    "Second",
    "Sign",
    "Sqrt",
    "Time",
    "Timevalue",
    "True",
    "Trunc",
    "Type",
    "Value",
    "Weekday",
    "Weeknum",
    "Year",
    "Yearfrac",
];

const LOOKUPS: &[&str] = &["Hlookup", "Index", "Lookup", "Vlookup", "Xlookup"];

const HANDING_ON: &[&str] = &[
    "Choose", "Clean", "If", "Iferror", "Ifna", "Ifs", "Left", "Lower", "Mid", "Proper", "Right", "Switch", "T",
    "Trim", "Upper",
];

const BUILDING: &[&str] = &["Concatenate", "Replace", "Text"];

#[cfg(test)]
mod tests {
    use ironcalc_base::expressions::parser::{Node, new_parser_english};
    use ironcalc_base::expressions::types::CellReferenceRC;

    use super::*;

    fn nature(call: &str) -> Option<Nature> {
        let mut parser = new_parser_english(vec!["A".into()], Vec::new(), Default::default());
        match parser.parse(call, &CellReferenceRC { sheet: "A".into(), row: 1, column: 1 }) {
            Node::FunctionKind { kind, .. } => Nature::of(&kind),
            other => panic!("{call} is {other:?}"),
        }
    }

    #[test]
    fn what_forms_are_made_of_is_calculated() {
        for (call, expected) in [
            ("SUM(A1:A9)", Nature::Tally),
            ("RANK(A1,A1:A9)", Nature::Aggregate),
            ("STDEVP(A1:A9)", Nature::Tally),
            ("ROUND(A1,2)", Nature::Scalar),
            ("ISERROR(A1)", Nature::Scalar),
            ("LOG10(A1)", Nature::Scalar),
            ("VLOOKUP(A1,B:C,2,0)", Nature::Lookup),
            ("IFERROR(A1/B1,0)", Nature::HandsOn),
            ("TEXT(A1,\"0\")", Nature::Builds),
        ] {
            assert_eq!(nature(call), Some(expected), "{call}");
        }
    }

    #[test]
    fn what_differs_elsewhere_or_has_no_known_size_is_not() {
        for call in
            ["NOW()", "RAND()", "OFFSET(A1,1,1)", "REPT(A1,9)", "SEQUENCE(9,9)", "WORKDAY(A1,9)", "WRAPROWS(A1:B3,9)"]
        {
            assert_eq!(nature(call), None, "{call}");
        }
    }
}
