//! `[batas]`: what a workbook may hold before it is refused, and how much of its formulas is calculated.

use rust_decimal::prelude::ToPrimitive as _;

use super::baca::{Result, Value, mistake, number, table, unknown_key};
use crate::bahasa::Pesan;
use crate::xlsx::limits::{Limits, MB};

const KEYS: [&str; 12] = [
    "berkas_mb",
    "bagian_mb",
    "isi_mb",
    "lipat",
    "sel",
    "teks",
    "sarang",
    "huruf_rumus",
    "tingkat_rumus",
    "rumus",
    "langkah",
    "memori_mb",
];

/// Levels of a formula beyond which even a large stack may not do.
const DEEPEST: u64 = 1_024;

/// Reads `[batas]`; what is not named stays as it is.
pub fn limits(value: &Value<'_>) -> Result<Limits> {
    let mut limits = Limits::default();
    for (key, value) in table(value, "sel = 2000000")? {
        let most = if key.get_ref() == "tingkat_rumus" { DEEPEST } else { 1 << 40 };
        let count = || whole(value, most);
        let size = || whole(value, 1 << 20).map(|megabytes| megabytes * MB);
        let list = || count().map(|count| usize::try_from(count).unwrap_or(usize::MAX));
        match key.get_ref().as_ref() {
            "berkas_mb" => limits.file_bytes = size()?,
            "bagian_mb" => limits.part_bytes = size()?,
            "isi_mb" => limits.package_bytes = size()?,
            "lipat" => limits.ratio = count()?,
            "sel" => limits.cells = list()?,
            "teks" => limits.texts = list()?,
            "sarang" => limits.nesting = list()?,
            "huruf_rumus" => limits.formulas.length = list()?,
            "tingkat_rumus" => limits.formulas.depth = list()?,
            "rumus" => limits.formulas.count = list()?,
            "langkah" => limits.formulas.looked_at = count()?,
            "memori_mb" => limits.memory = size()?,
            _ => return unknown_key(key, &KEYS),
        }
    }
    Ok(limits)
}

/// A whole number from 1 to `most`.
fn whole(value: &Value<'_>, most: u64) -> Result<u64> {
    let read = number(value)?;
    match read.to_u64().filter(|count| read.is_integer() && (1..=most).contains(count)) {
        Some(count) => Ok(count),
        None => mistake(
            value.span(),
            Pesan::new(
                format!("bilangan bulat dari 1 sampai {most} diharapkan di sini"),
                format!("a whole number from 1 to {most} is expected here"),
            ),
        ),
    }
}
