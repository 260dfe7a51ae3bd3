//! A row of a sheet on one line of the terminal: which of its cells fit, and how much of each.

use miette::SourceSpan;

use crate::outputs::text::cut;
use crate::pipeline::Snippet;

/// The cells of a row side by side, `A│Kegiatan …  C│1.232`, at most `width` characters, and where
/// the marked one stands in it. Below its middle a label of `label` characters must fit.
pub fn row_line(snippet: &Snippet, width: usize, label: usize) -> (String, SourceSpan) {
    let texts: Vec<&str> = snippet.texts.iter().map(|text| if text.is_empty() { "(kosong)" } else { text }).collect();
    let limits = cell_widths(snippet, &texts, width, label);
    let mut line = String::new();
    let mut span = SourceSpan::from((0, 0));
    for (index, (letters, text)) in snippet.letters.iter().zip(&texts).enumerate() {
        if limits[index] == 0 {
            continue;
        }
        if !line.is_empty() {
            line.push_str("  ");
        }
        line.push_str(letters);
        line.push('│');
        let start = line.len();
        line.push_str(&cut(text, limits[index]));
        if index == snippet.marked {
            span = (start, line.len() - start).into();
        }
    }
    (line, span)
}

/// Characters for each cell; zero leaves it out. The marked cell comes first, then the one that
/// mostly names the row, then the others from near to far.
fn cell_widths(snippet: &Snippet, texts: &[&str], width: usize, label: usize) -> Vec<usize> {
    /// Less than this tells nothing of a text.
    const LEAST: usize = 4;
    /// The corner and the line that lead to a label.
    const LEADER: usize = 4;
    let frame = |index: usize| snippet.letters[index].chars().count() + 3;
    let length = |index: usize| texts[index].chars().count();
    let marked = snippet.marked;
    let mut limits = vec![0; texts.len()];
    limits[marked] = length(marked).min(width * 2 / 5);
    let mut left = width.saturating_sub(limits[marked] + frame(marked));
    let mut left_before = width.saturating_sub(frame(marked) + limits[marked] / 2 + LEADER + label);
    let mut order: Vec<usize> = (0..texts.len()).filter(|&index| index != marked).collect();
    order.sort_by_key(|&index| (index != 0, index.abs_diff(marked), index));
    for index in order {
        let room = if index < marked { left.min(left_before) } else { left };
        let limit = length(index).min(24).min(room.saturating_sub(frame(index)));
        // Part of a number reads as another number.
        let is_number = texts[index].trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
        if limit < if is_number { length(index) } else { LEAST.min(length(index)) } {
            continue;
        }
        limits[index] = limit;
        left -= limit + frame(index);
        if index < marked {
            left_before -= limit + frame(index);
        }
    }
    limits
}
