//! How cells look: styles with what they inherit, made one Look each.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::format::{FormatCode, is_format};
use crate::error::{Error, Result};
use crate::xlsx::look::{Border, Look};
use crate::xlsx::package::attribute;

/// The properties of a style by their names, as written.
type Properties = HashMap<String, String>;

#[derive(Debug, Default)]
struct Style {
    parent: Option<String>,
    data: Option<String>,
    properties: Properties,
}

/// All styles of a spreadsheet.
#[derive(Debug, Default)]
pub struct Styles {
    cells: HashMap<String, Style>,
    /// Widths of column styles and heights of row styles, in points.
    sizes: HashMap<(bool, String), f64>,
    formats: HashMap<String, String>,
    fonts: HashMap<String, String>,
    default: Properties,
}

/// The Looks met so far.
#[derive(Debug)]
pub struct Looks {
    /// By index.
    pub list: Vec<Look>,
    by_style: HashMap<String, u32>,
}

/// Looks that a new one is compared with.
const MOST_COMPARED: usize = 1_000;

/// Styles that inherit from each other at most.
const DEEPEST: usize = 16;

/// What is read of a cell's style; the rest need not be held.
const WANTED: [&str; 17] = [
    "background-color",
    "border",
    "border-left",
    "border-right",
    "border-top",
    "border-bottom",
    "wrap-option",
    "vertical-align",
    "text-align",
    "margin-left",
    "font-weight",
    "font-style",
    "font-size",
    "font-name",
    "font-family",
    "color",
    "text-underline-style",
];

/// The open style or number format while a part is read.
#[derive(Default)]
struct Open {
    style: Option<(String, String)>,
    format: Option<(String, FormatCode)>,
    in_text: bool,
}

impl Styles {
    /// Adds the styles of a part.
    ///
    /// # Errors
    /// The part is not well-formed XML.
    pub fn read(&mut self, part: &[u8]) -> Result<()> {
        let mut reader = Reader::from_reader(part);
        let mut buffer = Vec::new();
        let mut open = Open::default();
        loop {
            match reader.read_event_into(&mut buffer).map_err(Error::damaged)? {
                // What follows is no style; the tables may be long.
                Event::Start(element) if element.local_name().as_ref() == "body" => return Ok(()),
                Event::Start(element) => self.open(&element, &mut open),
                Event::Empty(element) => {
                    self.open(&element, &mut open);
                    self.close(element.local_name().as_ref(), &mut open);
                }
                Event::End(element) => self.close(element.local_name().as_ref(), &mut open),
                Event::Text(text) if open.in_text => {
                    if let Some((_, code)) = &mut open.format {
                        code.literal(&text);
                    }
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
            buffer.clear();
        }
    }

    fn open(&mut self, element: &BytesStart<'_>, open: &mut Open) {
        let word = |name| attribute(element, name);
        match element.local_name().as_ref() {
            "font-face" => {
                if let (Some(name), Some(family)) = (word("name"), word("font-family")) {
                    self.fonts.insert(name, family.trim_matches('\'').to_string());
                }
            }
            "style" => {
                let (name, family) = (word("name").unwrap_or_default(), word("family").unwrap_or_default());
                if family == "table-cell" {
                    let style =
                        Style { parent: word("parent-style-name"), data: word("data-style-name"), ..Style::default() };
                    self.cells.insert(name.clone(), style);
                }
                open.style = Some((family, name));
            }
            "default-style" => {
                open.style = Some((format!("default-{}", word("family").unwrap_or_default()), String::new()))
            }
            name if is_format(name) => open.format = word("name").map(|name| (name, FormatCode::default())),
            "text" | "currency-symbol" => open.in_text = open.format.is_some(),
            name if name.ends_with("-properties") => self.properties(name, element, open),
            _ => {
                if let Some((_, code)) = &mut open.format {
                    code.element(element);
                }
            }
        }
    }

    fn properties(&mut self, kind: &str, element: &BytesStart<'_>, open: &Open) {
        let Some((family, name)) = &open.style else {
            return;
        };
        let size = match kind {
            "table-column-properties" => attribute(element, "column-width"),
            "table-row-properties" => attribute(element, "row-height"),
            _ => None,
        };
        if let Some(points) = size.and_then(|size| points(&size)) {
            self.sizes.insert((family == "table-column", name.clone()), points);
        }
        let properties = match family.as_str() {
            "table-cell" => self.cells.get_mut(name).map(|style| &mut style.properties),
            "default-table-cell" => Some(&mut self.default),
            _ => None,
        };
        if let Some(properties) = properties {
            let wanted = WANTED.iter().filter_map(|name| Some(((*name).to_string(), attribute(element, name)?)));
            properties.extend(wanted);
        }
    }

    fn close(&mut self, name: &str, open: &mut Open) {
        match name {
            "style" | "default-style" => open.style = None,
            "text" | "currency-symbol" => open.in_text = false,
            name if is_format(name) => {
                if let Some((name, code)) = open.format.take() {
                    self.formats.insert(name, code.finish());
                }
            }
            _ => {}
        }
    }

    /// The size a column or row style gives, in points.
    pub fn size(&self, column: bool, style: &str) -> Option<f64> {
        self.sizes.get(&(column, style.to_string())).copied()
    }

    /// A list that holds the Look of cells without a style.
    pub fn looks(&self) -> Looks {
        Looks { list: vec![self.look("Default")], by_style: HashMap::from([("Default".into(), 0)]) }
    }

    fn look(&self, style: &str) -> Look {
        let mut properties = self.default.clone();
        let mut format = None;
        for style in self.lineage(style).into_iter().rev() {
            properties.extend(style.properties.iter().map(|(name, value)| (name.clone(), value.clone())));
            format = style.data.as_ref().or(format);
        }
        let is = |name: &str, value: &str| properties.get(name).is_some_and(|known| known == value);
        let named = properties.get("font-name").map(|name| self.fonts.get(name).unwrap_or(name).clone());
        let border = |side: &str| properties.get(&format!("border-{side}")).or(properties.get("border"));
        let borders = ["left", "right", "top", "bottom"].map(|side| border(side).and_then(|line| parsed_border(line)));
        Look {
            format: format.and_then(|name| self.formats.get(name)).cloned().unwrap_or_default(),
            font: named.or(properties.get("font-family").map(|family| family.trim_matches('\'').to_string())),
            size: properties.get("font-size").and_then(|size| points(size)),
            bold: is("font-weight", "bold"),
            italic: is("font-style", "italic"),
            underline: properties.get("text-underline-style").is_some_and(|style| style != "none"),
            colour: properties.get("color").and_then(|colour| rgb(colour)),
            fill: properties.get("background-color").and_then(|colour| rgb(colour)),
            borders,
            horizontal: properties.get("text-align").cloned(),
            vertical: properties.get("vertical-align").cloned(),
            wrap: is("wrap-option", "wrap"),
            margin: properties.get("margin-left").and_then(|margin| points(margin)).unwrap_or(0.0),
        }
    }

    /// A style, what it inherits from, and so on.
    fn lineage(&self, style: &str) -> Vec<&Style> {
        let mut lineage: Vec<&Style> = self.cells.get(style).into_iter().collect();
        while let Some(parent) = lineage.last().and_then(|style| self.cells.get(style.parent.as_ref()?)) {
            lineage.push(parent);
            if lineage.len() == DEEPEST {
                break;
            }
        }
        lineage
    }
}

impl Looks {
    /// The index of a style's Look.
    pub fn index(&mut self, styles: &Styles, style: &str) -> u32 {
        if let Some(&known) = self.by_style.get(style) {
            return known;
        }
        let look = styles.look(style);
        // A workbook with very many styles has most of them once.
        let alike = self.list.iter().take(MOST_COMPARED).position(|known| *known == look);
        let index = alike.unwrap_or_else(|| {
            self.list.push(look);
            self.list.len() - 1
        });
        let index = u32::try_from(index).unwrap_or(0);
        self.by_style.insert(style.into(), index);
        index
    }
}

/// A length in points: `0.5835in`, `2.2cm`, `12pt`.
pub fn points(text: &str) -> Option<f64> {
    let digits = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(text.len());
    let number: f64 = text[..digits].parse().ok()?;
    let factor = match &text[digits..] {
        "pt" => 1.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 72.0 / 25.4,
        "px" => 0.75,
        "pc" => 12.0,
        _ => return None,
    };
    Some(number * factor).filter(|points| points.is_finite())
}

/// `#ff0000`; nothing for `transparent`.
fn rgb(text: &str) -> Option<u32> {
    text.strip_prefix('#').filter(|digits| digits.len() == 6).and_then(|digits| u32::from_str_radix(digits, 16).ok())
}

/// `0.74pt solid #000000`
fn parsed_border(text: &str) -> Option<Border> {
    let mut words = text.split_whitespace();
    let width = points(words.next()?)?;
    let style = words.next().unwrap_or("solid");
    let colour = words.next().and_then(rgb).unwrap_or(0);
    let double = style.contains("double");
    let broken = ["dash", "dot"].iter().any(|kind| style.contains(kind));
    (style != "none" && width > 0.0).then(|| Border { width: (width * 20.0).round() as u32, double, broken, colour })
}
