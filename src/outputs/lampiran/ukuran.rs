//! How many lines a text takes in a cell, and how wide its words are: Arial's own widths, because rows of a guessed
//! height are cut or leave gaps.

/// Type of the tables, in points.
pub const HURUF: f64 = 9.0;
/// A line that is nearly full may be broken by a program that measures otherwise.
const PENUH: f64 = 0.96;

/// Lines of a text in a cell as wide as this many digits of 10-point type.
pub fn baris(text: &str, lebar: f64, is_tebal: bool) -> usize {
    // Excel's digit takes 7 pixels; a point is four thirds of one.
    let room = ((lebar * 7.0 - 1.0) / (HURUF * 4.0 / 3.0) * PENUH).max(2.0);
    text.split('\n').map(|paragraph| wrapped(paragraph, room / berat(is_tebal))).sum()
}

/// The width of the longest word of a text, as a share of the type's size, with what another program may measure more.
pub fn kata(text: &str, is_tebal: bool) -> f64 {
    text.split([' ', '\n']).map(tulisan).fold(0.0, f64::max) * berat(is_tebal) / PENUH
}

/// How much wider bold type is.
const fn berat(is_tebal: bool) -> f64 {
    if is_tebal { 1.08 } else { 1.0 }
}

fn tulisan(word: &str) -> f64 {
    word.chars().map(huruf).sum()
}

fn wrapped(paragraph: &str, room: f64) -> usize {
    let (mut lines, mut used) = (1, 0.0);
    for word in paragraph.split(' ') {
        let wide = tulisan(word);
        let gap = if used > 0.0 { huruf(' ') } else { 0.0 };
        if used > 0.0 && used + gap + wide > room {
            lines += 1;
            used = wide;
        } else {
            used += gap + wide;
        }
        // A word longer than the line is broken inside.
        while used > room {
            lines += 1;
            used -= room;
        }
    }
    lines
}

/// A letter's width as a share of the type's size.
fn huruf(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | '\'' | '|' => 0.222,
        ' ' | 'f' | 't' | 'I' | '.' | ',' | ':' | ';' | '/' | '!' | '[' | ']' => 0.278,
        'r' | '(' | ')' | '-' => 0.333,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' | 'J' => 0.5,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 0.722,
        'm' | 'M' => 0.833,
        'G' | 'O' | 'Q' => 0.778,
        '%' | 'W' => 0.944,
        '…' | '—' => 1.0,
        'A'..='Z' => 0.667,
        _ => 0.556,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_letters_need_fewer_lines_than_wide_ones() {
        assert_eq!(baris("", 10.0, false), 1);
        assert_eq!(baris("satu\ndua", 10.0, false), 2);
        let (narrow, wide) = ("ill ill ill ill ill", "MMM MMM MMM MMM MMM");
        assert!(baris(narrow, 12.0, false) < baris(wide, 12.0, false));
        assert!(baris(&"M".repeat(40), 10.0, false) >= 5);
    }
}
