//! The traps of comments, their boxes, and links, each a small package.

use cermat::outputs::annotated::annotate;
use zip::write::SimpleFileOptions;

use super::package;
use super::small::{
    CELLS, MAIN, PACKAGE, RELATIONS, SHEET, findings, kept_parts, parts, sheet_relations, with, zipped,
};

#[test]
fn threads_and_persons_stay_and_their_cell_is_told() {
    let relation =
        |id: &str, kind: &str, target: &str| format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>");
    let relations = [
        relation("rId1", &format!("{RELATIONS}/comments"), "../comments1.xml"),
        relation(
            "rId2",
            "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
            "../threadedComments/threadedComment1.xml",
        ),
    ];
    let all = with(
        parts(CELLS),
        "xl/worksheets/_rels/sheet1.xml.rels",
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{}</Relationships>", relations.concat()),
    );
    let all = with(
        all,
        "xl/comments1.xml",
        format!(
            "<comments xmlns=\"{MAIN}\"><authors><author>tc={{1}}</author></authors><commentList><comment ref=\"B1\" authorId=\"0\"><text><t>[Threaded comment]</t></text></comment></commentList></comments>"
        ),
    );
    let all = with(all, "xl/threadedComments/threadedComment1.xml", "<ThreadedComments/>");
    let copy = kept_parts(&with(all, "xl/persons/person.xml", "<personList/>"));
    assert!(copy.notes.iter().any(|note| note.to_string().contains("B1")), "{:?}", copy.notes);
}

#[test]
fn a_persons_line_ends_and_empty_comments_stay() {
    let relations = format!(
        "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{RELATIONS}/comments\" Target=\"/xl/comments1.xml\"/></Relationships>"
    );
    for text in ["<t xml:space=\"preserve\">Budi:\r\ncek\r\n</t>", "<t/>", ""] {
        let comments = format!(
            "<comments xmlns=\"{MAIN}\"><authors><author>Budi</author></authors><commentList><comment ref=\"B1\" authorId=\"0\"><text>{text}</text></comment></commentList></comments>"
        );
        let all = with(parts(CELLS), "xl/worksheets/_rels/sheet1.xml.rels", relations.as_str());
        kept_parts(&with(all, "xl/comments1.xml", comments));
    }
}

const NOTES: &str = "xl/comments1.xml";
const DRAWING: &str = "xl/drawings/vmlDrawing1.vml";

fn comment(text: &str) -> String {
    format!(
        "<comments xmlns=\"{MAIN}\"><authors><author>Budi</author></authors><commentList><comment ref=\"B1\" authorId=\"0\"><text><t>{text}</t></text></comment></commentList></comments>"
    )
}

/// A drawing with one shape of a kind on B1.
fn drawing(kind: &str) -> String {
    format!(
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout><v:shape id=\"_x0000_s1025\" type=\"#_x0000_t201\"><x:ClientData ObjectType=\"{kind}\"><x:Anchor>1, 15, 0, 2, 3, 15, 1, 4</x:Anchor><br><x:Row>0</x:Row><x:Column>1</x:Column></x:ClientData></v:shape></xml>"
    )
}

#[test]
fn comment_with_a_box_keeps_it_and_ours_follows_below_a_line() {
    let sheet = format!("{CELLS}<legacyDrawing r:id=\"rId2\"/>");
    let (name, relations) = sheet_relations(&[
        ("rId1", "comments", "../comments1.xml"),
        ("rId2", "vmlDrawing", "../drawings/vmlDrawing1.vml"),
    ]);
    let all = with(with(parts(&sheet), &name, relations), NOTES, comment("cek lagi"));
    let copy = kept_parts(&with(all, DRAWING, drawing("Note")));
    let comments = package::text(&copy.bytes, NOTES).expect("comments");
    assert!(
        comments.contains("<t>cek lagi</t></r><r>") && comments.contains("\n— cermat —\n[SALAH J01]"),
        "{comments}"
    );
    let shapes = package::text(&copy.bytes, DRAWING).expect("the drawing");
    assert_eq!(shapes.matches("ObjectType=\"Note\"").count(), 3, "{shapes}");
}

#[test]
fn comment_without_a_box_gets_one_when_ours_joins_it() {
    let (name, relations) = sheet_relations(&[("rId1", "comments", "/xl/comments1.xml")]);
    let all = with(with(parts(CELLS), &name, relations), NOTES, comment("cek lagi"));
    let copy = kept_parts(&all);
    let sheet = package::text(&copy.bytes, SHEET).expect("the sheet");
    assert!(sheet.contains("<legacyDrawing r:id="), "{sheet}");
    let shapes = package::text(&copy.bytes, DRAWING).expect("a drawing");
    assert_eq!(shapes.matches("ObjectType=\"Note\"").count(), 3, "{shapes}");
    let alone = annotate(zipped(&all, SimpleFileOptions::default()), &findings()[..1]).expect("annotated");
    assert!(
        package::text(&alone.bytes, DRAWING).expect("a drawing").contains("<x:Row>0</x:Row><x:Column>1</x:Column>")
    );
}

#[test]
fn controls_share_the_drawing_with_new_comments() {
    let sheet = format!(
        "{CELLS}<legacyDrawing r:id=\"rId2\"/><mc:AlternateContent xmlns:mc=\"urn:mc\"><mc:Choice Requires=\"x14\"><controls/></mc:Choice></mc:AlternateContent>"
    );
    let (name, relations) = sheet_relations(&[("rId2", "vmlDrawing", "..\\drawings\\vmlDrawing1.vml")]);
    let copy = kept_parts(&with(with(parts(&sheet), &name, relations), DRAWING, drawing("Button")));
    let shapes = package::text(&copy.bytes, DRAWING).expect("the drawing");
    assert!(
        shapes.contains("_x0000_s1025\"") && shapes.contains("_x0000_s1026\"") && shapes.contains("data=\"1\""),
        "{shapes}"
    );
    assert_eq!(package::text(&copy.bytes, SHEET).expect("the sheet").matches("<legacyDrawing").count(), 1);
}

#[test]
fn a_persons_links_stay_and_only_figures_get_one() {
    let sheet = format!(
        "{CELLS}<hyperlinks><hyperlink ref=\"A1:A2\" r:id=\"rId5\" display=\"DPA\"/></hyperlinks><printOptions/>"
    );
    let (name, relations) = sheet_relations(&[("rId5", "hyperlink", "https://contoh.go.id/")]);
    let relations = relations.replace("go.id/\"", "go.id/\" TargetMode=\"External\"");
    let copy = kept_parts(&with(parts(&sheet), &name, relations));
    let sheet = package::text(&copy.bytes, SHEET).expect("the sheet");
    let links = "<hyperlinks><hyperlink ref=\"A1:A2\" r:id=\"rId5\" display=\"DPA\"/><hyperlink ref=\"B1\" location=\"'Temuan'!C5\"";
    assert!(sheet.contains(links) && sheet.matches("<hyperlink ").count() == 2, "{sheet}");
    let comments = package::text(&copy.bytes, NOTES).expect("comments");
    assert_eq!(comments.matches("Lihat: lembar Temuan nomor").count(), 2, "{comments}");
    let clean = annotate(&copy.bytes, &[]).expect("annotated again");
    let sheet = package::text(&clean.bytes, SHEET).expect("the sheet");
    assert!(sheet.contains("display=\"DPA\"/></hyperlinks>"), "{sheet}");
}
