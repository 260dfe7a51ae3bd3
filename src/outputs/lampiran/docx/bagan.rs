//! A chart in the document: a DrawingML part that carries its figures.

use std::fmt::Write as _;

use super::escaped;
use crate::outputs::lampiran::angka::tampil;
use crate::outputs::lampiran::model::{Grafik, TARGET, Tabel};
use crate::outputs::lampiran::warna;
use crate::outputs::text::{cut, one_line};

/// The part of a chart.
pub fn bagan(tabel: &Tabel, grafik: &Grafik) -> String {
    let mut series = String::new();
    for (at, (column, legend)) in grafik.nilai.iter().enumerate() {
        let mut names = String::new();
        let mut values = String::new();
        for (point, &row) in grafik.baris.iter().enumerate() {
            let sel = &tabel.baris[row].sel;
            let name = cut(&one_line(&tampil(&sel[grafik.nama])), 60);
            let _ = write!(names, "<c:pt idx=\"{point}\"><c:v>{}</c:v></c:pt>", escaped(&name));
            if let Some(value) = sel[*column].nilai() {
                let _ = write!(values, "<c:pt idx=\"{point}\"><c:v>{value}</c:v></c:pt>");
            }
        }
        let count = grafik.baris.len();
        let colour = warna(at);
        let _ = write!(
            series,
            "<c:ser><c:idx val=\"{at}\"/><c:order val=\"{at}\"/><c:tx><c:v>{}</c:v></c:tx><c:spPr><a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill></c:spPr><c:invertIfNegative val=\"0\"/><c:cat><c:strLit><c:ptCount val=\"{count}\"/>{names}</c:strLit></c:cat><c:val><c:numLit><c:formatCode>0.00</c:formatCode><c:ptCount val=\"{count}\"/>{values}</c:numLit></c:val></c:ser>",
            escaped(legend)
        );
    }
    let text = |text: &str| {
        format!(
            "<c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang=\"id-ID\" sz=\"1100\" b=\"1\"/><a:t>{}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/>",
            escaped(text)
        )
    };
    let legend = "<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/></c:legend>";
    let line = if grafik.is_bertarget { garis(grafik, TARGET) } else { String::new() };
    format!(
        "<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><c:chart><c:title>{}</c:title><c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/><c:barChart><c:barDir val=\"col\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>{series}<c:gapWidth val=\"60\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>{line}<c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"b\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"700\"/></a:pPr><a:endParaRPr lang=\"id-ID\"/></a:p></c:txPr><c:crossAx val=\"2\"/></c:catAx><c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/><c:min val=\"0\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"l\"/><c:majorGridlines/><c:numFmt formatCode=\"0\" sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"1\"/></c:valAx></c:plotArea>{legend}<c:plotVisOnly val=\"1\"/></c:chart></c:chartSpace>",
        text(&grafik.judul)
    )
}

/// A line across at one value.
fn garis(grafik: &Grafik, (value, legend): (f64, &str)) -> String {
    let (at, count) = (grafik.nilai.len(), grafik.baris.len());
    let points: String = (0..count).map(|point| format!("<c:pt idx=\"{point}\"><c:v>{value}</c:v></c:pt>")).collect();
    format!(
        "<c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/><c:ser><c:idx val=\"{at}\"/><c:order val=\"{at}\"/><c:tx><c:v>{}</c:v></c:tx><c:spPr><a:ln w=\"19050\"><a:solidFill><a:srgbClr val=\"C00000\"/></a:solidFill></a:ln></c:spPr><c:marker><c:symbol val=\"none\"/></c:marker><c:val><c:numLit><c:formatCode>0</c:formatCode><c:ptCount val=\"{count}\"/>{points}</c:numLit></c:val><c:smooth val=\"0\"/></c:ser><c:marker val=\"1\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:lineChart>",
        escaped(legend)
    )
}

/// The paragraph that shows chart `number`, as wide as the text.
pub fn gambar(number: usize, room: u32) -> String {
    // A twentieth of a point is 635 EMU.
    let (wide, high) = (u64::from(room) * 635, 2_700_000);
    format!(
        "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{wide}\" cy=\"{high}\"/><wp:docPr id=\"{number}\" name=\"Grafik {number}\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart r:id=\"rIdC{number}\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
}
