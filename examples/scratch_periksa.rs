use cermat::*;
fn main() {
    let st = pipeline::Settings::default();
    let mut out = vec![];
    for p in std::env::args().skip(1) {
        let b = std::fs::read(&p).unwrap();
        let t = std::time::Instant::now();
        let name = std::path::Path::new(&p).file_name().unwrap().to_str().unwrap().to_string();
        let book = if p.ends_with(".md") {
            grid::parse_markdown(&name, std::str::from_utf8(&b).unwrap()).unwrap()
        } else {
            pipeline::open(&name, &b).unwrap()
        };
        let (_l, c) = pipeline::check(book, &st).unwrap();
        println!("#### {} {:?} {:?} {:?}", name, c.jenis, t.elapsed(), c.notes);
        let tem:Vec<_>=c.findings.iter().map(|f|{ if std::env::var("V").is_ok(){println!("{} {} {}!{} | {} | {:?} -> {:?} | {:?} {:?} | {}",f.rule,f.severity.word(),f.place.sheet_name,f.place.range,f.message,f.written.as_deref().unwrap_or(""),f.expected.as_deref().unwrap_or(""),f.cause.map_or("",|c|c.word()),f.guess.as_deref().unwrap_or(""), f.related.iter().map(|r|r.place.range.to_string()).collect::<Vec<_>>().join(","));}
 serde_json::json!({"aturan":f.rule,"tingkat":f.severity.word(),"lembar":&*f.place.sheet_name,"sel":f.place.range.to_string(),"pesan":f.message,"tertulis":f.written,"seharusnya":f.expected,"sebab":f.cause.map(|c|c.word()),"terkait":f.related.iter().map(|r|serde_json::json!({"lembar":&*r.place.sheet_name,"sel":r.place.range.to_string()})).collect::<Vec<_>>()})}).collect();
        out.push(serde_json::json!({"nama":name,"temuan":tem}));
    }
    std::fs::write("/tmp/temuan.json", serde_json::to_string(&serde_json::json!({"versi":1,"berkas":out})).unwrap())
        .unwrap();
}
