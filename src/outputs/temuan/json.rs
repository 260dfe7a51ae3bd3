//! The JSON contract, whole or one line a finding.
//!
//! `temuan.json` is a public contract: keys may be added, none renamed, and their order stays.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::bahasa::Bahasa;
use crate::finding::{Finding, Source};
use crate::outputs::Run;
use crate::outputs::baru::{EarlierFinding, Status};

/// Version of the contract.
pub const VERSI: u32 = 1;

#[derive(Serialize)]
struct Temuan<'a> {
    versi: u32,
    berkas: Vec<Berkas<'a>>,
    gagal: Vec<Gagal<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    banding: Option<Banding<'a>>,
}

/// What became of the findings of an earlier run.
#[derive(Serialize)]
struct Banding<'a> {
    dari: &'a str,
    baru: usize,
    tetap: usize,
    tidak_dibandingkan: usize,
    diperbaiki: &'a [EarlierFinding],
}

#[derive(Serialize)]
struct Berkas<'a> {
    nama: &'a str,
    jenis: &'a [String],
    temuan: Vec<Butir<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asal: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    salinan: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    salinan_sha256: Option<&'a str>,
}

#[derive(Serialize)]
struct Butir<'a> {
    aturan: &'a str,
    tingkat: &'a str,
    lembar: &'a str,
    sel: String,
    pesan: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tertulis: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seharusnya: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sebab: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dugaan: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    saran: Option<&'a str>,
    dasar: &'a str,
    sidik: &'a str,
    terkait: Vec<Terkait<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'a str>,
    diterima: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    diterima_dari: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    alasan: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    catatan: BTreeMap<&'a str, &'a str>,
}

#[derive(Serialize)]
struct Terkait<'a> {
    berkas: &'a str,
    lembar: &'a str,
    sel: String,
    catatan: &'a str,
}

#[derive(Serialize)]
struct Gagal<'a> {
    nama: &'a str,
    sebab: &'a str,
}

/// The contract, indented, with a line break at the end.
pub fn json(run: &Run) -> String {
    let temuan = Temuan {
        versi: VERSI,
        berkas: run
            .books
            .iter()
            .map(|book| Berkas {
                nama: &book.checked.nama,
                jenis: &book.checked.jenis,
                temuan: book.findings().map(butir).collect(),
                asal: book.origin.as_deref(),
                salinan: book.copy.as_deref(),
                salinan_sha256: book.copy_digest.as_deref(),
            })
            .collect(),
        gagal: run
            .failures
            .iter()
            .map(|failure| Gagal { nama: &failure.nama, sebab: failure.sebab.text(Bahasa::Id) })
            .collect(),
        banding: run.comparison.as_ref().map(|comparison| Banding {
            dari: &comparison.dari,
            baru: run.count_status(Status::New),
            tetap: run.count_status(Status::Known),
            tidak_dibandingkan: comparison.not_compared,
            diperbaiki: &comparison.mended,
        }),
    };
    let mut text = serde_json::to_string_pretty(&temuan).expect("texts and numbers are always JSON");
    text.push('\n');
    text
}

fn butir((finding, status): (&Finding, Option<Status>)) -> Butir<'_> {
    Butir {
        aturan: finding.rule,
        tingkat: finding.severity.word(),
        lembar: &finding.place.sheet_name,
        sel: finding.place.range.to_string(),
        pesan: &finding.message,
        tertulis: finding.written.as_deref(),
        seharusnya: finding.expected.as_deref(),
        sebab: finding.cause.map(|cause| cause.word()),
        dugaan: finding.guess.as_deref(),
        saran: finding.advice.as_deref(),
        dasar: finding.basis,
        sidik: &finding.fingerprint,
        terkait: finding
            .related
            .iter()
            .map(|related| Terkait {
                berkas: &related.book,
                lembar: &related.place.sheet_name,
                sel: related.place.range.to_string(),
                catatan: &related.note,
            })
            .collect(),
        status: status.map(Status::word),
        diterima: finding.is_accepted(),
        diterima_dari: finding.entered.accepted.map(Source::word),
        alasan: &finding.entered.alasan,
        catatan: finding.entered.lain.iter().map(|(title, text)| (title.as_str(), text.as_str())).collect(),
    }
}

/// One line of JSON a finding with its file, then one line of status a file; last what was mended
/// since an earlier run.
pub fn ndjson(run: &Run) -> String {
    #[derive(Serialize)]
    struct Baris<'a> {
        berkas: &'a str,
        #[serde(flatten)]
        butir: Butir<'a>,
    }
    #[derive(Serialize)]
    struct Status<'a> {
        berkas: &'a str,
        status: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        temuan: Option<usize>,
        #[serde(skip_serializing_if = "Option::is_none")]
        sebab: Option<&'a str>,
    }
    #[derive(Serialize)]
    struct Diperbaiki<'a> {
        #[serde(flatten)]
        butir: &'a EarlierFinding,
        status: &'a str,
    }
    let mut text = String::new();
    for book in &run.books {
        let berkas = book.checked.nama.as_str();
        for finding in book.findings() {
            push_line(&mut text, &Baris { berkas, butir: butir(finding) });
        }
        let temuan = Some(book.checked.open().count());
        push_line(&mut text, &Status { berkas, status: "selesai", temuan, sebab: None });
    }
    for failure in &run.failures {
        let (berkas, sebab) = (failure.nama.as_str(), Some(failure.sebab.text(Bahasa::Id)));
        push_line(&mut text, &Status { berkas, status: "gagal", temuan: None, sebab });
    }
    for butir in run.comparison.iter().flat_map(|comparison| &comparison.mended) {
        push_line(&mut text, &Diperbaiki { butir, status: "diperbaiki" });
    }
    text
}

fn push_line(text: &mut String, line: &impl Serialize) {
    text.push_str(&serde_json::to_string(line).expect("texts and numbers are always JSON"));
    text.push('\n');
}
