//! Columns of triwulan: which columns of a table belong to one series, by their headers.

use crate::laporan::triwulan_of;
use crate::profile::words;
use crate::table::Table;

/// Columns of one figure, triwulan by triwulan.
pub struct Tahap {
    /// The words of the header above, e.g. "realisasi".
    pub kelompok: Vec<String>,
    /// Column indexes with their triwulan, ascending.
    pub columns: Vec<(u8, usize)>,
    /// The header says that each figure counts from January on.
    pub is_cumulative: bool,
}

/// The series of a table that have at least two triwulan.
pub fn read(table: &Table) -> Vec<Tahap> {
    let mut found: Vec<Tahap> = Vec::new();
    for (column, of) in table.columns.iter().enumerate() {
        let Some(triwulan) = of.path.iter().rev().find_map(|text| triwulan_of(text)) else {
            continue;
        };
        let all: Vec<String> = of.path.iter().flat_map(|text| words(text)).collect();
        let is_name = |word: &&String| {
            !matches!(
                word.as_str(),
                "triwulan" | "tw" | "i" | "ii" | "iii" | "iv" | "1" | "2" | "3" | "4" | "ke" | "s" | "d" | "sd"
            )
        };
        let kelompok: Vec<String> = all.iter().filter(is_name).cloned().collect();
        let joined = all.join(" ");
        let is_cumulative = joined.contains("kumulatif") && !joined.contains("non kumulatif")
            || joined.contains("s d tw")
            || joined.contains("s d triwulan")
            || joined.contains("sd triwulan")
            || joined.contains("sampai dengan triwulan");
        let series = found
            .iter_mut()
            .find(|series| series.kelompok == kelompok && !series.columns.iter().any(|&(known, _)| known == triwulan));
        match series {
            Some(series) => {
                series.is_cumulative &= is_cumulative;
                series.columns.push((triwulan, column));
            }
            None => found.push(Tahap { kelompok, columns: vec![(triwulan, column)], is_cumulative }),
        }
    }
    for series in &mut found {
        series.columns.sort_unstable();
    }
    found.retain(|series| series.columns.len() >= 2);
    found
}
