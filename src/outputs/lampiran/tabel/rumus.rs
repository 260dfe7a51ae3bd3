//! Which formula a cell gets: by the roles of its column and of those beside it, and by its children.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::susun::{Cara, Rancang};
use crate::laporan::arithmetic::agrees;
use crate::outputs::lampiran::hitung::{Petak, Rumus, shown};
use crate::outputs::lampiran::model::{Bentuk, Isi, Sel, Tabel, Tercetak};
use crate::outputs::lampiran::sumber::Asal;
use crate::profile::Role;
use crate::table::Content;

/// Where the rows and columns of a table came from.
pub struct Letak<'a> {
    /// The source.
    pub asal: Asal<'a>,
    /// The columns printed.
    pub columns: &'a [Rancang],
    /// The source row of each row printed.
    pub rows: &'a [usize],
    /// The row printed of each source row.
    pub at_of: &'a HashMap<usize, usize>,
    /// How the table is set.
    pub cara: &'a Cara,
}

/// How a column is calculated from others of its row.
enum Hubungan {
    Tambah(usize, usize),
    Kurang(usize, usize),
    Bagi(usize, usize),
    Kelas(usize),
    Tren(usize, usize),
}

/// Puts the formulas into a table.
pub fn pasang(letak: &Letak<'_>, tabel: &mut Tabel) {
    let ways: Vec<Option<Hubungan>> = (0..letak.columns.len()).map(|column| way(letak, column)).collect();
    let in_percent: Vec<bool> = (0..letak.columns.len()).map(|column| is_percent_column(tabel, column)).collect();
    let roots: Vec<usize> = (0..letak.rows.len())
        .filter(|&at| {
            letak.asal.table.rows[letak.rows[at]].parent.is_none_or(|parent| !letak.at_of.contains_key(&parent))
        })
        .collect();
    for row in 0..tabel.baris.len() {
        for (column, way) in ways.iter().enumerate() {
            if tabel.baris[row].sel[column].gabung == 0 || tabel.baris[row].sel[column].lebar == 0 {
                continue;
            }
            let formula = match way {
                Some(way) => of_row(letak, tabel, (row, column), way, in_percent[column]),
                None => down(letak, tabel, row, column, &roots),
            };
            if let Some((rumus, bentuk, longgar)) = formula {
                let sel = &mut tabel.baris[row].sel[column];
                let tercetak = sel.tercetak.take().map(|tercetak| Tercetak { longgar, ..tercetak });
                let Sel { gabung, inden, is_kosong, .. } = *sel;
                *sel = Sel { tercetak, gabung, inden, is_kosong, ..Sel::rumus(rumus, bentuk) };
            }
        }
    }
}

/// The column numbers with what is calculated from what, e.g. `7=6/3*100`.
pub fn nomor(letak: &Letak<'_>, tabel: &Tabel) -> Vec<String> {
    let mut number = 0;
    let mut numbers: Vec<usize> = Vec::new();
    for (at, column) in letak.columns.iter().enumerate() {
        // Columns under one header share its number.
        let is_shared = at > 0 && column.judul == letak.columns[at - 1].judul;
        number += usize::from(!is_shared);
        numbers.push(number);
    }
    let text = |at: usize| {
        if at > 0 && numbers[at] == numbers[at - 1] {
            return String::new();
        }
        let own = numbers[at];
        let is_live = tabel.baris.iter().any(|row| matches!(row.sel[at].isi, Isi::Rumus(..)));
        let n = |column: usize| numbers[column];
        match way(letak, at).filter(|_| is_live) {
            Some(Hubungan::Tambah(a, b)) => format!("{own}={}+{}", n(a), n(b)),
            Some(Hubungan::Kurang(a, b)) => format!("{own}={}-{}", n(a), n(b)),
            Some(Hubungan::Bagi(a, b)) if letak.columns[at].role == Some(Role::Efisiensi) => {
                format!("{own}={}/{}", n(a), n(b))
            }
            Some(Hubungan::Bagi(a, b)) => format!("{own}={}/{}*100", n(a), n(b)),
            _ => own.to_string(),
        }
    };
    (0..letak.columns.len()).map(text).collect()
}

fn way(letak: &Letak<'_>, column: usize) -> Option<Hubungan> {
    let first =
        |roles: &[Role]| roles.iter().find_map(|role| letak.columns.iter().position(|other| other.role == Some(*role)));
    let left = |roles: &[Role], stop: Role| {
        let before = (0..column).rev().take_while(|&at| letak.columns[at].role != Some(stop));
        before.into_iter().find(|&at| letak.columns[at].role.is_some_and(|role| roles.contains(&role)))
    };
    const PAGU: [Role; 3] = [Role::Pagu, Role::PaguSesudah, Role::PaguSebelum];
    match letak.columns[column].role? {
        Role::Pagu => Some(Hubungan::Tambah(first(&[Role::PaguOperasi])?, first(&[Role::PaguModal])?)),
        Role::Realisasi => Some(Hubungan::Tambah(first(&[Role::RealisasiOperasi])?, first(&[Role::RealisasiModal])?)),
        Role::Selisih => Some(Hubungan::Kurang(first(&[Role::PaguSesudah])?, first(&[Role::PaguSebelum])?)),
        Role::Sisa => Some(Hubungan::Kurang(first(&PAGU)?, first(&[Role::Realisasi])?)),
        Role::Persen => {
            let money = [Role::Realisasi, Role::RealisasiOperasi, Role::RealisasiModal];
            let realisasi = left(&money, Role::Persen).or_else(|| first(&[Role::Realisasi]))?;
            let pagu = match letak.columns[realisasi].role {
                Some(Role::RealisasiOperasi) => first(&[Role::PaguOperasi])?,
                Some(Role::RealisasiModal) => first(&[Role::PaguModal])?,
                _ => first(&PAGU)?,
            };
            Some(Hubungan::Bagi(realisasi, pagu))
        }
        Role::Capaian => {
            let realisasi = left(&[Role::RealisasiKinerja], Role::Capaian)?;
            Some(Hubungan::Bagi(realisasi, left(&[Role::Target, Role::TargetTahun], Role::Capaian)?))
        }
        Role::Kemajuan => Some(Hubungan::Bagi(first(&[Role::RealisasiKinerja])?, first(&[Role::TargetAkhir])?)),
        Role::Efisiensi => {
            let (capaian, serapan) = (first(&[Role::Capaian])?, first(&[Role::Persen])?);
            let is_upright = !letak.cara.is_efisiensi_terbalik;
            Some(if is_upright { Hubungan::Bagi(capaian, serapan) } else { Hubungan::Bagi(serapan, capaian) })
        }
        Role::Kategori if !letak.cara.kelas.is_empty() => {
            Some(Hubungan::Kelas(left(&[Role::Capaian], Role::Kategori)?))
        }
        Role::Tren => {
            let kinds = [Role::RealisasiTahun, Role::RealisasiKinerja].map(|role| of_years(letak, role));
            match kinds.iter().find(|years| years.len() >= 2)?.as_slice() {
                [.., before, last] => Some(Hubungan::Tren(*before, *last)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The columns of a role in the order of the years their headers name, else as they stand.
fn of_years(letak: &Letak<'_>, role: Role) -> Vec<usize> {
    let year = |at: &usize| letak.columns[*at].asal.and_then(|source| letak.asal.table.columns[source].year);
    let mut columns: Vec<usize> = (0..letak.columns.len()).filter(|&at| letak.columns[at].role == Some(role)).collect();
    if columns.iter().all(|at| year(at).is_some()) {
        columns.sort_by_key(year);
    }
    columns
}

type Formula = (Rumus, Bentuk, Decimal);

fn of_row(letak: &Letak<'_>, tabel: &Tabel, at: Petak, way: &Hubungan, in_percent: bool) -> Option<Formula> {
    let (row, column) = at;
    let cells = &tabel.baris[row].sel;
    let own = &cells[column];
    let holds = |at: usize| matches!(cells[at].isi, Isi::Angka(_) | Isi::Rumus(..)) && cells[at].gabung > 0;
    let is_typed = matches!(own.isi, Isi::Angka(_));
    // Words in the place of a result, such as "tidak dihitung", stay.
    if !is_typed && !matches!(own.isi, Isi::Kosong) && !matches!(way, Hubungan::Kelas(_) | Hubungan::Tren(..)) {
        return None;
    }
    match *way {
        Hubungan::Tambah(a, b) => {
            (holds(a) || holds(b)).then(|| (Rumus::Jumlah(vec![(row, a), (row, b)]), Bentuk::Rupiah, Decimal::ZERO))
        }
        Hubungan::Kurang(a, b) => {
            (holds(a) && holds(b)).then_some((Rumus::Kurang((row, a), (row, b)), Bentuk::Rupiah, Decimal::ZERO))
        }
        Hubungan::Bagi(a, b) if holds(a) && holds(b) => ratio(letak, tabel, at, (a, b), in_percent),
        Hubungan::Kelas(a) if holds(a) => {
            let scale = if matches!(cells[a].bentuk, Bentuk::Persen(_)) { 100.0 } else { 1.0 };
            let classes =
                letak.cara.kelas.iter().map(|(bound, is_in, word)| (bound / scale, *is_in, word.clone())).collect();
            let rumus = Rumus::Kelas((row, a), classes);
            is_same_class(own, &cells[a], &rumus).then_some((rumus, Bentuk::Tengah, Decimal::ZERO))
        }
        Hubungan::Tren(a, b) if holds(a) && holds(b) && matches!(own.isi, Isi::Kosong) => {
            Some((Rumus::Tren((row, a), (row, b)), Bentuk::Tengah, Decimal::ZERO))
        }
        _ => None,
    }
}

/// A kategori that the scale gives is calculated; another one stays as the source has it.
fn is_same_class(own: &Sel, capaian: &Sel, rumus: &Rumus) -> bool {
    let Isi::Teks(printed) = &own.isi else {
        return matches!(own.isi, Isi::Kosong);
    };
    let value = capaian.tercetak.as_ref().and_then(|tercetak| {
        rust_decimal::prelude::ToPrimitive::to_f64(&tercetak.nilai)
            .map(|value| if matches!(capaian.bentuk, Bentuk::Persen(_)) { value / 100.0 } else { value })
    });
    value.is_some_and(|value| rumus.kelas_dari(value).is_some_and(|word| word.eq_ignore_ascii_case(printed)))
}

/// Realisasi by target, or the variant for a negative indikator when that is what the source prints.
fn ratio(
    letak: &Letak<'_>,
    tabel: &Tabel,
    (row, column): Petak,
    (a, b): (usize, usize),
    in_percent: bool,
) -> Option<Formula> {
    let cells = &tabel.baris[row].sel;
    let own = &cells[column];
    let is_percent = matches!(own.bentuk, Bentuk::Persen(_)) || in_percent;
    let role = letak.columns[column].role;
    let factor = if role == Some(Role::Efisiensi) || is_percent { 1 } else { 100 };
    let printed = own.tercetak.as_ref().map_or(2, |tercetak| tercetak.desimal.min(4));
    let decimals = if is_percent && role != Some(Role::Efisiensi) { printed } else { printed.max(2) };
    let bentuk = match is_percent && role != Some(Role::Efisiensi) {
        true => Bentuk::Persen(decimals),
        false => Bentuk::Desimal(decimals),
    };
    let upright = (Rumus::Bagi((row, a), (row, b), factor), bentuk.clone(), slack(&cells[a]) + slack(&cells[b]));
    let printed = own.tercetak.as_ref().filter(|_| role == Some(Role::Capaian));
    let (Some(tercetak), Some(realisasi), Some(target)) = (printed, value(&cells[a]), value(&cells[b])) else {
        return Some(upright);
    };
    let hundred = Decimal::ONE_HUNDRED;
    let fits = |value: Option<Decimal>| {
        value.is_some_and(|value| agrees(tercetak.nilai, value * hundred, tercetak.desimal, Decimal::ZERO))
    };
    // A known fault there means that the variant is the fault.
    if fits(realisasi.checked_div(target)) || tercetak.penilaian.seharusnya.is_some() || realisasi.is_zero() {
        return Some(upright);
    }
    if fits((target + target - realisasi).checked_div(target)) {
        return Some((Rumus::Negatif((row, a), (row, b), factor), bentuk, Decimal::ZERO));
    }
    if fits(target.checked_div(realisasi)) {
        return Some((Rumus::Bagi((row, b), (row, a), factor), bentuk, Decimal::ZERO));
    }
    Some(upright)
}

fn value(sel: &Sel) -> Option<Decimal> {
    sel.tercetak
        .as_ref()
        .map(|tercetak| tercetak.nilai)
        .or_else(|| sel.nilai().and_then(crate::grid::decimal_from_f64).map(|value| shown(value, &sel.bentuk)))
}

/// Half a unit of the last printed decimal, as a share of the figure.
fn slack(sel: &Sel) -> Decimal {
    let Some(tercetak) = sel.tercetak.as_ref().filter(|tercetak| tercetak.desimal > 0) else {
        return Decimal::ZERO;
    };
    Decimal::new(5, (tercetak.desimal + 1).min(20)).checked_div(tercetak.nilai.abs()).unwrap_or(Decimal::ZERO)
}

/// Most figures of the column carry a percent sign.
fn is_percent_column(tabel: &Tabel, column: usize) -> bool {
    let forms = || tabel.baris.iter().map(|row| &row.sel[column]).filter(|sel| sel.tercetak.is_some());
    let percent = forms().filter(|sel| matches!(sel.bentuk, Bentuk::Persen(_))).count();
    percent * 2 > forms().count()
}

/// A parent is the sum of its children, the closing row that of the uppermost rows; none where rows below it
/// are not its own, or can't be read.
fn down(letak: &Letak<'_>, tabel: &Tabel, row: usize, column: usize, roots: &[usize]) -> Option<Formula> {
    let role = letak.columns[column].role.filter(|role| role.is_amount())?;
    let is_total = tabel.baris[row].is_jumlah;
    let parts: Vec<usize> = if is_total {
        roots.to_vec()
    } else {
        let at = *letak.rows.get(row)?;
        let source = &letak.asal.table.rows[at];
        if is_utuh(letak, at) {
            return None;
        }
        source.children.iter().filter_map(|child| letak.at_of.get(child).copied()).collect()
    };
    if parts.iter().any(|&at| is_unknown(letak, tabel, at, column)) {
        return None;
    }
    let is_number = |at: &usize| {
        matches!(tabel.baris[*at].sel[column].isi, Isi::Angka(_) | Isi::Rumus(..))
            && tabel.baris[*at].sel[column].gabung > 0
    };
    let cells: Vec<Petak> = parts
        .iter()
        .filter(|&at| is_number(at) || has_number_below(letak, tabel, *at, column))
        .map(|&at| (at, column))
        .collect();
    let own = &tabel.baris[row].sel[column];
    let is_open = matches!(own.isi, Isi::Angka(_) | Isi::Kosong);
    // A count that is a whole of its own, such as one row alone, is no sum.
    (is_open && !cells.is_empty() && (is_total || role.is_money())).then(|| {
        let bentuk = match &own.bentuk {
            Bentuk::Teks | Bentuk::Tengah if role == Role::Jumlah => Bentuk::Desimal(0),
            Bentuk::Teks | Bentuk::Tengah => Bentuk::Rupiah,
            other => other.clone(),
        };
        (Rumus::Jumlah(cells), bentuk, Decimal::ZERO)
    })
}

/// A finding says that the row is right without rows below it.
fn is_utuh(letak: &Letak<'_>, source: usize) -> bool {
    let table = letak.asal.table;
    letak.asal.buku.penilaian.is_utuh(table.sheet, table.rows[source].row)
}

/// What the row adds can't be read, or is blank and can't be summed.
fn is_unknown(letak: &Letak<'_>, tabel: &Tabel, at: usize, column: usize) -> bool {
    let (Some(&source), Some(from)) = (letak.rows.get(at), letak.columns[column].asal) else {
        return false;
    };
    let row = &letak.asal.table.rows[source];
    let mut children = row.children.iter().filter_map(|child| letak.at_of.get(child));
    match row.entries[from].content {
        Content::Unreadable(_) | Content::Error(_) => true,
        Content::Blank => {
            is_utuh(letak, source) && has_number_below(letak, tabel, at, column)
                || children.any(|&child| is_unknown(letak, tabel, child, column))
        }
        _ => false,
    }
}

/// A blank parent becomes a sum itself.
fn has_number_below(letak: &Letak<'_>, tabel: &Tabel, at: usize, column: usize) -> bool {
    let children = || letak.rows.get(at).into_iter().flat_map(|&source| &letak.asal.table.rows[source].children);
    children().filter_map(|child| letak.at_of.get(child)).any(|&child| {
        matches!(tabel.baris[child].sel[column].isi, Isi::Angka(_) | Isi::Rumus(..))
            || has_number_below(letak, tabel, child, column)
    })
}
