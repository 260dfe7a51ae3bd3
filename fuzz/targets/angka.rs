//! Figures, number formats, years, triwulan and NIP in texts. A figure printed by cermat reads as itself.
#![no_main]

use cermat::grid::{CellRange, CellRef, NumberFormat, decimal_from_f64};
use cermat::laporan::{Nip, looks_like_pangkat, nip_digits, own_year, plain_name, triwulan_in, triwulan_of};
use cermat::table::figure::read_text;
use cermat::table::{Content, Convention, level_of_name};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: cermat_fuzz::start(), |data: &[u8]| {
    let text = cermat_fuzz::text(data);
    for convention in [Convention::Comma, Convention::Dot] {
        if let Content::Figure(figure) = read_text(&text, convention) {
            let printed = figure.value.to_string().replace('.', ",");
            match read_text(&printed, Convention::Comma) {
                Content::Figure(again) if again.convention.is_some() || !printed.contains(',') => {
                    assert_eq!(again.value, figure.value, "{text}: {printed}");
                }
                Content::Figure(_) => {}
                other => panic!("{text}: {printed}: {other:?}"),
            }
            let _ = figure.printed();
        }
    }
    let format = NumberFormat::parse(&text);
    for stored in [0.0, -1.5, 1e15, 7.9e28, f64::from_bits(data.iter().fold(0, |bits, &byte| bits << 8 | u64::from(byte)))] {
        let _ = decimal_from_f64(stored).map(|stored| format.shown(stored));
    }
    let _ = (own_year(&text), triwulan_of(&text), triwulan_in(&text).count());
    let _ = (Nip::parse(&text), nip_digits(&text), plain_name(&text), looks_like_pangkat(&text));
    let _ = (CellRef::parse(&text), CellRange::parse(&text), level_of_name(&text));
});
