//! Files: how long, how named.

use crate::refuse;
use crate::sources::rust_sources;

/// Lines a Rust source may have.
const LONGEST_FILE: usize = 350;
/// Lines the `main.rs` of a function may have.
const LONGEST_MAIN: usize = 25;

/// Names that say nothing about what is in a file.
const EMPTY_NAMES: [&str; 8] = [
    "utils", "util", "helpers", "helper", "manager", "managers", "common", "misc",
];

#[test]
fn files_are_short() {
    let broken: Vec<String> = rust_sources()
        .iter()
        .map(|source| (&source.path, source.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    refuse(
        &format!("A file has one concept and at most {LONGEST_FILE} lines; split by concept:"),
        &broken,
    );
}

#[test]
fn the_main_of_a_function_is_nothing_but_a_start() {
    let broken: Vec<String> = rust_sources()
        .iter()
        .filter(|source| {
            source.path.starts_with("functions/") && source.path.ends_with("src/main.rs")
        })
        .filter(|source| {
            source.text.lines().count() > LONGEST_MAIN || source.text.contains("match ")
        })
        .map(|source| source.path.clone())
        .collect();
    refuse(
        &format!(
            "A main has at most {LONGEST_MAIN} lines and decides nothing; see the crate's lib.rs:"
        ),
        &broken,
    );
}

#[test]
fn files_are_named_after_what_is_in_them() {
    let named = |path: &str| {
        path.split(['/', '.'])
            .any(|part| EMPTY_NAMES.contains(&part))
    };
    let broken: Vec<String> = rust_sources()
        .into_iter()
        .map(|source| source.path)
        .filter(|path| named(path))
        .collect();
    refuse("A module is a noun of the trade:", &broken);
}
