//! Faults for tests: what a step on the disk is answered with, and what must hold after each.
//!
//! The program runs in a process of its own, which is this test program again with a plan in its environment. So it can
//! be killed at any step, and its messages and status are seen as users see them.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use super::disk::Step;

/// What happens at a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// It fails, and all later steps of its kind, too.
    Fails(ErrorKind),
    /// It fails this once.
    FailsOnce(ErrorKind),
    /// The process dies.
    Dies,
    /// The file is gone before it is read.
    Gone,
    /// Somebody saves another version over the file while it is read.
    Replaced,
}

/// A fault at the `at`-th of the steps of some kind on files whose path ends with one of the names.
#[derive(Debug)]
struct Plan {
    folder: PathBuf,
    names: Vec<String>,
    step: Step,
    at: usize,
    seen: usize,
    fault: Fault,
}

static PLANS: Mutex<Vec<Plan>> = Mutex::new(Vec::new());

/// Asks the plans before a step is done.
pub fn before(step: Step, path: &Path) -> io::Result<()> {
    let mut plans = PLANS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let is_met = |plan: &Plan| {
        plan.step == step
            && path.starts_with(&plan.folder)
            && (plan.names.is_empty() || plan.names.iter().any(|name| path.ends_with(name)))
    };
    for plan in plans.iter_mut().filter(|plan| is_met(plan)) {
        plan.seen += 1;
        let is_here = plan.seen == plan.at;
        match plan.fault {
            Fault::Fails(kind) if plan.seen >= plan.at => return Err(kind.into()),
            Fault::FailsOnce(kind) if is_here => return Err(kind.into()),
            Fault::Dies if is_here => std::process::abort(),
            Fault::Gone if is_here => std::fs::remove_file(path)?,
            Fault::Replaced if is_here => std::fs::write(path, b"versi yang baru disimpan")?,
            _ => {}
        }
    }
    Ok(())
}

/// A plan that ends when this is dropped.
pub struct Planned(PathBuf);

impl Drop for Planned {
    fn drop(&mut self) {
        let mut plans = PLANS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        plans.retain(|plan| plan.folder != self.0);
    }
}

/// Files of these names in the folder can't be replaced.
pub fn refused(folder: &Path, names: &[&str], kind: ErrorKind) -> Planned {
    let names = names.iter().map(|name| (*name).to_string()).collect();
    let plan = Plan { folder: folder.into(), names, step: Step::Place, at: 1, seen: 0, fault: Fault::Fails(kind) };
    PLANS.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(plan);
    Planned(folder.into())
}

const PERINTAH: &str = "CERMAT_UJI_PERINTAH";
const RENCANA: &str = "CERMAT_UJI_RENCANA";
/// The status of a run whose plan was not met.
const UNMET: i32 = 100;

/// The process that [`run`] starts; does nothing by itself.
#[test]
#[ignore = "the process the other tests start"]
fn child() {
    let Some(arguments) = std::env::var_os(PERINTAH) else { return };
    if let Ok(plan) = std::env::var(RENCANA) {
        PLANS.lock().expect("nobody holds it").push(plan_of(&plan));
    }
    let arguments = arguments.to_string_lossy().split('\n').map(Into::into).collect();
    let outcome = super::run_on(arguments);
    let is_unmet = PLANS.lock().expect("nobody holds it").iter().any(|plan| plan.seen < plan.at);
    std::process::exit(if is_unmet { UNMET } else { outcome as i32 });
}

/// `Write 3 Fails StorageFull DPA.xlsx`: the step, which one, the fault, and the end of the file's path.
fn plan_of(text: &str) -> Plan {
    let mut words = text.split(' ');
    let mut word = || words.next().unwrap_or_default();
    let step = [Step::Read, Step::Make, Step::Write, Step::Sync, Step::Place, Step::Remove];
    let name = word();
    let step = step.into_iter().find(|step| format!("{step:?}") == name).expect("a known step");
    let at = word().parse().expect("a number");
    let (fault, kind) = (word(), word());
    let kinds = [ErrorKind::StorageFull, ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem];
    let kind = kinds.into_iter().find(|known| format!("{known:?}") == kind);
    let fault = match (fault, kind) {
        ("Fails", Some(kind)) => Fault::Fails(kind),
        ("FailsOnce", Some(kind)) => Fault::FailsOnce(kind),
        ("Dies", _) => Fault::Dies,
        ("Gone", _) => Fault::Gone,
        ("Replaced", _) => Fault::Replaced,
        other => panic!("no such fault: {other:?}"),
    };
    let names = words.map(str::to_string).collect();
    Plan { folder: PathBuf::new(), names, step, at, seen: 0, fault }
}

/// What a run left and said; no status for one that was killed.
#[derive(Debug)]
struct Left {
    status: Option<i32>,
    said: String,
    outputs: Files,
}

/// Names and contents.
type Files = BTreeMap<String, Vec<u8>>;

/// The workbooks of all tests, small ones.
fn inputs() -> Files {
    let one = include_bytes!("../../workbooks/contoh/Renstra_RKT.xlsx");
    let other = include_bytes!("../../workbooks/contoh/IKU_Prov_2017.xlsx");
    [("Renstra.xlsx", one.as_slice()), ("IKU.xlsx", other)].map(|(name, bytes)| (name.into(), bytes.into())).into()
}

/// A folder with the workbooks and, if any, the outputs of an earlier run.
fn folder(earlier: Option<&Files>) -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("the system has a temporary folder");
    let put = |folder: PathBuf, files: &Files| {
        std::fs::create_dir_all(&folder).expect("it can be made");
        files.iter().for_each(|(name, bytes)| std::fs::write(folder.join(name), bytes).expect("it can be written"));
    };
    put(place.path().join("masuk"), &inputs());
    if let Some(earlier) = earlier {
        put(place.path().join("masuk/hasil"), earlier);
    }
    place
}

/// Runs a command on the folder.
fn run(place: &Path, command: &str, plan: &str) -> Left {
    let mut child = Command::new(std::env::current_exe().expect("this program"));
    child.args(["commands::gangguan::child", "--exact", "--ignored", "--nocapture"]).current_dir(place);
    child.env(PERINTAH, format!("cermat {command}").replace(' ', "\n")).env_remove("RUST_BACKTRACE");
    if !plan.is_empty() {
        child.env(RENCANA, plan);
    }
    let done = child.output().expect("the program starts");
    left(place, &done)
}

fn left(place: &Path, done: &std::process::Output) -> Left {
    // Sentences are wrapped on a terminal.
    let said = [String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr)].concat();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    Left { status: done.status.code(), said, outputs: files_in(&place.join("masuk/hasil")) }
}

fn files_in(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten().filter(|entry| entry.path().is_file()) {
        let name = entry.file_name().to_string_lossy().into_owned();
        files.insert(name, std::fs::read(entry.path()).expect("it can be read"));
    }
    files
}

/// What holds after every run, whatever happened: the inputs are as they were, and each output is whole.
fn assert_whole(place: &Path, left: &Left, case: &str) {
    assert_eq!(files_in(&place.join("masuk")), inputs(), "{case}: the inputs");
    for (name, bytes) in &left.outputs {
        if name.starts_with('.') && name.ends_with(".tmp") {
            assert_eq!(left.status, None, "{case}: {name} is left though nobody killed the run");
            continue;
        }
        assert!(is_whole(name, bytes), "{case}: {name} is no whole output");
    }
}

fn is_whole(name: &str, bytes: &[u8]) -> bool {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "xlsx" | "docx" => zip::ZipArchive::new(io::Cursor::new(bytes)).is_ok_and(|mut archive| {
            (0..archive.len()).all(|index| {
                let mut inflated = Vec::new();
                archive.by_index(index).is_ok_and(|mut part| part.read_to_end(&mut inflated).is_ok())
            })
        }),
        "json" => serde_json::from_slice::<serde_json::Value>(bytes).is_ok(),
        "html" => bytes.ends_with(b"</html>\n"),
        "ndjson" => bytes
            .split(|&byte| byte == b'\n')
            .all(|line| line.is_empty() || serde_json::from_slice::<serde_json::Value>(line).is_ok()),
        _ => true,
    }
}

/// The commands that write, with what they are to say of a full disk.
const COMMANDS: [&str; 4] =
    ["periksa masuk", "awasi masuk --sekali --tenang 0,05", "perbaiki masuk --tulis", "lampiran masuk"];

/// Runs a command once for each of the steps of a kind, as far as it comes to them.
fn at_each(command: &str, step: Step, fault: &str, look: impl Fn(&Path, &Left, &str)) {
    // The first steps are of the greatest variety.
    for at in [1, 2, 4, 8, 14, 25, 40] {
        let place = folder(None);
        let plan = format!("{step:?} {at} {fault}");
        let left = run(place.path(), command, &plan);
        let case = format!("{command}, {plan}");
        assert_whole(place.path(), &left, &case);
        if left.status == Some(UNMET) {
            assert!(at > 1, "{case}: nothing of this kind is done");
            return;
        }
        look(place.path(), &left, &case);
    }
}

#[test]
fn a_full_disk_is_told_and_leaves_only_whole_files() {
    for command in COMMANDS {
        at_each(command, Step::Write, "Fails StorageFull", |_, left, case| {
            assert_eq!(left.status, Some(2), "{case}: {}", left.said);
            assert!(left.said.contains("ruang penyimpanan penuh"), "{case}: {}", left.said);
        });
    }
}

#[test]
fn a_lost_permission_is_told_with_the_file_it_was_wanted_for() {
    for command in COMMANDS {
        at_each(command, Step::Make, "Fails PermissionDenied", |_, left, case| {
            assert_eq!(left.status, Some(2), "{case}: {}", left.said);
            assert!(left.said.contains("tidak ada izin untuk membaca atau menulis"), "{case}: {}", left.said);
            assert!(left.said.contains("hasil"), "{case}: {}", left.said);
        });
    }
}

#[test]
fn a_kill_at_any_step_leaves_old_or_new_files_and_the_next_run_is_as_if_nothing_happened() {
    for command in COMMANDS {
        let place = folder(None);
        let whole = run(place.path(), command, "");
        assert!(matches!(whole.status, Some(0 | 1)), "{command}: {}", whole.said);
        let visible = |outputs: &Files| -> Files {
            outputs
                .iter()
                .filter(|(name, _)| !name.starts_with('.'))
                .map(|(name, bytes)| (name.clone(), bytes.clone()))
                .collect()
        };
        let whole = visible(&whole.outputs);
        for step in [Step::Write, Step::Place] {
            at_each(command, step, "Dies", |place, left, case| {
                assert_eq!(left.status, None, "{case}: {}", left.said);
                let left = visible(&left.outputs);
                assert!(left.iter().all(|(name, bytes)| whole.get(name) == Some(bytes)), "{case}: other outputs");
                if step == Step::Place {
                    assert!(visible(&run(place, command, "").outputs) == whole, "{case}: the next run");
                }
            });
        }
    }
}

#[test]
fn the_old_output_stays_until_the_new_one_is_whole() {
    let old: Files = ["Renstra.diperiksa.xlsx", "IKU.diperiksa.xlsx", "laporan.html"]
        .map(|name| (name.into(), b"lama".to_vec()))
        .into();
    for at in [1, 3, 9] {
        let place = folder(Some(&old));
        let left = run(place.path(), "periksa masuk", &format!("Write {at} Fails StorageFull"));
        assert_eq!(left.status, Some(2), "{}", left.said);
        for (name, before) in &old {
            let now = left.outputs.get(name).expect("an output never goes");
            assert!(now == before || is_whole(name, now), "{name} is half written");
        }
    }
}

#[test]
fn one_copy_that_fails_leaves_the_others_and_is_told_with_its_name() {
    let place = folder(None);
    let left = run(place.path(), "periksa masuk", "Place 1 Fails ReadOnlyFilesystem IKU.diperiksa.xlsx");
    assert_eq!(left.status, Some(2), "{}", left.said);
    assert!(left.said.contains("IKU.xlsx") && left.said.contains("hanya dapat dibaca"), "{}", left.said);
    let names: Vec<&str> = left.outputs.keys().map(String::as_str).collect();
    assert!(names.contains(&"Renstra.diperiksa.xlsx") && !names.contains(&"IKU.diperiksa.xlsx"), "{names:?}");
    let told = String::from_utf8_lossy(&left.outputs["temuan.json"]);
    assert!(told.contains("salinan bertanda tidak dapat dibuat"), "{told}");
}

#[test]
fn an_input_that_goes_or_changes_while_it_is_read_is_told_and_the_others_go_on() {
    for command in ["periksa masuk", "perbaiki masuk --tulis", "lampiran masuk"] {
        for (fault, sentence) in [("Gone", "tidak ditemukan"), ("Replaced", "berubah ketika sedang dibaca")] {
            let place = folder(None);
            let left = run(place.path(), command, &format!("Read 1 {fault} - IKU.xlsx"));
            let case = format!("{command}, {fault}: {}", left.said);
            assert_eq!(left.status, Some(2), "{case}");
            assert!(left.said.contains("IKU.xlsx") && left.said.contains(sentence), "{case}");
            assert!(!left.outputs.is_empty(), "{case}");
            assert!(left.outputs.iter().all(|(name, bytes)| is_whole(name, bytes)), "{case}");
        }
    }
}

/// With more than one workbook the bytes are read again for the copy.
#[test]
fn an_input_saved_between_check_and_copy_gets_no_copy() {
    let place = folder(None);
    let left = run(place.path(), "periksa masuk", "Read 2 Replaced - IKU.xlsx");
    assert_eq!(left.status, Some(2), "{}", left.said);
    assert!(left.said.contains("berubah ketika sedang dibaca"), "{}", left.said);
    assert!(!left.outputs.contains_key("IKU.diperiksa.xlsx") && left.outputs.contains_key("Renstra.diperiksa.xlsx"));
}

/// The system's own refusal, as far as it can be had without its administrator: no file may grow beyond a size.
#[cfg(target_os = "linux")]
#[test]
fn a_real_refusal_of_the_system_is_told_as_one() {
    let place = folder(None);
    let program = std::env::current_exe().expect("this program");
    let script = r#"trap "" XFSZ; ulimit -f 8; exec "$0" commands::gangguan::child --exact --ignored --nocapture"#;
    let done = Command::new("sh")
        .args(["-c", script])
        .arg(program)
        .current_dir(place.path())
        .env(PERINTAH, "cermat\nperiksa\nmasuk")
        .output()
        .expect("the shell starts");
    let left = left(place.path(), &done);
    assert_whole(place.path(), &left, "ulimit");
    assert_eq!(left.status, Some(2), "{}", left.said);
    assert!(left.said.contains("melebihi ukuran yang diizinkan"), "{}", left.said);
}
