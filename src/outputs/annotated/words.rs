//! What is said: the comment on a cell, the rows of the sheet `Temuan`, the colours of the levels.
//!
//! The words are the same for a patched package and for a rebuilt workbook. Our own lines in a
//! comment are known by how they begin, so that annotating again replaces them and nothing else.

use crate::finding::{Finding, Place, Related, Severity};

/// The author of our comments.
pub const AUTHOR: &str = "cermat";

/// Stands between a person's comment and ours.
pub const DIVIDER: &str = "— cermat —";

const LABELS: [&str; 5] = ["Tertulis: ", "Seharusnya: ", "Dugaan: ", "Saran: ", "Lihat: "];

/// Cells named after `Lihat:` at most; the sheet `Temuan` is the place for long lists.
const RELATED_SHOWN: usize = 4;

/// The comment for the findings of one cell, gravest first. `row`: the sheet `Temuan` and the number there,
/// where no link leads to it.
pub fn comment(findings: &[&Finding], row: Option<(&str, u32)>) -> String {
    let mut findings = findings.to_vec();
    findings.sort_by_key(|finding| finding.severity);
    let mut text = findings.iter().map(|finding| paragraph(finding)).collect::<Vec<_>>().join("\n\n");
    if let Some((sheet, number)) = row {
        text.push_str(&format!("\n{}lembar {sheet} nomor {number}", LABELS[4]));
    }
    text
}

fn paragraph(finding: &Finding) -> String {
    let level = finding.severity.word().to_uppercase();
    let mut lines = vec![format!("[{level} {}] {}", finding.rule, one_line(&finding.message))];
    let related = related(finding);
    let details = [&finding.written, &finding.expected, &finding.guess, &finding.advice, &related];
    for (label, detail) in LABELS.iter().zip(details) {
        if let Some(detail) = detail {
            lines.push(format!("{label}{}", one_line(detail)));
        }
    }
    lines.join("\n")
}

/// `C46:C57 (sub kegiatan), 'Tabel 2.7'!B4, '[DPA.xlsx]Tabel 2.7'!B4`
fn related(finding: &Finding) -> Option<String> {
    let address = |related: &Related| {
        let place = &related.place;
        if related.book != finding.book {
            format!("{}!{}", quoted(&format!("[{}]{}", related.book, place.sheet_name)), place.range)
        } else if place.sheet_name == finding.place.sheet_name {
            place.range.to_string()
        } else {
            location(place)
        }
    };
    let mut cells: Vec<String> = finding
        .related
        .iter()
        .take(RELATED_SHOWN)
        .map(|related| match related.note.as_str() {
            "" => address(related),
            note => format!("{} ({note})", address(related)),
        })
        .collect();
    if finding.related.len() > RELATED_SHOWN {
        cells.push("…".into());
    }
    (!cells.is_empty()).then(|| cells.join(", "))
}

/// A text without line breaks and control characters.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control()).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A comment's text without our lines. `whole`: the comment was begun by us, not by a person, whose
/// own text is kept to the letter.
pub fn without_ours(text: &str, whole: bool) -> String {
    let ours_from = if whole { Some(0) } else { divider_at(text) };
    let (person, ours) = text.split_at(ours_from.unwrap_or(text.len()));
    let lines = ours.split('\n').map(|line| line.trim_end_matches('\r'));
    let added = lines.filter(|line| *line != DIVIDER && !line.trim().is_empty() && !is_ours(line));
    let person = (!whole).then(|| person.strip_suffix('\n').unwrap_or(person));
    person.into_iter().chain(added).collect::<Vec<_>>().join("\n")
}

/// Where the line that divides a person's text from ours begins.
fn divider_at(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split('\n') {
        if line.trim_end_matches('\r') == DIVIDER {
            return Some(at);
        }
        at += line.len() + 1;
    }
    None
}

/// Whether a comment holds text of ours below a person's.
pub fn has_divider(text: &str) -> bool {
    divider_at(text).is_some()
}

/// Whether a comment begins with text of ours; some programs lose the author.
pub fn begins_with_ours(text: &str) -> bool {
    text.split('\n').next().is_some_and(is_tagged)
}

fn is_ours(line: &str) -> bool {
    is_tagged(line) || LABELS.iter().any(|label| line.starts_with(label))
}

/// Whether a line begins like `[SALAH J01]`.
fn is_tagged(line: &str) -> bool {
    Severity::ALL.iter().any(|severity| {
        let level = severity.word().to_uppercase();
        line.strip_prefix('[')
            .and_then(|rest| rest.strip_prefix(level.as_str()))
            .is_some_and(|rest| rest.starts_with(' '))
    })
}

/// The fill of a level, as ARGB. They differ in lightness too, gravest darkest, for print in black
/// and white and for the colour-blind.
pub const fn fill(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "FFE8998D",
        Severity::Review => "FFF2C179",
        Severity::Missing => "FFC8DFF4",
        Severity::Advice => "FFEFF3D3",
    }
}

/// A level in the legend.
pub const fn legend(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "salah: harus diperbaiki",
        Severity::Review => "periksa: mungkin salah, petugas yang memutuskan",
        Severity::Missing => "lengkapi: isian belum ada",
        Severity::Advice => "saran: cara penulisan",
    }
}

/// A place as a formula would name it: `'Tabel 2.6'!C45`.
pub fn location(place: &Place) -> String {
    format!("{}!{}", quoted(&place.sheet_name), place.range)
}

/// A sheet's name in the quotes a reference needs.
pub fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}

/// Title of the sheet `Temuan`.
pub const TITLE: &str = "Temuan cermat";

/// What stands on `Temuan` when there is nothing to say.
pub const NOTHING: &str = "Tidak ada temuan.";

/// The sheet's name.
pub const SHEET: &str = "Temuan";

/// The columns of `Temuan` with their widths in characters. The last one is hidden: it holds the
/// fingerprint by which `Diterima` and `Alasan` find their finding again.
pub const COLUMNS: [(&str, f64); 14] = [
    ("No", 5.0),
    ("Lembar", 18.0),
    ("Sel", 10.0),
    ("Tingkat", 10.0),
    ("Aturan", 8.0),
    ("Temuan", 46.0),
    ("Tertulis", 16.0),
    ("Seharusnya", 16.0),
    ("Dugaan sebab", 28.0),
    ("Saran", 28.0),
    ("Dasar", 22.0),
    ("Diterima", 10.0),
    ("Alasan", 22.0),
    ("Sidik", 10.0),
];

/// The column `Sel`.
pub const SEL: usize = 2;
/// The column `Tingkat`.
pub const TINGKAT: usize = 3;
/// The column `Diterima`.
pub const DITERIMA: usize = 11;
/// The column `Alasan`.
pub const ALASAN: usize = 12;
/// The hidden column `Sidik`.
pub const SIDIK: usize = 13;

/// Where the legend's four fields stand on `Temuan`: first and last column.
pub const LEGEND_COLUMNS: [(usize, usize); 4] = [(1, 4), (5, 5), (6, 7), (8, 8)];
/// Row of the legend, from zero.
pub const LEGEND_ROW: u32 = 2;
/// Row of the column titles, from zero.
pub const HEADER_ROW: u32 = 3;

/// A finding as a row of `Temuan`, without its number.
pub fn fields(finding: &Finding) -> [String; COLUMNS.len()] {
    let optional = |text: &Option<String>| text.as_deref().map(cell_text).unwrap_or_default();
    let guess = finding.guess.clone().or_else(|| finding.cause.map(|cause| cause.word().replace('_', " ")));
    [
        String::new(),
        cell_text(&finding.place.sheet_name),
        finding.place.range.to_string(),
        finding.severity.word().into(),
        finding.rule.into(),
        cell_text(&finding.message),
        optional(&finding.written),
        optional(&finding.expected),
        optional(&guess),
        optional(&finding.advice),
        cell_text(finding.basis),
        cell_text(&finding.entered.diterima),
        cell_text(&finding.entered.alasan),
        finding.fingerprint.clone(),
    ]
}

/// The height of a row of `Temuan` in points. Not every program fits rows to wrapped text by itself.
pub fn row_height(fields: &[String; COLUMNS.len()]) -> u32 {
    let lines = fields.iter().zip(COLUMNS).take(SIDIK).map(|(field, (_, width))| wrapped_lines(field, width as usize));
    u32::try_from(lines.max().unwrap_or(1)).unwrap_or(u32::MAX).saturating_mul(14).saturating_add(2).min(409)
}

/// Lines a text takes when it is broken between words.
pub fn wrapped_lines(text: &str, width: usize) -> usize {
    text.split('\n')
        .map(|paragraph| {
            let (mut lines, mut used) = (1, 0);
            for word in paragraph.split(' ').map(|word| word.chars().count()) {
                if used > 0 && used + 1 + word > width {
                    lines += 1;
                    used = 0;
                }
                used += word + usize::from(used > 0);
                lines += used.saturating_sub(1) / width;
                used -= used.saturating_sub(1) / width * width;
            }
            lines
        })
        .sum()
}

/// Excel's limit for one cell, in UTF-16 units.
const CELL_LIMIT: usize = 32_767;

/// A text that fits a cell.
pub fn cell_text(text: &str) -> String {
    let mut length = 0;
    let fits = |character: &char| {
        length += character.len_utf16();
        length <= CELL_LIMIT
    };
    text.chars().filter(|c| !c.is_control() || *c == '\n').take_while(fits).collect()
}

/// `3 temuan: 2 salah, 1 saran; 1 lagi diterima`.
pub fn summary(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return NOTHING.into();
    }
    let (accepted, open): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(|finding| finding.is_accepted());
    let counts = Severity::ALL.iter().filter_map(|&severity| {
        let count = open.iter().filter(|finding| finding.severity == severity).count();
        (count > 0).then(|| format!("{count} {}", severity.word()))
    });
    let counts = counts.collect::<Vec<_>>().join(", ");
    match (open.len(), accepted.len()) {
        (0, accepted) => format!("0 temuan; {accepted} lagi diterima"),
        (open, 0) => format!("{open} temuan: {counts}"),
        (open, accepted) => format!("{open} temuan: {counts}; {accepted} lagi diterima"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outputs::annotated::fixture::finding;

    #[test]
    fn findings_of_a_cell_are_paragraphs_gravest_first() {
        let mut advice = finding(Severity::Advice, "A", "B2");
        (advice.written, advice.expected, advice.guess, advice.advice) = (None, None, None, None);
        let text = comment(&[&advice, &finding(Severity::Error, "A", "B2")], Some(("Temuan", 7)));
        assert_eq!(
            text,
            "[SALAH J01] target 1232, jumlah 1224\nTertulis: 1232\nSeharusnya: 1224\nDugaan: salinan basi\n\
             Saran: perbaiki\n\n[SARAN J01] target 1232, jumlah 1224\nLihat: lembar Temuan nomor 7"
        );
    }

    #[test]
    fn our_lines_go_and_a_persons_stay() {
        let ours = comment(&[&finding(Severity::Error, "A", "B2")], Some(("Temuan", 7)));
        assert_eq!(without_ours(&ours, true), "");
        assert_eq!(without_ours(&format!("{ours}\nsudah dicek"), true), "sudah dicek");
        let below = format!("Saran: tanya Budi\n{DIVIDER}\n{ours}");
        assert_eq!(without_ours(&below, false), "Saran: tanya Budi");
        assert_eq!(without_ours(&format!("Budi:\r\n\r\n{DIVIDER}\n{ours}\nok"), false), "Budi:\r\n\r\nok");
    }

    #[test]
    fn rows_are_as_high_as_their_longest_text() {
        assert_eq!(wrapped_lines("", 5), 1);
        assert_eq!(wrapped_lines("ab cd ef", 5), 2);
        assert_eq!(wrapped_lines("abcdefghijk", 5), 3);
        assert_eq!(wrapped_lines("a\nb", 5), 2);
    }

    #[test]
    fn a_cell_of_another_workbook_is_named_with_it() {
        let mut finding = finding(Severity::Error, "A", "B2");
        let place = finding.place.clone();
        let see = |book: &str, note: &str| Related { book: book.into(), place: place.clone(), note: note.into() };
        finding.related = vec![see("DPA.xlsx", ""), see("LRA.xlsx", "pagu")];
        let text = comment(&[&finding], None);
        assert!(text.ends_with("Lihat: B2, '[LRA.xlsx]A'!B2 (pagu)"), "{text}");
    }

    #[test]
    fn sheet_names_are_quoted() {
        assert_eq!(location(&finding(Severity::Error, "Jum'at", "B2").place), "'Jum''at'!B2");
    }
}
