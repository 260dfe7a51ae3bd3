//! Which documents would be needed for which checks, and which versions were left out.

use crate::laporan::kumpulan::{Kumpulan, Petikan, Sumber};

/// What kept documents of an agency from being compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kekurangan {
    /// The agency, as its titles name it, else the only workbook of it; empty for several that name none.
    pub instansi: String,
    /// A sentence without its full stop.
    pub kalimat: String,
    /// Codes of the rules that could not be decided; empty for a version left out.
    pub aturan: Vec<&'static str>,
    /// The workbook that is left out because another one holds a later version of it.
    pub lama: Option<String>,
}

/// A document, the documents it would be compared with, and the rules that do.
const NEEDED: [(Sumber, &[Sumber], &[&str]); 5] = [
    (Sumber::Renstra, &[Sumber::Pk, Sumber::Rkt, Sumber::Pengukuran], &["T01", "T02", "T05", "T09"]),
    (Sumber::Pk, &[Sumber::Pengukuran, Sumber::Rkt], &["T03", "T04"]),
    (Sumber::Dpa, &[Sumber::Pk, Sumber::Realisasi, Sumber::Tahapan], &["A01", "A02", "A07", "C13"]),
    (Sumber::Realisasi, &[Sumber::Dpa], &["A03", "A04"]),
    (Sumber::Pengukuran, &[Sumber::Pk], &["P05", "R03"]),
];

/// What an agency's documents lack.
pub fn of(kumpulan: &Kumpulan<'_>, run: &[&Petikan]) -> Vec<Kekurangan> {
    let instansi = match (&kumpulan.instansi, kumpulan.petikan.as_slice()) {
        (Some(instansi), _) => instansi.to_string(),
        (None, [(_, only)]) => only.berkas.to_string(),
        (None, _) => String::new(),
    };
    let has = |sumber: Sumber| kumpulan.tables().any(|(_, _, table)| table.sumber == sumber);
    let mut found: Vec<Kekurangan> = Vec::new();
    for (needed, others, aturan) in NEEDED {
        let with: Vec<&str> = others.iter().copied().filter(|&other| has(other)).map(Sumber::words).collect();
        if !has(needed) && !with.is_empty() {
            let kalimat =
                format!("{} tidak ada, sehingga tidak dibandingkan dengan {}", needed.words(), with.join(", "));
            found.push(Kekurangan { instansi: instansi.clone(), kalimat, aturan: aturan.to_vec(), lama: None });
        }
    }
    found.extend(kumpulan.versi.iter().map(|versi| {
        let kalimat = format!(
            "{} tidak dibandingkan: {} memuat dokumen yang sama dan dipakai karena {}",
            run[versi.lama].berkas, run[versi.baru].berkas, versi.alasan
        );
        let lama = Some(run[versi.lama].berkas.to_string());
        Kekurangan { instansi: instansi.clone(), kalimat, aturan: Vec::new(), lama }
    }));
    found
}
