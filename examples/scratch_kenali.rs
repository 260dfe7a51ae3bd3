use cermat::*;
fn main() {
    for p in std::env::args().skip(1) {
        let b = std::fs::read(&p).unwrap();
        let book = if p.ends_with(".md") {
            grid::parse_markdown(&p, std::str::from_utf8(&b).unwrap()).unwrap()
        } else {
            xlsx::read(&p, &b).unwrap()
        };
        for (i, g) in book.grids.iter().enumerate() {
            let f = table::find(g, i, profile::Profiles::built_in());
            println!("== {} / {} cells {} tables {}", p, g.name, g.cells().len(), f.tables.len());
            for s in &f.strange {
                println!("   ? {s}");
            }
            for t in &f.tables {
                println!(
                    "  [{}] hdr {}..{} num {:?} rows {} ({}..{}) title {:?}",
                    t.jenis,
                    t.first_row + 1,
                    t.header_end + 1,
                    t.number_row.map(|r| r + 1),
                    t.rows.len(),
                    t.rows.first().map_or(0, |r| r.row + 1),
                    t.rows.last().map_or(0, |r| r.row + 1),
                    t.title.iter().map(|l| l.text.chars().take(30).collect::<String>()).collect::<Vec<_>>()
                );
                for c in &t.columns {
                    println!(
                        "      {} {:?} {:?} {:?} {:?} y{:?}",
                        grid::column_letters(c.col),
                        c.role.map(|r| r.name()),
                        c.path,
                        c.label,
                        c.formula.as_ref().map(|f| &f.expr).map(|_| "F"),
                        c.year
                    );
                }
                let mut lv = std::collections::BTreeMap::new();
                for r in &t.rows {
                    *lv.entry(format!("{:?}/{:?}", r.kind, r.level)).or_insert(0) += 1;
                }
                println!("      levels {:?} notes {:?}", lv, t.notes.len());
                if std::env::var("ROWS").is_ok() {
                    for r in &t.rows {
                        println!(
                            "        {} {:?} {:?} p{:?} {}",
                            r.row + 1,
                            r.kind,
                            r.level,
                            r.parent.map(|p| t.rows[p].row + 1),
                            t.row_name(r).chars().take(70).collect::<String>()
                        );
                    }
                }
            }
        }
    }
}
