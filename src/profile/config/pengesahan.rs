//! `[pengesahan]`: where and when the Lampiran is signed, and by whom.

use super::baca::{Result, Value, table, text, unknown_key};

/// What is laid down for the signatures of the Lampiran; what the workbooks print comes first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pengesahan {
    /// The place, e.g. "Tirta".
    pub tempat: Option<String>,
    /// The date in words, e.g. "15 Januari 2025".
    pub tanggal: Option<String>,
    /// The head of the agency.
    pub kepala: Option<Penandatangan>,
    /// Who signs the review.
    pub inspektur: Option<Penandatangan>,
}

/// A person who signs; what is not told stays dotted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Penandatangan {
    /// The jabatan as it is printed.
    pub jabatan: Option<String>,
    /// Name with degrees.
    pub nama: Option<String>,
    /// Pangkat and golongan.
    pub pangkat: Option<String>,
    /// The NIP without the word.
    pub nip: Option<String>,
}

/// Reads `[pengesahan]`.
pub fn pengesahan(value: &Value<'_>) -> Result<Pengesahan> {
    let mut own = Pengesahan::default();
    for (key, value) in table(value, "tempat = \"Tirta\"")? {
        match key.get_ref().as_ref() {
            "tempat" => own.tempat = Some(text(value, "Tirta")?),
            "tanggal" => own.tanggal = Some(text(value, "15 Januari 2025")?),
            "kepala" => own.kepala = Some(penandatangan(value)?),
            "inspektur" => own.inspektur = Some(penandatangan(value)?),
            _ => return unknown_key(key, &["inspektur", "kepala", "tanggal", "tempat"]),
        }
    }
    Ok(own)
}

fn penandatangan(value: &Value<'_>) -> Result<Penandatangan> {
    let mut own = Penandatangan::default();
    for (key, value) in table(value, "{ nama = \"…\", nip = \"…\" }")? {
        let field = match key.get_ref().as_ref() {
            "jabatan" => &mut own.jabatan,
            "nama" => &mut own.nama,
            "pangkat" => &mut own.pangkat,
            "nip" => &mut own.nip,
            _ => return unknown_key(key, &["jabatan", "nama", "nip", "pangkat"]),
        };
        *field = Some(text(value, "Kepala Dinas Perhubungan")?);
    }
    Ok(own)
}
