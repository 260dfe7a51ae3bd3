//! Taking the extract of a workbook: which rows are kegiatan, which indikator, and what document they are part of.

use rust_decimal::Decimal;

use super::instansi::bagian_of;
use super::pihak;
use super::{
    Angka, Asal, Butir, Golongan, Instansi, Kepala, Nama, Petikan, Predikat, SebutanNip, Sumber, Tabel, Tahap,
};
use crate::grid::CellRef;
use crate::laporan::{Dokumen, Laporan, last_month, own_year, triwulan_of};
use crate::profile::{Role, plain, predikat, words};
use crate::table::figure::read_text;
use crate::table::{Column, Content, Convention, Entry, Level, Row, RowKind, Table, level_of_name};

impl Petikan {
    /// Takes the extract of a workbook.
    pub fn read(laporan: &Laporan) -> Self {
        let pihak = pihak::read(laporan);
        let nip = laporan.pejabat.iter().filter_map(|pejabat| {
            let (_, nama) = pejabat.nama.as_ref()?;
            let place = laporan.place(pejabat.sheet, pejabat.cell);
            Some(SebutanNip { nama: nama.clone(), nip: pejabat.nip.clone(), place })
        });
        let nip = nip.collect();
        let instansi =
            Instansi::read(&laporan.dokumen).or_else(|| Instansi::parse(laporan.ketentuan.instansi.as_deref()?));
        let tabel = laporan.dokumen.iter().map(|dokumen| {
            let mut tabel = tabel(laporan, dokumen);
            tabel.pemilik = pihak::owner(&pihak, tabel.sheet, dokumen.table.first_row);
            tabel.bagian = bagian_of(&dokumen.table.title, instansi.as_ref());
            tabel.is_whole =
                tabel.bagian.is_none() && title(&dokumen.table).any(|line| Instansi::parse(line).is_some());
            tabel
        });
        let mut tabel: Vec<Tabel> = tabel.filter(|tabel| !tabel.butir.is_empty() || !tabel.jumlah.is_empty()).collect();
        spread_bagian(&mut tabel);
        Self {
            berkas: laporan.berkas.clone(),
            tahun: laporan.konteks.tahun,
            instansi,
            tabel,
            per: laporan.konteks.per.values().copied().max(),
            ditandatangani: laporan.konteks.signed.iter().map(|signed| signed.value).max(),
            pihak,
            nip,
        }
    }
}

/// In the workbook of one part of the agency, tables that name neither are that part's.
fn spread_bagian(tabel: &mut [Tabel]) {
    let mut parts = tabel.iter().filter_map(|tabel| tabel.bagian.as_ref());
    let Some(only) = parts.next().filter(|only| parts.all(|other| other == *only)).cloned() else {
        return;
    };
    if !tabel.iter().any(|tabel| tabel.is_whole) {
        tabel.iter_mut().for_each(|tabel| tabel.bagian = Some(only.clone()));
    }
}

/// What the titles of a table say about all its figures.
struct Head {
    tahun: Option<u16>,
    tahap: Option<Tahap>,
    periode: Option<u8>,
    bulan: Option<u8>,
}

/// Bytes of a line that may be a title.
const LONGEST_TITLE: usize = 160;

fn tabel(laporan: &Laporan, dokumen: &Dokumen) -> Tabel {
    let table = &dokumen.table;
    let judul = table.title.iter().flat_map(|line| words(&line.text)).collect::<Vec<_>>().join(" ");
    let sumber = if is_renja(table, &judul) { Sumber::Rkt } else { sumber(&table.jenis, &judul) };
    let title = || title(table);
    let target_header = table.columns.iter().filter(|column| column.role == Some(Role::Target));
    let told = title()
        .find_map(tahap_of)
        .or_else(|| target_header.flat_map(|column| &column.path).find_map(|text| tahap_of(text)))
        .or_else(|| if sumber == Sumber::Pk { stage_above(laporan, table) } else { None });
    let head = Head {
        tahun: title().rev().find_map(own_year).or(laporan.konteks.tahun),
        tahap: told.or((sumber == Sumber::Pk).then_some(Tahap::Murni)),
        periode: laporan.konteks.triwulan.get(&table.sheet).copied(),
        bulan: title().find_map(last_month).or_else(|| laporan.konteks.last_month(table.sheet)),
    };
    let kolom = kolom(table, &head, sumber);
    let last = table.rows.last().map_or(table.header_end, |row| row.row);
    let signed = laporan.konteks.signed.iter().filter(|signed| signed.sheet == table.sheet);
    let signed = signed.filter(|signed| signed.cell.row > last).min_by_key(|signed| signed.cell.row);
    let total = table.rows.iter().rev().find(|row| row.kind == RowKind::Total);
    Tabel {
        sheet: table.sheet,
        sheet_name: table.sheet_name.clone(),
        jenis: table.jenis.clone(),
        sumber,
        judul,
        tahun: head.tahun,
        tahap: told,
        periode: head.periode,
        bulan: head.bulan,
        bagian: None,
        is_whole: false,
        pemilik: None,
        ditandatangani: signed.map(|signed| signed.value),
        tanggal: signed.map(|signed| signed.cell),
        butir: butir(laporan, table, &kolom),
        jumlah: total.map_or(Vec::new(), |row| angka(laporan, table, row, &kolom, |_, role| role.is_money())),
    }
}

/// The lines above a table that may be its title; the opening words of a Perjanjian Kinerja are none.
fn title(table: &Table) -> impl DoubleEndedIterator<Item = &str> {
    table.title.iter().map(|line| &*line.text).filter(|text| text.len() < LONGEST_TITLE)
}

/// The list of programs below the indikator of a Perjanjian Kinerja is of the stage that the title above both names.
fn stage_above(laporan: &Laporan, table: &Table) -> Option<Tahap> {
    let own = laporan.dokumen.iter().map(|dokumen| &dokumen.table).filter(|other| other.sheet == table.sheet);
    let above = own.filter(|other| other.first_row < table.first_row && !other.title.is_empty());
    let nearest = above.filter(|other| other.jenis.starts_with("pk")).max_by_key(|other| other.first_row)?;
    title(nearest).find_map(tahap_of)
}

/// The list of programs of a Renja, with the columns of a budget: its title says so, or its pagu is indikatif, or the
/// year after is foreseen beside it.
fn is_renja(table: &Table, judul: &str) -> bool {
    let is_plan = |text: &str| {
        let plans =
            ["renja", "rencana kerja perangkat daerah", "rencana kerja tahun", "prakiraan maju", "pagu indikatif"];
        let text = format!(" {text} ");
        plans.iter().any(|plan| text.contains(&format!(" {plan} ")))
    };
    let mut headers = table.columns.iter().flat_map(|column| &column.path);
    table.jenis == "dpa" && (is_plan(judul) || headers.any(|header| is_plan(&plain(header))))
}

/// The document a kind of form is part of.
fn sumber(jenis: &str, judul: &str) -> Sumber {
    match jenis {
        _ if jenis.starts_with("renstra") => Sumber::Renstra,
        "rkt" => Sumber::Rkt,
        "tujuan_sasaran" if judul.contains("rencana kerja") || judul.contains("rencana kinerja") => Sumber::Rkt,
        "iku" => Sumber::Iku,
        "tahapan_pk" => Sumber::Tahapan,
        _ if jenis.starts_with("pk") => Sumber::Pk,
        _ if jenis.starts_with("dpa") => Sumber::Dpa,
        _ if jenis.starts_with("realisasi") || jenis == "evaluasi_renja" => Sumber::Realisasi,
        "capaian_iku" | "kemajuan" | "efisiensi" | "penunjang" | "perbandingan_tahun" | "perhitungan_indikator" => {
            Sumber::Pengukuran
        }
        _ => Sumber::Lain,
    }
}

/// The rows of a table that speak of something: kegiatan, indikator, or both on one row.
fn butir(laporan: &Laporan, table: &Table, kolom: &[Option<Kepala>]) -> Vec<Butir> {
    let mut found: Vec<Butir> = Vec::new();
    let has_tree = table.rows.iter().any(|row| is_told(row.level));
    let has_names = table.column(Role::Uraian).is_some();
    // Names of which none tells a level are goods or officials, but for an overview of the budget.
    let tells_level = sumber(&table.jenis, "") == Sumber::Realisasi
        || table.rows.iter().any(|row| level_of_name(table.row_name(row)).is_some_and(is_told));
    // Program and kegiatan stand in columns of their own beside the indikator.
    let beside =
        !has_tree && !has_names && (table.column(Role::Kegiatan).is_some() || table.column(Role::Program).is_some());
    let mut rows: Vec<Option<usize>> = vec![None; table.rows.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut indikator = None;
    for (at, row) in table.rows.iter().enumerate().filter(|(_, row)| row.kind == RowKind::Data) {
        let column = table.name_column();
        if is_told(row.level) {
            let Some(mut own) = column.and_then(|column| budget_row(laporan, table, row, kolom, (column, row.level)))
            else {
                continue;
            };
            own.induk = row.parent.and_then(|parent| rows[parent]);
            own.is_leaf = !row.children.iter().any(|&child| is_told(table.rows[child].level));
            rows[at] = Some(found.len());
            found.push(own);
        } else if has_names && !has_tree && tells_level {
            // What tells no level is a kegiatan or a sub kegiatan: other documents tell which.
            let level = column.and_then(|column| level_of_name(row.entries[column].text())).unwrap_or(Level::Item);
            let own = column
                .filter(|_| is_told(level) || level == Level::Item)
                .and_then(|column| budget_row(laporan, table, row, kolom, (column, level)));
            found.extend(own.map(|own| under(&mut open, found.len(), own, &found)));
        } else if row.level == Level::None && !has_names {
            for (at, own) in indikator_rows(laporan, table, row, kolom) {
                if at == 0 {
                    indikator = Some(found.len());
                }
                found.push(own);
            }
        }
        for (role, level) in [(Role::Program, Level::Program), (Role::Kegiatan, Level::Kegiatan)] {
            let column = table.column(role).filter(|_| beside);
            if let Some(mut own) = column.and_then(|column| budget_row(laporan, table, row, kolom, (column, level))) {
                own.beside = indikator;
                let own = under(&mut open, found.len(), own, &found);
                found.push(own);
            }
        }
    }
    for at in 0..found.len() {
        let induk = found[at].induk.filter(|_| !has_tree && found[at].level != Level::Item);
        if let Some(induk) = induk {
            found[induk].is_leaf = false;
        }
    }
    found
}

fn is_told(level: Level) -> bool {
    matches!(level, Level::Program | Level::Kegiatan | Level::SubKegiatan)
}

/// Puts a row below the last one of a higher level.
fn under(open: &mut Vec<usize>, at: usize, mut own: Butir, found: &[Butir]) -> Butir {
    // Below a row of unknown level stands nothing, and it stands below no sub kegiatan.
    let level = if own.level == Level::Item { Level::SubKegiatan } else { own.level };
    while open.last().is_some_and(|&last| found.get(last).is_none_or(|last| last.level >= level)) {
        open.pop();
    }
    own.induk = open.last().copied();
    if own.level != Level::Item {
        open.push(at);
    }
    own
}

fn budget_row(
    laporan: &Laporan,
    table: &Table,
    row: &Row,
    kolom: &[Option<Kepala>],
    (column, level): (usize, Level),
) -> Option<Butir> {
    let mut own = named(table, row, column, Golongan::Anggaran)?;
    own.level = level;
    own.kode = row.code.as_deref().map(str::to_string);
    // A program beside its kegiatan has no figures of its own.
    let is_beside = table.columns[column].role == Some(Role::Program) && table.column(Role::Kegiatan).is_some();
    let is_indikator = table.columns[column].role != Some(Role::Uraian)
        && table.column(Role::Uraian).is_none()
        && table.column(Role::Indikator).is_some();
    let wanted = |_, role: Role| role.is_money() || !is_indikator;
    own.angka = if is_beside { Vec::new() } else { angka(laporan, table, row, kolom, wanted) };
    // The indikator of a tree stands right of the names.
    let beside = (column..table.columns.len()).find(|&at| table.columns[at].role == Some(Role::Indikator));
    own.indikator = beside.filter(|_| !is_indikator).and_then(|at| text_of(row, at));
    Some(own)
}

/// The indikator of a row, numbered from the left: that of the program may stand behind that of the sasaran.
fn indikator_rows<'a>(
    laporan: &'a Laporan,
    table: &'a Table,
    row: &'a Row,
    kolom: &'a [Option<Kepala>],
) -> impl Iterator<Item = (usize, Butir)> + 'a {
    let own = table.columns_of(Role::Indikator).enumerate();
    let own = own.filter_map(|(at, column)| Some((at, indikator_row(laporan, table, row, (kolom, column))?)));
    own.filter(|(at, butir)| *at == 0 || !butir.angka.is_empty())
}

fn indikator_row(
    laporan: &Laporan,
    table: &Table,
    row: &Row,
    (kolom, column): (&[Option<Kepala>], usize),
) -> Option<Butir> {
    let mut own = named(table, row, column, Golongan::Indikator)?;
    own.level = row.level;
    own.polaritas = table.ketentuan.polaritas_of(&own.nama.tertulis);
    let is_own = |at: usize| table.column_beside(Role::Indikator, at) == Some(column);
    own.angka = angka(laporan, table, row, kolom, |at, role| !role.is_money() && is_own(at));
    for angka in &mut own.angka {
        // "Target Renstra" is a target of the Renstra wherever it stands.
        let is_renstra = |column: &Column| column.col == angka.cell.col && names_renstra(column);
        if angka.role == Role::Target && table.columns.iter().any(is_renstra) {
            angka.kepala.role = Role::TargetTahun;
        }
    }
    own.sasaran = sasaran_of(table, column).and_then(|at| text_of(row, at));
    Some(own)
}

/// The column of the sasaran an indikator is of. One behind another indikator has its own between the two, or none.
fn sasaran_of(table: &Table, indikator: usize) -> Option<usize> {
    let before = table.columns_of(Role::Indikator).take_while(|&at| at < indikator).last();
    match before {
        Some(before) => table.columns_of(Role::Sasaran).find(|at| (before..indikator).contains(at)),
        None => table.column(Role::Sasaran),
    }
}

fn names_renstra(column: &Column) -> bool {
    let own: Vec<String> = column.path.iter().flat_map(|text| words(text)).collect();
    own.iter().any(|word| word == "renstra") && !own.iter().any(|word| word == "perubahan")
}

fn named(table: &Table, row: &Row, column: usize, golongan: Golongan) -> Option<Butir> {
    let entry = &row.entries[column];
    let nama = Nama::new(entry.text());
    let satuan = table.entry(row, Role::Satuan).map(|entry| (entry.text().trim().to_string(), entry.cell));
    (!entry.continues && nama.kata.len() >= 2).then(|| Butir {
        golongan,
        level: Level::None,
        nama,
        cell: entry.cell,
        kode: None,
        induk: None,
        is_leaf: true,
        angka: Vec::new(),
        polaritas: None,
        satuan: satuan.filter(|(satuan, _)| !satuan.is_empty()),
        sasaran: None,
        indikator: None,
        beside: None,
    })
}

fn text_of(row: &Row, column: usize) -> Option<(Nama, CellRef)> {
    let entry = &row.entries[column];
    let nama = Nama::new(entry.text());
    (!entry.continues && nama.kata.len() >= 2).then_some((nama, entry.cell))
}

/// The columns whose figures are compared, each with what is said of it; `None` for the others.
fn kolom(table: &Table, head: &Head, sumber: Sumber) -> Vec<Option<Kepala>> {
    let changed = head.tahap.filter(|&tahap| tahap == Tahap::Pergeseran).unwrap_or(Tahap::Perubahan);
    let has_interim = table.columns.iter().any(is_interim);
    let kepala = |column: &Column| {
        let (role, tahap) = match column.role? {
            Role::PaguSebelum => (Role::Pagu, Some(Tahap::Murni)),
            Role::PaguSesudah => (Role::Pagu, Some(changed)),
            Role::RealisasiTahun => (Role::RealisasiKinerja, None),
            // In an evaluation what is counted may be added up over all years of the plan.
            Role::TargetAkhir if table.jenis == "evaluasi_renja" => return None,
            role @ (Role::Pagu
            | Role::Realisasi
            | Role::Target
            | Role::TargetTahun
            | Role::TargetAkhir
            | Role::KondisiAkhir
            | Role::RealisasiKinerja) => (role, None),
            _ => return None,
        };
        // The budget of a year is no copy of what the Renstra or the Renja foresaw for it.
        if role.is_money() && matches!(sumber, Sumber::Renstra | Sumber::Rkt) {
            return None;
        }
        // A year that is only counted is not known.
        if role == Role::TargetTahun && column.year.is_none() && column.ordinal().is_some() {
            return None;
        }
        let is_done = matches!(role, Role::Realisasi | Role::RealisasiKinerja);
        let header = || column.path.iter().rev();
        Some(Kepala {
            role,
            tahun: column.year.or(head.tahun),
            tahap: tahap.or_else(|| header().find_map(|text| tahap_of(text))).or(head.tahap),
            periode: triwulan(column).or(head.periode.filter(|_| !is_of_year(column, has_interim))),
            is_interim: is_interim(column),
            bulan: is_done.then(|| header().find_map(|text| last_month(text)).or(head.bulan)).flatten(),
        })
    };
    table.columns.iter().map(kepala).collect()
}

/// The triwulan a header names, also as "II" below "Triwulan".
fn triwulan(column: &Column) -> Option<u8> {
    column.path.iter().rev().find_map(|text| triwulan_of(text)).or_else(|| triwulan_of(&column.path.join(" ")))
}

/// The header of a target names a part of the year.
fn is_interim(column: &Column) -> bool {
    let own = || column.path.iter().flat_map(|text| words(text));
    column.role == Some(Role::Target) && own().any(|word| matches!(word.as_str(), "triwulan" | "tw" | "semester"))
}

/// A target of the year in a report of a triwulan: its header says so, or another column has the target of the triwulan.
fn is_of_year(column: &Column, has_interim: bool) -> bool {
    let own = || column.path.iter().flat_map(|text| words(text));
    let says_year = || own().any(|word| matches!(word.as_str(), "tahunan" | "setahun"));
    column.role == Some(Role::Target) && !is_interim(column) && (has_interim || says_year())
}

fn angka(
    laporan: &Laporan,
    table: &Table,
    row: &Row,
    kolom: &[Option<Kepala>],
    wanted: impl Fn(usize, Role) -> bool,
) -> Vec<Angka> {
    let grid = &laporan.book.grids[table.sheet];
    let figures = kolom.iter().zip(&row.entries).enumerate().filter_map(|(at, (kepala, entry))| {
        let kepala = kepala.as_ref().filter(|kepala| wanted(at, kepala.role) && !entry.continues)?;
        let nilai = Nilai::read(entry, kepala.role)?;
        let satuan = table.entry(row, Role::Satuan).map(|entry| entry.text());
        Some(Angka {
            kepala: *kepala,
            nilai: nilai.value,
            desimal: nilai.decimals,
            predikat: nilai.predikat,
            asal: asal(laporan, table.sheet, entry),
            cell: entry.cell,
            tertulis: grid.shown(entry.cell),
            is_percent: nilai.is_percent || satuan.is_some_and(|satuan| satuan.trim() == "%"),
        })
    });
    figures.collect()
}

fn asal(laporan: &Laporan, sheet: usize, entry: &Entry) -> Asal {
    if !entry.is_formula {
        return Asal::Diketik;
    }
    match laporan.formulas.get(sheet, entry.cell).and_then(|parsed| parsed.link()) {
        Some(link) => Asal::Tautan(link.sheet, link.range.start),
        None => Asal::Dihitung,
    }
}

/// What an entry says as a number: a figure, or a predikat with or without one.
struct Nilai {
    value: Decimal,
    decimals: u32,
    is_percent: bool,
    predikat: Option<Predikat>,
}

impl Nilai {
    fn read(entry: &Entry, role: Role) -> Option<Self> {
        if let Some(figure) = entry.figure() {
            let is_plain = figure.upper.is_none() && figure.second.is_none();
            return is_plain.then_some(Self {
                value: figure.value,
                decimals: figure.decimals,
                is_percent: figure.percent,
                predikat: None,
            });
        }
        if role.is_money() { None } else { Self::predikat(entry.text()) }
    }

    /// "BB", "A (81,50)".
    fn predikat(text: &str) -> Option<Self> {
        let (huruf, beside) = text.split_once(['(', '/']).map_or((text, ""), |(huruf, beside)| (huruf, beside));
        let huruf = huruf.trim().to_uppercase();
        let height = predikat::height(&huruf)?;
        let number = match read_text(beside.trim_end_matches(')').trim(), Convention::Comma) {
            Content::Figure(figure) => Some((figure.value, figure.decimals)),
            Content::Blank => None,
            _ => return None,
        };
        let (value, decimals) = number.unwrap_or((Decimal::from(height), 0));
        let predikat = Some(Predikat { huruf, has_number: number.is_some() });
        Some(Self { value, decimals, is_percent: false, predikat })
    }
}

/// The stage a title or header names.
fn tahap_of(text: &str) -> Option<Tahap> {
    let own = words(text);
    let has = |word: &str| own.iter().any(|known| known == word);
    if has("sebelum") || has("murni") || has("semula") {
        return Some(Tahap::Murni);
    }
    let is_changed = ["perubahan", "revisi", "dppa"].into_iter().any(has)
        || own.windows(2).any(|pair| pair == ["dpa", "p"])
        || own == ["menjadi"];
    if is_changed { Some(Tahap::Perubahan) } else { has("pergeseran").then_some(Tahap::Pergeseran) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_tells_the_stage() {
        for (title, tahap) in [
            ("DPA-SKPD", None),
            ("DPPA-SKPD", Some(Tahap::Perubahan)),
            ("DPA-P SKPD TAHUN 2025", Some(Tahap::Perubahan)),
            ("PERJANJIAN KINERJA REVISI TAHUN 2025", Some(Tahap::Perubahan)),
            ("DOKUMEN PELAKSANAAN PERGESERAN ANGGARAN", Some(Tahap::Pergeseran)),
            ("Sebelum Perubahan", Some(Tahap::Murni)),
        ] {
            assert_eq!(tahap_of(title), tahap, "{title}");
        }
    }
}
