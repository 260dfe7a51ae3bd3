//! The module order of ARCHITECTURE.md holds in the code.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn modules_use_only_those_before_them() {
    let order = module_order();
    let mut faults = Vec::new();
    for (module, file) in sources() {
        let Some(&own) = order.get(&module) else {
            continue;
        };
        let text = fs::read_to_string(&file).expect("a readable source file");
        for used in used_modules(&text) {
            if order.get(&used).is_some_and(|&at| at > own) {
                faults.push(format!("{} uses {used}", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn rules_never_see_xlsx_outputs_or_cli() {
    for (module, file) in sources() {
        if module == "rules" {
            let text = fs::read_to_string(&file).expect("a readable source file");
            for hidden in ["xlsx", "outputs", "cli"] {
                assert!(!used_modules(&text).contains(&hidden.to_string()), "{} uses {hidden}", file.display());
            }
        }
    }
}

#[test]
fn every_module_stands_in_the_order() {
    let order = module_order();
    for (module, file) in sources() {
        assert!(order.contains_key(&module), "{} is in no module of ARCHITECTURE.md", file.display());
    }
}

/// The numbered list of ARCHITECTURE.md.
fn module_order() -> BTreeMap<String, usize> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let numbered = text.lines().filter_map(|line| {
        let (number, name) = line.split_once(". ")?;
        Some((name.trim().to_string(), number.parse::<usize>().ok()?))
    });
    let order: BTreeMap<String, usize> = numbered.collect();
    assert!(order.len() >= 10, "the module order was not found");
    order
}

/// Source files with the top-level module each belongs to.
fn sources() -> Vec<(String, PathBuf)> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    let module = |file: &Path| {
        let inside = file.strip_prefix(root().join("src")).expect("a file below src");
        let first = inside.components().next().expect("a file name").as_os_str().to_string_lossy().into_owned();
        first.trim_end_matches(".rs").to_string()
    };
    let files = files.into_iter().map(|file| (module(&file), file));
    files.filter(|(module, _)| module != "lib" && module != "main").collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Modules named after `crate::`, also inside braces.
fn used_modules(text: &str) -> Vec<String> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut used = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default().split(',').map(str::trim).collect(),
            None => vec![rest],
        };
        for name in names {
            used.push(name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    used
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_readme_lists_exactly_the_rules() {
    let text = fs::read_to_string(root().join("README.md")).expect("README.md");
    let listed: Vec<String> = text
        .lines()
        .filter(|line| line.starts_with("| ") && line.split('|').count() == 5)
        .map(str::to_string)
        .collect();
    for rule in cermat::rules::RULES {
        let row = format!("| {} | {} | {} |", rule.code, rule.severity.word(), rule.title);
        assert!(listed.contains(&row), "README.md lacks: {row}");
    }
    let codes = listed
        .iter()
        .filter(|row| {
            row.split('|')
                .nth(1)
                .is_some_and(|code| code.trim().len() == 3 && code.trim().ends_with(|c: char| c.is_ascii_digit()))
        })
        .count();
    assert_eq!(codes, cermat::rules::RULES.len());
}
