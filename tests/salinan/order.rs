//! The order that ECMA-376 wants the elements of a part in; Excel offers a repair when it does not hold.

use super::package::{Node, nodes};

const WORKSHEET: &[&str] = &[
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];

const WORKBOOK: &[&str] = &[
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
];

const STYLES: &[&str] = &[
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
];

/// Each element whose children have an order that matters for what is patched or added.
const ORDERS: &[(&str, &[&str])] = &[
    ("worksheet", WORKSHEET),
    ("workbook", WORKBOOK),
    ("styleSheet", STYLES),
    ("comments", &["authors", "commentList", "extLst"]),
    ("comment", &["text", "commentPr"]),
    ("c", &["f", "v", "is", "extLst"]),
    ("row", &["c", "extLst"]),
    ("xf", &["alignment", "protection", "extLst"]),
    ("patternFill", &["fgColor", "bgColor"]),
    ("border", &["start", "end", "left", "right", "top", "bottom", "diagonal", "vertical", "horizontal"]),
    ("sheetView", &["pane", "selection", "pivotSelection", "extLst"]),
    ("dataValidation", &["formula1", "formula2"]),
    ("Relationships", &["Relationship"]),
];

/// Where a part is out of order; nothing when it is as the schema wants it.
pub fn disorder(text: &str) -> Vec<String> {
    let Ok(nodes) = nodes(text) else {
        return vec!["no well-formed XML".into()];
    };
    let mut faults = Vec::new();
    // The open elements, each with its order and how far in it we are.
    let mut open: Vec<(String, Option<&[&str]>, usize)> = Vec::new();
    for node in &nodes {
        match node {
            Node::Open(name, ..) => {
                if let Some((parent, Some(order), at)) = open.last_mut() {
                    match order.iter().position(|known| known == name) {
                        Some(place) if place < *at => {
                            faults.push(format!("{name} below {} in {parent}", order[*at]));
                        }
                        Some(place) => *at = place,
                        // `mc:AlternateContent` and what other programs invent.
                        None => {}
                    }
                }
                let order = ORDERS.iter().find(|(parent, _)| parent == name).map(|(_, order)| *order);
                open.push((name.clone(), order, 0));
            }
            Node::Close(_) => {
                open.pop();
            }
            Node::Text(_) => {}
        }
    }
    faults.extend(unsorted(&nodes));
    faults
}

/// Rows and cells that stand below a later one, or twice.
fn unsorted(nodes: &[Node]) -> Vec<String> {
    let mut faults = Vec::new();
    let (mut row, mut column) = (0u32, 0u32);
    for node in nodes {
        match (node.opened(), node.attribute("r")) {
            (Some("row"), Some(number)) => {
                let number = number.parse().unwrap_or(u32::MAX);
                if number <= row {
                    faults.push(format!("row {number} below row {row}"));
                }
                (row, column) = (number, 0);
            }
            (Some("c"), Some(address)) => {
                let at = cermat::grid::CellRef::parse(address).map_or(u32::MAX, |cell| cell.col.saturating_add(1));
                if at <= column {
                    faults.push(format!("cell {address} out of order"));
                }
                column = at;
            }
            _ => {}
        }
    }
    faults
}
