//! Damaged data files: refused in words by `serve` and by `verify`, and left as they are.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use uuid::Uuid;
use yudan_tests::waiting::until;

use crate::closed_company;

const FILES: [&str; 3] = ["host.sqlite", "bus.sqlite", "tables.sqlite"];

/// A copy of the closed company's data, removed at the end.
pub(crate) struct Copy(PathBuf);

impl Copy {
    pub(crate) fn new() -> Self {
        let name = format!("damaged-{}", Uuid::now_v7());
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&copy).unwrap();
        closed_company().alone(|directory| {
            for entry in std::fs::read_dir(directory).unwrap().flatten() {
                if entry.path().is_file() {
                    std::fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
                }
            }
        });
        Self(copy)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// A connection that can do to a database what no program of ours does.
    pub(crate) fn meddle(&self, file: &str) -> rusqlite::Connection {
        rusqlite::Connection::open(self.0.join(file)).unwrap()
    }

    /// As if everything had been passed on long ago: only the last message is remembered.
    pub(crate) fn forget_what_was_sent(&self) {
        let newest = "SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records";
        let tables = self.meddle(FILES[2]);
        let done: i64 = tables.query_row(newest, [], |row| row.get(0)).unwrap();
        let forget = "DELETE FROM _stream_records WHERE CAST(sequence_number AS INTEGER) < ?1";
        tables.execute(forget, [done]).unwrap();
        // What a record shows lies above what the engine keeps.
        let shown = (100_000_000_000_000_000_000_i128 + i128::from(done)).to_string();
        let host = self.meddle(FILES[0]);
        host.execute("UPDATE checkpoint SET sequence = ?1", [shown])
            .unwrap();
        let bus = self.meddle(FILES[1]);
        bus.execute(
            "DELETE FROM published WHERE published_ms <
             (SELECT MAX(published_ms) FROM published WHERE message LIKE '%\"sequence\":%')",
            [],
        )
        .unwrap();
        bus.execute("UPDATE published SET number = number + 100000", [])
            .unwrap();
    }

    fn bytes(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.0.join(file)).unwrap()
    }

    fn write(&self, file: &str, bytes: &[u8]) {
        std::fs::write(self.0.join(file), bytes).unwrap();
    }

    /// What is in each database now; nothing where there is none.
    fn databases(&self) -> BTreeMap<&'static str, Option<Vec<u8>>> {
        FILES
            .into_iter()
            .map(|file| (file, std::fs::read(self.0.join(file)).ok()))
            .collect()
    }

    /// Runs a command of the program on it to its end; its status and what it said of errors.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut running = Running(
            Command::new(env!("CARGO_BIN_EXE_yudan-under-test"))
                .args(arguments)
                .arg("--data")
                .arg(&self.0)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap(),
        );
        let ended = until("the program to end", || running.0.try_wait().unwrap());
        let mut errors = String::new();
        let mut pipe = running.0.stderr.take().unwrap();
        pipe.read_to_string(&mut errors).unwrap();
        (ended.code(), errors)
    }
}

/// A program that must not outlive the test that started it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

/// Both commands refuse the directory, name the file and the trouble, and change no database.
fn refused(copy: &Copy, file: &str, trouble: &str) {
    let before = copy.databases();
    for (arguments, status) in [
        (&["serve", "--port", "0", "--quiet"][..], 1),
        (&["verify"][..], 2),
    ] {
        let (code, errors) = copy.run(arguments);
        assert_eq!(code, Some(status), "{arguments:?}: {errors}");
        for word in [file, trouble, "is damaged", "--data DIR"] {
            assert!(errors.contains(word), "{arguments:?}: {word}: {errors}");
        }
        assert!(copy.databases() == before, "{arguments:?}: left as it was");
    }
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    for file in FILES {
        let copy = Copy::new();
        copy.write(file, "this was a database once. ".repeat(400).as_bytes());
        refused(&copy, file, "not a SQLite database");
    }
}

#[test]
fn a_file_cut_short_is_refused() {
    for file in FILES {
        let copy = Copy::new();
        let bytes = copy.bytes(file);
        copy.write(file, &bytes[..bytes.len() / 2]);
        refused(&copy, file, "");
    }
}

#[test]
fn a_file_that_became_empty_or_is_gone_is_refused() {
    for file in FILES {
        let copy = Copy::new();
        copy.write(file, b"");
        refused(&copy, file, "missing or empty");
        std::fs::remove_file(copy.0.join(file)).unwrap();
        refused(&copy, file, "missing or empty");
    }
}

#[test]
fn garbage_inside_a_file_is_refused() {
    for file in FILES {
        let copy = Copy::new();
        let mut bytes = copy.bytes(file);
        // Past the page that describes the tables.
        for byte in bytes.iter_mut().skip(4_096) {
            *byte ^= 0x5a;
        }
        copy.write(file, &bytes);
        refused(&copy, file, "");
    }
}

#[test]
fn queues_of_another_version_are_refused() {
    let copy = Copy::new();
    let later = copy.meddle("bus.sqlite");
    later.pragma_update(None, "user_version", 7).unwrap();
    drop(later);
    let before = copy.databases();
    for arguments in [&["serve", "--port", "0", "--quiet"][..], &["verify"][..]] {
        let (code, errors) = copy.run(arguments);
        assert_ne!(code, Some(0));
        assert!(errors.contains("version"), "{errors}");
        assert!(errors.contains('7'), "{errors}");
        assert!(copy.databases() == before, "left as it was");
    }
}

/// The engine's own name of the table that holds the items.
pub(crate) fn items_of(tables: &rusqlite::Connection) -> String {
    tables
        .query_row(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%item_json%'
             AND name NOT LIKE '%::%' AND substr(name, 1, 1) <> '_' ORDER BY length(name) LIMIT 1",
            [],
            |row| row.get(0),
        )
        .unwrap()
}

#[test]
fn a_changed_amount_in_the_file_is_found() {
    let copy = Copy::new();
    let tables = copy.meddle("tables.sqlite");
    let table = items_of(&tables);
    // The text of a commit stands in its item as a text within a text.
    let amount = r#"\"allocated\":12800"#;
    let forge = format!(
        "UPDATE \"{table}\" SET item_json = replace(item_json, ?1, ?2) WHERE rowid =
             (SELECT rowid FROM \"{table}\" WHERE instr(item_json, ?1) LIMIT 1)"
    );
    let forged = tables
        .execute(&forge, [amount, r#"\"allocated\":12801"#])
        .unwrap();
    assert_eq!(forged, 1);
    drop(tables);
    let (code, _) = copy.run(&["verify"]);
    assert_eq!(code, Some(1), "one digit of one amount");
}
