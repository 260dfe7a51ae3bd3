//! A native chart of a table: columns of its cells, and a line across at the target.

use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartRange, ChartSolidFill, ChartType,
};

use super::ACUAN;
use crate::grid::column_letters;
use crate::outputs::lampiran::model::{Grafik, TARGET};
use crate::outputs::lampiran::warna;

/// The chart of a table whose rows stand in `rows` of a sheet.
pub fn bagan(grafik: &Grafik, sheet: &str, starts: &[u16], rows: &[u32]) -> Chart {
    let mut chart = Chart::new(ChartType::Column);
    chart.title().set_name(&grafik.judul).set_font(ChartFont::new().set_size(11).set_bold());
    chart.x_axis().set_font(ChartFont::new().set_size(7));
    let runs: Vec<(u32, u32)> = grafik.deret().iter().map(|&(first, last)| (rows[first], rows[last])).collect();
    for (at, (column, legend)) in grafik.nilai.iter().enumerate() {
        let series = chart.add_series();
        series.set_categories(&cells(sheet, &runs, starts[grafik.nama]));
        series.set_values(&cells(sheet, &runs, starts[*column]));
        let mut fill = ChartSolidFill::new();
        fill.set_color(format!("#{}", warna(at)).as_str());
        series.set_name(legend).set_format(ChartFormat::new().set_solid_fill(&fill));
    }
    if grafik.is_bertarget {
        let mut line = Chart::new(ChartType::Line);
        let series = line.add_series();
        series.set_categories(&cells(sheet, &runs, starts[grafik.nama]));
        series.set_values(&cells(ACUAN, &[(0, grafik.baris.len() as u32 - 1)], 0));
        series.set_name(TARGET.1);
        series.set_format(ChartFormat::new().set_line(ChartLine::new().set_color("#C00000").set_width(1.5)));
        chart.combine(&line);
    }
    chart.show_hidden_data().y_axis().set_min(0);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart
}

/// A range of a column, or several.
fn cells(sheet: &str, runs: &[(u32, u32)], column: u16) -> ChartRange {
    if let [(first, last)] = runs {
        return ChartRange::new_from_range(sheet, *first, column, *last, column);
    }
    let letters = column_letters(column.into());
    let name = sheet.replace('\'', "''");
    let parts: Vec<String> =
        runs.iter().map(|(first, last)| format!("'{name}'!${letters}${}:${letters}${}", first + 1, last + 1)).collect();
    ChartRange::new_from_string(&format!("=({})", parts.join(",")))
}
