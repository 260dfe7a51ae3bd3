//! What the tables of the LKjIP are made from: a workbook's tables, officials and signature lines, without its grids.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::grid::CellRef;
use crate::laporan::{Laporan, Pejabat, Sebutan};
use crate::table::{Content, Table};

/// The tables of a workbook with what stands around them.
#[derive(Debug, Clone, Default)]
pub struct Bahan {
    /// Its tables.
    pub tabel: Vec<Arc<Table>>,
    /// Figures that were typed as text, as written: sheet index and cell.
    pub tulisan: BTreeMap<(usize, CellRef), Arc<str>>,
    /// Its officials.
    pub pejabat: Vec<Pejabat>,
    /// Persons named with their jabatan.
    pub sebutan: Vec<Sebutan>,
    /// Place and date lines of signatures: sheet index, cell, text.
    pub bertanggal: Vec<(usize, CellRef, Arc<str>)>,
}

impl Bahan {
    /// Takes what is needed of a report.
    pub fn read(laporan: &Laporan) -> Self {
        let tabel: Vec<Arc<Table>> = laporan.dokumen.iter().map(|dokumen| dokumen.table.clone()).collect();
        let mut tulisan = BTreeMap::new();
        for table in &tabel {
            for entry in table.rows.iter().flat_map(|row| &row.entries) {
                if matches!(&entry.content, Content::Figure(figure) if figure.is_text) {
                    let text = laporan.book.grids[table.sheet].shown(entry.cell);
                    tulisan.insert((table.sheet, entry.cell), text.into());
                }
            }
        }
        let signed = laporan.konteks.signed.iter().map(|mention| (mention.sheet, mention.cell, mention.text.clone()));
        Self {
            tabel,
            tulisan,
            pejabat: laporan.pejabat.clone(),
            sebutan: laporan.sebutan.clone(),
            bertanggal: signed.collect(),
        }
    }
}
