//! Indonesian number words: reading them, and writing a number in them.

const ONES: [&str; 12] =
    ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"];

/// Names of the groups of three digits, greatest first.
const GROUPS: [(&str, u64); 4] =
    [("triliun", 1_000_000_000_000), ("miliar", 1_000_000_000), ("juta", 1_000_000), ("ribu", 1_000)];

/// Reads words such as "dua puluh empat" or "satu juta lima ratus ribu"; `None` when a word is no
/// number word or stands where none can.
pub fn read(text: &str) -> Option<u64> {
    let words = spaced(text);
    let mut total: u64 = 0;
    let mut below = u64::MAX;
    let mut part: Vec<&str> = Vec::new();
    for word in words.split_whitespace() {
        let (group, is_one) = match word {
            "seribu" => (1_000, true),
            "sejuta" => (1_000_000, true),
            "milyar" => (1_000_000_000, false),
            "trilyun" | "triliyun" => (1_000_000_000_000, false),
            word => match GROUPS.iter().find(|(name, _)| *name == word) {
                Some(&(_, value)) => (value, false),
                None => {
                    part.push(word);
                    continue;
                }
            },
        };
        let count = if is_one { part.is_empty().then_some(1)? } else { under_thousand(&part)? };
        if group >= below || count == 0 {
            return None;
        }
        total = total.checked_add(count.checked_mul(group)?)?;
        below = group;
        part.clear();
    }
    match part.is_empty() {
        true => (total > 0).then_some(total),
        false => total.checked_add(under_thousand(&part)?),
    }
}

/// Numbers are often written without their blanks: "duapuluh", "limaratus".
fn spaced(text: &str) -> String {
    let lower = text.to_lowercase().replace('-', " ");
    ["puluh", "belas", "ratus", "ribu", "juta", "miliar", "milyar"].iter().fold(lower, |text, name| {
        let plain: Vec<String> = text
            .split_whitespace()
            .map(|word| match word.strip_suffix(name) {
                Some(count) if ONES[1..10].contains(&count) => format!("{count} {name}"),
                _ => word.to_string(),
            })
            .collect();
        plain.join(" ")
    })
}

fn under_thousand(words: &[&str]) -> Option<u64> {
    let (mut value, mut at) = (0, 0);
    if let Some(hundreds) = hundreds(words) {
        value += hundreds.0;
        at = hundreds.1;
    }
    match &words[at..] {
        [] => (at > 0).then_some(value),
        [tens, "puluh"] => Some(value + digit(tens)? * 10),
        [tens, "puluh", ones] => Some(value + digit(tens)? * 10 + digit(ones)?),
        [ones, "belas"] => Some(value + digit(ones)? + 10),
        [word] => ONES.iter().position(|known| known == word).map(|known| value + known as u64),
        _ => None,
    }
}

/// "seratus" or "lima ratus" at the beginning, with the number of words it takes.
fn hundreds(words: &[&str]) -> Option<(u64, usize)> {
    match words {
        ["seratus", ..] => Some((100, 1)),
        [count, "ratus", ..] => Some((digit(count)? * 100, 2)),
        _ => None,
    }
}

fn digit(word: &str) -> Option<u64> {
    ONES[1..10].iter().position(|known| *known == word).map(|at| at as u64 + 1)
}

/// A number in words, e.g. 1.250 "seribu dua ratus lima puluh".
pub fn write(number: u64) -> String {
    if number < 1_000 {
        return write_small(number);
    }
    let mut words: Vec<String> = Vec::new();
    let mut rest = number;
    for (name, group) in GROUPS {
        let count = rest / group;
        rest %= group;
        match count {
            0 => {}
            1 if group == 1_000 => words.push("seribu".into()),
            count => words.push(format!("{} {name}", write(count))),
        }
    }
    if rest > 0 {
        words.push(write_small(rest));
    }
    words.join(" ")
}

fn write_small(number: u64) -> String {
    let ones = |at: u64| ONES[(at % 12) as usize];
    match number {
        0..=11 => ones(number).to_string(),
        12..=19 => format!("{} belas", ones(number - 10)),
        20..=99 if number.is_multiple_of(10) => format!("{} puluh", ones(number / 10)),
        20..=99 => format!("{} puluh {}", ones(number / 10), ones(number % 10)),
        _ => {
            let head = if number / 100 == 1 { "seratus".to_string() } else { format!("{} ratus", ones(number / 100)) };
            if number.is_multiple_of(100) { head } else { format!("{head} {}", write_small(number % 100)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_one_to_one() {
        for number in (0..2_000).chain([10_011, 21_400, 100_000, 1_001_000, 2_532_490_000, 7_000_000_000_001]) {
            assert_eq!(read(&write(number)), Some(number), "{}", write(number));
        }
        assert_eq!(write(1_250), "seribu dua ratus lima puluh");
        assert_eq!(write(113), "seratus tiga belas");
    }

    #[test]
    fn words_run_together_and_other_spellings_are_read() {
        assert_eq!(read("Dua puluh empat"), Some(24));
        assert_eq!(read("duapuluh empat"), Some(24));
        assert_eq!(read("satu milyar dua ratus juta"), Some(1_200_000_000));
        for text in ["", "perubahan", "dua tiga", "ribu", "sepuluh satu", "dua juta tiga milyar", "dua buah"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
