//! What the Renstra and the other plans set for an indikator in a year.

use super::{Anggota, Angka, Kumpulan, Pokok, Sumber, Tahap, agrees};
use crate::profile::Role;

/// A figure of a plan with its row.
pub type Rencana<'a> = (&'a Anggota, &'a Angka);

impl<'a> Kumpulan<'a> {
    /// The target the Renstra sets for a year. `None` when its tables don't agree: that is told elsewhere.
    pub fn target_renstra<'b>(&'b self, pokok: &'b Pokok, tahun: u16) -> Option<Rencana<'b>> {
        let of_form =
            |anggota: &&Anggota| self.tabel(anggota).sumber == Sumber::Renstra && self.tabel(anggota).is_form_tc();
        let of_any = |anggota: &&Anggota| self.tabel(anggota).sumber == Sumber::Renstra;
        let of = |anggota: &'b Anggota| {
            let target = self.butir(anggota).angka_of(Role::TargetTahun, Some(tahun));
            target.map(|angka| (anggota, angka))
        };
        let mut found: Vec<Rencana<'b>> = pokok.anggota.iter().filter(of_form).filter_map(of).collect();
        if found.is_empty() {
            found = pokok.anggota.iter().filter(of_any).filter_map(of).collect();
        }
        let &first = found.first()?;
        found.iter().all(|other| agrees(first.1, other.1)).then_some(first)
    }

    /// The last year's target of the Renstra.
    pub fn target_akhir<'b>(&'b self, pokok: &'b Pokok) -> Option<Rencana<'b>> {
        let renstra = pokok.anggota.iter().filter(|anggota| self.tabel(anggota).sumber == Sumber::Renstra);
        let targets = renstra.flat_map(|anggota| &self.butir(anggota).angka);
        let years = targets.filter(|angka| angka.role == Role::TargetTahun).filter_map(|angka| angka.tahun);
        self.target_renstra(pokok, years.max()?)
    }

    /// The target of a year in documents of the agency that say they are of a stage.
    pub fn target_of_stage<'b>(&'b self, pokok: &'b Pokok, tahun: u16, tahap: Tahap) -> Vec<Rencana<'b>> {
        let told = pokok.anggota.iter().filter(|anggota| {
            let tabel = self.tabel(anggota);
            tabel.tahap == Some(tahap) && self.is_of_agency(anggota.petikan, tabel)
        });
        told.filter_map(|anggota| Some((anggota, self.butir(anggota).angka_of(Role::Target, Some(tahun))?))).collect()
    }
}
