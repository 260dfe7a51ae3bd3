//! The order of `Temuan`, and what stands beside its findings when a copy is annotated again.

use std::collections::HashMap;

use crate::finding::{Entered, Finding};
use crate::outputs::diterima;
use crate::xlsx::Source;

/// The findings as `Temuan` lists them: those to look at first, then those that are accepted. What
/// people wrote on the `sheet` that is replaced stays, unless something newer is known.
pub fn listed(findings: &[Finding], source: &Source<'_>, sheet: Option<&str>) -> Vec<Finding> {
    let rows = sheet.map(|sheet| diterima::rows(source, &[sheet])).unwrap_or_default();
    let known: HashMap<String, Entered> = rows.into_iter().map(|row| (row.sidik, row.entered)).collect();
    let with_known = |finding: &Finding| {
        let mut finding = finding.clone();
        if finding.entered.is_empty()
            && let Some(entered) = known.get(&finding.fingerprint)
        {
            finding.entered = entered.clone();
        }
        finding
    };
    let mut listed: Vec<Finding> = findings.iter().map(with_known).collect();
    listed.sort_by_key(Finding::is_accepted);
    listed
}
