//! Fingerprints: by what a finding is known again in the next run, wherever its cell has moved.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest, Sha256};

use super::Finding;
use crate::formula::outline;

/// The fingerprint of a finding: eight hex digits over the rule, the words that name its row and
/// column (never its address), and what is written. Of a formula its outline counts, because the
/// addresses in it move with inserted rows and renamed sheets.
pub fn fingerprint(rule: &str, subject: &str, written: &str) -> String {
    match written.strip_prefix('=') {
        Some(formula) => digest(&[rule, subject, &outline(formula)]),
        None => digest(&[rule, subject, written]),
    }
}

/// Tells findings of one workbook apart that share a fingerprint: by their `context`, and where that
/// is the same too, by their order.
pub fn tell_apart(findings: &mut [Finding], context: impl Fn(&Finding) -> String) {
    let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        alike.entry(finding.fingerprint.clone()).or_default().push(at);
    }
    for (shared, group) in alike.into_iter().filter(|(_, group)| group.len() > 1) {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for at in group {
            let context = context(&findings[at]);
            let count = seen.entry(context.clone()).or_default();
            *count += 1;
            findings[at].fingerprint = digest(&[&shared, &context, &count.to_string()]);
        }
    }
}

/// A message without its figures and addresses.
pub fn wording(message: &str) -> String {
    message.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2).collect::<Vec<_>>().join(" ")
}

fn digest(parts: &[&str]) -> String {
    let joined = parts.join("\0");
    Sha256::digest(joined).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_sheets_in_a_formula_do_not_count_but_its_constants_do() {
        let of = |written: &str| fingerprint("F01", "dpa", written);
        assert_eq!(of("=SUM(C5:C9)/'Tabel 1'!$B$2"), of("=SUM(C7:C12)/'Tabel 1a'!$B$4"));
        assert_ne!(of("=C5*100"), of("=C5*1000"));
        assert_ne!(of("1232"), of("1224"));
    }
}
