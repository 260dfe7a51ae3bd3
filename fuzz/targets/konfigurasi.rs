//! A `cermat.toml`, and a profile: both texts that an office writes.
#![no_main]

use cermat::bahasa::Bahasa;
use cermat::finding::Severity;
use cermat::profile::{Config, Known, Profiles};
use cermat::rules::RULES;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: cermat_fuzz::start(), |data: &[u8]| {
    let text = cermat_fuzz::text(data);
    let aturan: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    let tingkat = Severity::ALL.map(Severity::word);
    let known = Known { profiles: Profiles::built_in(), aturan: &aturan, tingkat: &tingkat };
    match Config::parse(&text, &known) {
        Ok(config) => {
            let _ = Profiles::built_in().clone().with_config(&config);
            for khusus in &config.khusus {
                let _ = khusus.pola.fits("PK Bidang (2).xlsx");
            }
        }
        Err(wrong) => {
            let shown = cermat::outputs::konfigurasi::text("cermat.toml", &text, wrong.span, &wrong.detail, Bahasa::Id);
            assert!(shown.contains("cermat.toml"), "{shown}");
        }
    }
    let _ = Profiles::with(&[text.to_string()]);
});
