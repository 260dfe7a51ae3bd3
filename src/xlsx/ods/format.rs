//! Number formats of OpenDocument as Excel's codes: `#,##0.00`, `0%`, `dd/mm/yyyy`.

use quick_xml::events::BytesStart;

use crate::xlsx::package::attribute;

/// A number format as it is read, element by element.
#[derive(Debug, Default)]
pub struct FormatCode {
    code: String,
    /// It has something Excel writes in no such way.
    unknown: bool,
}

/// Whether an element holds a number format.
pub fn is_format(name: &str) -> bool {
    matches!(name, "number-style" | "percentage-style" | "currency-style" | "date-style" | "time-style" | "text-style")
}

impl FormatCode {
    /// Adds an element inside a number format.
    pub fn element(&mut self, element: &BytesStart<'_>) {
        let long = attribute(element, "style").as_deref() == Some("long");
        let text = |short: &'static str, other: &'static str| if long { other } else { short };
        match element.local_name().as_ref() {
            "number" => self.code.push_str(&number(element)),
            "scientific-number" => self.code.push_str(&format!("{}E+00", number(element))),
            "day" => self.code.push_str(text("d", "dd")),
            "day-of-week" => self.code.push_str(text("ddd", "dddd")),
            "year" => self.code.push_str(text("yy", "yyyy")),
            "hours" => self.code.push_str(text("h", "hh")),
            "minutes" => self.code.push_str(text("m", "mm")),
            "seconds" => self.code.push_str(text("s", "ss")),
            "am-pm" => self.code.push_str("AM/PM"),
            "month" if attribute(element, "textual").as_deref() == Some("true") => {
                self.code.push_str(text("mmm", "mmmm"));
            }
            "month" => self.code.push_str(text("m", "mm")),
            "text-content" => self.code.push('@'),
            "fraction" | "boolean" | "era" | "quarter" | "week-of-year" | "fill-character" => self.unknown = true,
            _ => {}
        }
    }

    /// Adds literal text, or the sign of a currency.
    pub fn literal(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                ' ' | '-' | '/' | ':' | '(' | ')' | '+' | '%' => self.code.push(character),
                '"' => self.code.push_str("\\\""),
                other => self.code.push_str(&format!("\"{other}\"")),
            }
        }
    }

    /// The code; nothing for a general format.
    pub fn finish(self) -> String {
        if self.unknown { String::new() } else { self.code.replace("\"\"", "") }
    }
}

/// The digits of a number; none for a general one.
fn number(element: &BytesStart<'_>) -> String {
    let count = |name| attribute(element, name).and_then(|text| text.parse::<usize>().ok()).map(|count| count.min(30));
    let Some(decimals) = count("decimal-places") else {
        return if count("min-integer-digits").unwrap_or(0) > 1 {
            "0".repeat(count("min-integer-digits").unwrap_or(1))
        } else {
            "General".into()
        };
    };
    let grouped = attribute(element, "grouping").as_deref() == Some("true");
    let digits = count("min-integer-digits").unwrap_or(1);
    let whole = match (grouped, digits) {
        (true, 0) => "#,###".to_string(),
        (true, digits) if digits < 4 => format!("#,{}{}", "#".repeat(3 - digits), "0".repeat(digits)),
        (_, 0) => "#".to_string(),
        (_, digits) => "0".repeat(digits),
    };
    let shown = count("min-decimal-places").unwrap_or(decimals).min(decimals);
    let fraction = format!("{}{}", "0".repeat(shown), "#".repeat(decimals - shown));
    if decimals == 0 { whole } else { format!("{whole}.{fraction}") }
}
