//! The official whose sheet it is: who undertakes in a perjanjian, who signs a report as its maker.

use std::collections::{BTreeMap, BTreeSet};

use crate::grid::single_spaced;
use crate::laporan::{Laporan, Sebutan};

/// The official of each sheet, e.g. «BUDI SANTOSO, S.Sos, Kepala Bidang Rehabilitasi Sosial». In a
/// workbook of one official the sheets that name nobody are his too.
pub fn by_sheet(laporan: &Laporan) -> BTreeMap<usize, String> {
    let mut officials: BTreeMap<usize, String> = BTreeMap::new();
    for sheet in 0..laporan.book.grids.len() {
        if let Some(sebutan) = of_sheet(laporan, sheet) {
            officials.insert(sheet, format!("{}, {}", single_spaced(&sebutan.nama), single_spaced(&sebutan.jabatan)));
        }
    }
    let different: BTreeSet<&String> = officials.values().collect();
    if different.len() == 1
        && let Some(only) = officials.values().next().cloned()
    {
        for sheet in 0..laporan.book.grids.len() {
            officials.entry(sheet).or_insert_with(|| only.clone());
        }
    }
    officials
}

/// The first one a sheet introduces with name and jabatan is the pihak pertama; where they only sign,
/// the superior signs on the left and the maker on the right.
fn of_sheet(laporan: &Laporan, sheet: usize) -> Option<&Sebutan> {
    let named = || laporan.sebutan.iter().filter(|sebutan| sebutan.sheet == sheet);
    let signs = |sebutan: &Sebutan| {
        let jabatan = |pejabat: &crate::laporan::Pejabat| pejabat.jabatan.as_ref().map(|(cell, _)| *cell);
        laporan.pejabat.iter().any(|pejabat| pejabat.sheet == sheet && jabatan(pejabat) == Some(sebutan.cell))
    };
    let introduced = named().filter(|sebutan| !signs(sebutan)).min_by_key(|sebutan| sebutan.cell);
    introduced.or_else(|| named().max_by_key(|sebutan| (sebutan.cell.col, sebutan.cell.row)))
}
