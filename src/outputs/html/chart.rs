//! Charts as inline SVG: capaian of each indikator against its target, and how much of each program's pagu is spent.
//!
//! Both in percent, since the figures behind them have all kinds of units. The figures stand beside the bars, and a
//! bar longer than the scale ends in an arrow.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::escape;
use crate::outputs::Run;
use crate::outputs::text::cut;
use crate::rules::figures;

/// A bar.
struct Bar {
    label: String,
    percent: Decimal,
    detail: String,
}

/// Bars of one chart at most; ringkasan.xlsx has them all.
const MOST: usize = 40;

/// The charts of all documents that have figures for one.
pub fn part(page: &mut String, run: &Run) {
    let mut charts = String::new();
    let mut number = 0;
    for book in &run.books {
        let nama = &book.checked.nama;
        for rows in book.checked.capaian.chunk_by(|a, b| a.lembar == b.lembar) {
            let bars = rows.iter().filter_map(|row| {
                let shown = |value: Option<Decimal>| value.map_or("–".into(), number_of);
                let detail = format!("target {}, realisasi {}", shown(row.target), shown(row.realisasi));
                Some(Bar { label: row.indikator.clone(), percent: row.capaian?, detail })
            });
            let title = format!("Capaian terhadap target, {nama}, lembar {}", rows[0].lembar);
            chart(&mut charts, &mut number, &title, bars.collect());
        }
        for rows in book.checked.anggaran.chunk_by(|a, b| a.lembar == b.lembar) {
            let bars = rows.iter().filter(|row| !row.is_total).filter_map(|row| {
                let (pagu, realisasi) = (row.pagu?, row.realisasi?);
                let percent = realisasi.checked_div(pagu)?.checked_mul(Decimal::ONE_HUNDRED)?;
                let detail = format!("pagu Rp{}, realisasi Rp{}", number_of(pagu), number_of(realisasi));
                Some(Bar { label: row.program.clone(), percent, detail })
            });
            let title = format!("Serapan menurut program, {nama}, lembar {}", rows[0].lembar);
            chart(&mut charts, &mut number, &title, bars.collect());
        }
    }
    if !charts.is_empty() {
        page.push_str("<section aria-labelledby=\"grafik\">\n<h2 id=\"grafik\">Grafik</h2>\n");
        page.push_str("<p>Menurut angka yang tertulis di berkas; garis tegak menunjukkan 100%.</p>\n");
        page.push_str(&charts);
        page.push_str("</section>\n");
    }
}

fn number_of(value: Decimal) -> String {
    figures::number(value, value.normalize().scale().min(2))
}

/// Measures of a chart, in its own units.
const WIDTH: f64 = 760.0;
const LABELS: f64 = 320.0;
const VALUES: f64 = 70.0;
const STEP: f64 = 24.0;
const TOP: f64 = 22.0;

fn chart(page: &mut String, number: &mut usize, title: &str, bars: Vec<Bar>) {
    if bars.is_empty() {
        return;
    }
    *number += 1;
    let shown = &bars[..bars.len().min(MOST)];
    let percents: Vec<f64> = shown.iter().map(|bar| bar.percent.to_f64().unwrap_or(0.0).max(0.0)).collect();
    // One bar far out must not make the others invisible.
    let scale = percents.iter().copied().fold(110.0, f64::max).min(200.0);
    let height = TOP + STEP * shown.len() as f64 + 6.0;
    let _ = write!(
        page,
        "<figure>\n<figcaption id=\"g{number}\">{}</figcaption>\n\
         <svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"g{number} k{number}\">\n<desc id=\"k{number}\">",
        escape(title)
    );
    for bar in shown {
        let _ = write!(page, "{}: {}%. ", escape(&bar.label), figures::number(bar.percent, 2));
    }
    page.push_str("</desc>\n");
    let hundred = x(100.0, scale);
    let _ = writeln!(
        page,
        "<line class=\"batas\" x1=\"{hundred:.1}\" x2=\"{hundred:.1}\" y1=\"{:.1}\" y2=\"{height}\"/>\
         <text class=\"batas\" x=\"{hundred:.1}\" y=\"12\" text-anchor=\"middle\">100%</text>",
        TOP - 5.0
    );
    for (index, (bar, &percent)) in shown.iter().zip(&percents).enumerate() {
        draw(page, index, bar, percent, scale);
    }
    page.push_str("</svg>\n");
    if bars.len() > MOST {
        let _ = writeln!(page, "<p>… dan {} baris lain; lihat ringkasan.xlsx.</p>", bars.len() - MOST);
    }
    page.push_str("</figure>\n");
}

/// Where a percentage stands; what goes beyond the scale ends there.
fn x(percent: f64, scale: f64) -> f64 {
    LABELS + (WIDTH - LABELS - VALUES) * percent.min(scale) / scale
}

/// One bar with its label and its figure.
fn draw(page: &mut String, index: usize, bar: &Bar, percent: f64, scale: f64) {
    let y = TOP + STEP * index as f64;
    let middle = y + STEP / 2.0 + 4.0;
    // A figure does not stand on the line.
    let (end, hundred) = (x(percent, scale) + 5.0, x(100.0, scale));
    let at = if end < hundred && end + VALUES * 0.7 > hundred { hundred + 5.0 } else { end };
    let kind = if percent >= 100.0 { "cukup" } else { "kurang" };
    let _ = writeln!(
        page,
        "<g><title>{}: {}</title><text x=\"{:.1}\" y=\"{middle:.1}\" text-anchor=\"end\">{}</text>\
         <rect class=\"{kind}\" x=\"{LABELS}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>\
         <text class=\"nilai\" x=\"{:.1}\" y=\"{middle:.1}\">{}{}%</text></g>",
        escape(&bar.label),
        escape(&bar.detail),
        LABELS - 8.0,
        escape(&cut(&bar.label, 46)),
        y + 4.0,
        x(percent, scale) - LABELS,
        STEP - 8.0,
        at,
        if percent > scale { "→ " } else { "" },
        figures::number(bar.percent, 2),
    );
}
