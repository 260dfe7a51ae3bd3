//! Scales of predikat, best first, with their source.

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
    SCALES.iter().find_map(|scale| Some((place(scale, &first)?, place(scale, &second)?)))
}

/// How high a predikat in capitals stands on the first scale that has it, the lowest being 1.
pub fn height(predikat: &str) -> Option<usize> {
    SCALES.iter().find_map(|scale| Some(scale.len() - place(scale, predikat)?))
}

fn place(scale: &[&str], predikat: &str) -> Option<usize> {
    scale.iter().position(|known| *known == predikat)
}
