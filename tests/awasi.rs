//! `cermat awasi` as staff and their programs treat a folder: every saved version is handed back once, nothing is
//! lost, no output is half written.

mod common;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Cursor, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use calamine::{Reader as _, Xlsx};
use serde_json::Value;
use tempfile::TempDir;

use self::common::two_programs;

/// A budget realisation whose percentage is given; another percentage is another version.
fn workbook(persen: f64) -> Vec<u8> {
    two_programs(persen, "Program Pemberdayaan Sosial")
}

/// A watched folder and its watcher, which is killed with it.
struct DropFolder {
    folder: TempDir,
    options: Vec<&'static str>,
    watcher: Option<Child>,
}

impl DropFolder {
    fn new(options: &[&'static str]) -> Self {
        let folder = tempfile::tempdir().expect("the system has a temporary folder");
        Self { folder, options: options.to_vec(), watcher: None }
    }

    fn watched(options: &[&'static str]) -> Self {
        let mut this = Self::new(options);
        this.start();
        this
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cermat"));
        command.arg("awasi").arg(self.folder.path()).args(["--tenang", "0,4"]).args(&self.options);
        command
    }

    fn start(&mut self) {
        let watcher =
            self.command().stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program was built");
        self.watcher = Some(watcher);
        // The lock tells that it is at work.
        self.wait("the watcher starts", |drop| drop.hasil().join(".awasi.pemilik").is_file());
    }

    /// As a power cut ends it.
    fn kill(&mut self) {
        if let Some(mut watcher) = self.watcher.take() {
            watcher.kill().expect("it runs");
            watcher.wait().expect("it was started here");
            fs::remove_file(self.hasil().join(".awasi.pemilik")).expect("a killed watcher leaves its name");
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn hasil(&self) -> PathBuf {
        self.path("hasil")
    }

    fn save(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).expect("it can be written");
    }

    /// The ledger's whole lines, of one kind of event.
    fn events(&self, kejadian: &str) -> Vec<Value> {
        let text = fs::read_to_string(self.hasil().join(".awasi.ndjson")).unwrap_or_default();
        let lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        let lines = lines.map(|line| serde_json::from_str::<Value>(line).expect("each line is JSON"));
        lines.filter(|event| event["kejadian"] == kejadian).collect()
    }

    /// How often each version of a file was handed back.
    fn versions(&self, name: &str) -> BTreeMap<String, usize> {
        let mut versions = BTreeMap::new();
        for event in self.events("diperiksa").iter().filter(|event| event["nama"] == name) {
            *versions.entry(event["isi"].as_str().expect("a digest").to_string()).or_default() += 1;
        }
        versions
    }

    fn handed_back(&self, name: &str) -> usize {
        self.versions(name).values().sum()
    }

    fn wait(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !is_so(self) {
            assert!(start.elapsed() < Duration::from_secs(60), "{what}: {:?}", self.events("diperiksa"));
            sleep(Duration::from_millis(20));
        }
    }

    /// The versions of a file after it was handed back `count` times, and nothing more comes.
    fn settled(&self, name: &str, count: usize) -> BTreeMap<String, usize> {
        self.wait(&format!("{name} is handed back {count} times"), |drop| drop.handed_back(name) >= count);
        sleep(Duration::from_millis(900));
        let versions = self.versions(name);
        assert_eq!(versions.values().sum::<usize>(), count, "{name}: {versions:?}");
        versions
    }

    /// What the folder's report says of a file.
    fn findings(&self, name: &str) -> Option<usize> {
        let json = fs::read(self.hasil().join("temuan.json")).ok()?;
        let json: Value = serde_json::from_slice(&json).expect("temuan.json is whole");
        let books = json["berkas"].as_array().expect("a list");
        Some(books.iter().find(|book| book["nama"] == name)?["temuan"].as_array()?.len())
    }

    /// Every output can be read to its end.
    fn assert_whole(&self) {
        for entry in fs::read_dir(self.hasil()).expect("there are outputs") {
            let path = entry.expect("the folder can be read").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let bytes = fs::read(&path).expect("it can be read");
            if name.ends_with(".xlsx") {
                let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect(&name);
                for sheet in book.sheet_names() {
                    book.worksheet_range(&sheet).expect(&name);
                }
            } else if name.ends_with(".json") {
                serde_json::from_slice::<Value>(&bytes).expect(&name);
            } else if name.ends_with(".html") {
                assert!(bytes.ends_with(b"</html>\n"), "{name} is cut");
            }
        }
    }
}

impl Drop for DropFolder {
    fn drop(&mut self) {
        if let Some(watcher) = &mut self.watcher {
            // Already ended in tests that end it.
            let _ = watcher.kill();
            let _ = watcher.wait();
        }
    }
}

fn once(drop: &DropFolder) -> Output {
    drop.command().arg("--sekali").output().expect("the program was built")
}

/// Ways in which programs save, each over an earlier version.
fn save_in_every_way(drop: &DropFolder) {
    let name = "Realisasi Dinas Sosial – «Triwulan Ⅱ».xlsx";
    let (first, second) = (workbook(75.0), workbook(57.0));
    // Written in place, as Excel's first save does.
    drop.save(name, &first);
    drop.settled(name, 1);
    assert_eq!(drop.findings(name), Some(0));
    // LibreOffice: a lock file, a temporary file, renamed over.
    drop.save(&format!(".~lock.{name}#"), b",pegawai,komputer,");
    drop.save("lu1234.tmp", &second);
    fs::rename(drop.path("lu1234.tmp"), drop.path(name)).expect("it can be renamed");
    fs::remove_file(drop.path(&format!(".~lock.{name}#"))).expect("it is there");
    drop.settled(name, 2);
    assert_eq!(drop.findings(name), Some(1));
    // Excel: an owner file, a temporary file without extension, the old one deleted, renamed. The version is an older
    // one, restored.
    drop.save(&format!("~${name}"), b"pegawai");
    drop.save("0A1B2C3D", &first);
    fs::remove_file(drop.path(name)).expect("it is there");
    sleep(Duration::from_millis(150));
    fs::rename(drop.path("0A1B2C3D"), drop.path(name)).expect("it can be renamed");
    fs::remove_file(drop.path(&format!("~${name}"))).expect("it is there");
    let versions = drop.settled(name, 3);
    assert_eq!(versions.values().copied().collect::<Vec<_>>().len(), 2, "two contents: {versions:?}");
    assert_eq!(drop.findings(name), Some(0));
    // Saved again without a change: no new version.
    drop.save(name, &first);
    sleep(Duration::from_millis(900));
    assert_eq!(drop.handed_back(name), 3);
    assert!(drop.events("dihapus").is_empty());
    // Renamed: the copy moves with it. Deleted: the copy goes.
    fs::rename(drop.path(name), drop.path("Baru.xlsx")).expect("it can be renamed");
    drop.settled("Baru.xlsx", 1);
    drop.wait("the old name is gone", |drop| !drop.events("dihapus").is_empty());
    drop.wait("only the new name is reported", |drop| drop.findings(name).is_none());
    assert!(drop.hasil().join("Baru.diperiksa.xlsx").is_file());
    fs::remove_file(drop.path("Baru.xlsx")).expect("it is there");
    drop.wait("the file is gone", |drop| drop.events("dihapus").len() == 2);
    let copies = fs::read_dir(drop.hasil()).expect("there are outputs").flatten();
    let copies: Vec<_> = copies.filter(|entry| entry.file_name().to_string_lossy().contains(".diperiksa.")).collect();
    assert!(copies.is_empty(), "{copies:?}");
    drop.assert_whole();
}

#[test]
fn every_way_of_saving_is_one_version_with_events() {
    save_in_every_way(&DropFolder::watched(&[]));
}

#[test]
fn every_way_of_saving_is_one_version_without_events() {
    save_in_every_way(&DropFolder::watched(&["--jajak", "0,2"]));
}

#[test]
fn slow_copies_are_waited_for() {
    let drop = DropFolder::watched(&[]);
    let bytes = workbook(57.0);
    // Over a slow line, with gaps longer than the file must stand still.
    let mut slow = File::create(drop.path("lambat.xlsx")).expect("it can be written");
    // All of its length at first, the content later.
    let mut reserved = File::create(drop.path("dipesan.xlsx")).expect("it can be written");
    reserved.set_len(bytes.len() as u64).expect("it can be reserved");
    for part in bytes.chunks(bytes.len() / 4 + 1) {
        sleep(Duration::from_millis(700));
        slow.write_all(part).expect("it can be written");
        let at = slow.stream_position().expect("it can be asked") - part.len() as u64;
        reserved.seek(SeekFrom::Start(at)).expect("it can be set");
        reserved.write_all(part).expect("it can be written");
        assert_eq!(drop.handed_back("lambat.xlsx") + drop.handed_back("dipesan.xlsx"), 0);
    }
    std::mem::drop((slow, reserved));
    for name in ["lambat.xlsx", "dipesan.xlsx"] {
        drop.settled(name, 1);
        assert_eq!(drop.findings(name), Some(1));
    }
    // What stays half written is told in the end.
    drop.save("separuh.xlsx", &bytes[..bytes.len() / 2]);
    drop.settled("separuh.xlsx", 1);
    let json = fs::read_to_string(drop.hasil().join("temuan.json")).expect("there is a report");
    assert!(json.contains("rusak atau terpotong"), "{json}");
}

#[test]
fn two_hundred_files_survive_being_killed() {
    let mut drop = DropFolder::watched(&[]);
    fs::create_dir_all(drop.path("bidang/seksi rehabilitasi")).expect("it can be made");
    let names: Vec<String> = (0..200)
        .map(|number| match number % 3 {
            0 => format!("bidang/seksi rehabilitasi/berkas {number}.xlsx"),
            1 => format!("bidang/{number}.xlsx"),
            _ => format!("{number}.xlsx"),
        })
        .collect();
    for (number, name) in names.iter().enumerate() {
        drop.save(name, &workbook(number as f64 / 4.0));
        if number % 50 == 25 {
            // In the middle of the copying, of the checking, of the writing.
            sleep(Duration::from_millis(400 + number as u64));
            drop.kill();
            drop.start();
        }
    }
    for pause in [450, 700, 1000, 1300] {
        sleep(Duration::from_millis(pause));
        drop.kill();
        drop.assert_whole();
        drop.start();
    }
    let count = |drop: &DropFolder| drop.events("diperiksa").len();
    drop.wait("all are handed back", |drop| count(drop) >= names.len());
    sleep(Duration::from_millis(900));
    assert_eq!(count(&drop), names.len(), "each once");
    for name in &names {
        assert_eq!(drop.handed_back(name), 1, "{name}");
    }
    drop.wait("the report tells of all", |drop| names.iter().all(|name| drop.findings(name).is_some()));
    drop.assert_whole();
    let copies = fs::read_dir(drop.hasil()).expect("there are outputs").flatten();
    let copies = copies.filter(|entry| entry.file_name().to_string_lossy().ends_with(".diperiksa.xlsx"));
    assert_eq!(copies.count(), names.len());
}

#[test]
fn the_second_watcher_steps_back() {
    let drop = DropFolder::watched(&[]);
    let second = once(&drop);
    let said = String::from_utf8(second.stderr).expect("output is UTF-8");
    assert_eq!(second.status.code(), Some(2), "{said}");
    let owner = format!("proses {}", drop.watcher.as_ref().expect("it runs").id());
    assert!(said.contains("sudah diawasi oleh") && said.contains(&owner) && said.contains("yang lalu"), "{said}");
    drop.save("a.xlsx", &workbook(57.0));
    drop.settled("a.xlsx", 1);
}

#[test]
fn a_removed_output_folder_is_made_anew() {
    let mut drop = DropFolder::watched(&["--jajak", "0,3"]);
    drop.save("a.xlsx", &workbook(57.0));
    drop.settled("a.xlsx", 1);
    fs::remove_dir_all(drop.hasil()).expect("it is there");
    drop.wait("a.xlsx is handed back once more", |drop| drop.findings("a.xlsx").is_some());
    drop.settled("a.xlsx", 1);
    drop.assert_whole();
    drop.save("a.xlsx", &workbook(75.0));
    drop.settled("a.xlsx", 2);
    drop.kill();
}

#[test]
fn once_ends_and_a_restart_does_only_what_changed() {
    let drop = DropFolder::new(&[]);
    drop.save("a.xlsx", &workbook(75.0));
    drop.save("b.xlsx", &workbook(57.0));
    let output = once(&drop);
    let said = String::from_utf8(output.stdout).expect("output is UTF-8");
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("diperiksa: b.xlsx: 1 salah") && said.contains("laporan.html"), "{said}");
    let written = |name: &str| fs::metadata(drop.hasil().join(name)).and_then(|metadata| metadata.modified()).ok();
    let before = (written("a.diperiksa.xlsx"), written("b.diperiksa.xlsx"));
    assert_eq!(once(&drop).status.code(), Some(1));
    assert_eq!((written("a.diperiksa.xlsx"), written("b.diperiksa.xlsx")), before);
    // Another configuration is another version of all.
    drop.save("cermat.toml", b"abaikan = [\"P01\"]\n");
    assert_eq!(once(&drop).status.code(), Some(0));
    assert_eq!((drop.handed_back("a.xlsx"), drop.handed_back("b.xlsx")), (2, 2));
    // A copy somebody wrote into is left when its workbook goes.
    fs::write(drop.hasil().join("a.diperiksa.xlsx"), workbook(1.0)).expect("it can be written");
    fs::remove_file(drop.path("a.xlsx")).expect("it is there");
    fs::remove_file(drop.path("b.xlsx")).expect("it is there");
    let output = once(&drop);
    let said = String::from_utf8(output.stdout).expect("output is UTF-8");
    assert!(said.contains("a.diperiksa.xlsx tidak dihapus"), "{said}");
    assert!(!drop.hasil().join("b.diperiksa.xlsx").exists(), "{said}");
}

#[test]
fn documents_are_compared_after_each_change() {
    let drop = DropFolder::watched(&[]);
    let contoh = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/contoh").join(name);
        fs::read(path).expect("a sample workbook")
    };
    drop.save("Bab.xlsx", &contoh("Bab_I_II_2024.xlsx"));
    drop.settled("Bab.xlsx", 1);
    let alone = drop.findings("Bab.xlsx").expect("it was checked");
    drop.save("Renstra.xlsx", &contoh("Renstra_RKT.xlsx"));
    drop.settled("Renstra.xlsx", 1);
    let elsewhere = tempfile::tempdir().expect("the system has a temporary folder");
    let together = Command::new(env!("CARGO_BIN_EXE_cermat"))
        .args(["periksa", "--format", "json", "--hasil"])
        .arg(elsewhere.path())
        .args([drop.path("Bab.xlsx"), drop.path("Renstra.xlsx")])
        .output()
        .expect("the program was built");
    let json = fs::read(drop.hasil().join("temuan.json")).expect("there is a report");
    // Seen from another output folder the workbooks stand elsewhere.
    let told = |json: &[u8]| {
        let text = String::from_utf8(json.to_vec()).expect("a report is UTF-8");
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("\"asal\""));
        lines.map(str::to_string).collect::<Vec<_>>()
    };
    assert_eq!(told(&together.stdout), told(&json));
    assert!(drop.findings("Bab.xlsx") > Some(alone), "the second document contradicts the first");
    assert_eq!(drop.events("disalin").len(), 1, "its copy shows that");
    assert_eq!(drop.handed_back("Bab.xlsx"), 1, "unchanged, so not a version");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_cleanly() {
    let mut drop = DropFolder::watched(&[]);
    drop.save("a.xlsx", &workbook(57.0));
    drop.settled("a.xlsx", 1);
    let mut watcher = drop.watcher.take().expect("it runs");
    let kill = Command::new("kill").args(["-INT", &watcher.id().to_string()]).status();
    assert!(kill.expect("there is a kill").success());
    assert_eq!(watcher.wait().expect("it was started here").code(), Some(0));
    assert!(!drop.hasil().join(".awasi.pemilik").exists());
    drop.assert_whole();
}
