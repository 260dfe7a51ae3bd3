use cermat::*;
fn main() {
    let st = pipeline::Settings::default();
    let out = std::env::args().nth(1).unwrap();
    for p in std::env::args().skip(2) {
        let b = std::fs::read(&p).unwrap();
        let name = std::path::Path::new(&p).file_name().unwrap().to_str().unwrap().to_string();
        let t = std::time::Instant::now();
        let book = pipeline::open(&name, &b).unwrap();
        let (_l, c) = pipeline::check(book, &st).unwrap();
        let t1 = t.elapsed();
        let a = outputs::annotated::annotate(&b, &c.findings).unwrap();
        println!("{name} check {t1:?} annot {:?} {:?}", t.elapsed() - t1, a.notes);
        std::fs::write(format!("{out}/{name}"), a.bytes).unwrap();
    }
}
