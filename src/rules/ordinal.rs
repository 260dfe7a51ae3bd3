//! Scales of predikat, best first, with their source (U04, P03).

/// Ordinal scales, best first.
pub const SCALES: [&[&str]; 3] = [
    // PermenPANRB 88/2021, nilai AKIP.
    &["AA", "A", "BB", "B", "CC", "C", "D"],
    // IHPS BPK, opini atas laporan keuangan.
    &["WTP", "WTP-DPP", "WDP", "TW", "TMP"],
    // PermenPANRB 14/2017, mutu pelayanan.
    &["A", "B", "C", "D"],
];

/// The ranks of two predikat on a scale that has both, the best being 0.
pub fn ranks(first: &str, second: &str) -> Option<(usize, usize)> {
    let [first, second] = [first, second].map(|text| text.trim().to_uppercase());
    let rank = |scale: &[&str], text: &str| scale.iter().position(|known| *known == text);
    SCALES.iter().find_map(|scale| Some((rank(scale, &first)?, rank(scale, &second)?)))
}
