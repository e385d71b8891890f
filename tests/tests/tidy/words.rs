//! Words that have no place in what is handed on.

use crate::refuse;
use crate::sources::{Source, sources, workspace};

/// What is written down to be done later.
const LEFTOVERS: [&str; 7] = [
    "TODO",
    "FIXME",
    "XXX",
    "HACK",
    "todo!",
    "dbg!",
    "unimplemented!",
];

/// Beginnings of paths that exist on one person's machine only.
const HOMES: [&str; 3] = ["/root/", "/home/", "/Users/"];

/// Lines of all files for which `wrong` names something, except in this file, which must name it.
fn lines_where(wrong: impl Fn(&Source, &str) -> Option<String>) -> Vec<String> {
    let mut broken = Vec::new();
    for source in sources() {
        if source.path == "tests/tests/tidy/words.rs" || source.path == "Cargo.lock" {
            continue;
        }
        for (number, line) in source.text.lines().enumerate() {
            let found = wrong(&source, line);
            broken.extend(found.map(|what| format!("{}:{}: {what}", source.path, number + 1)));
        }
    }
    broken
}

fn first_of(words: &[&str], line: &str) -> Option<String> {
    words
        .iter()
        .find(|word| line.contains(**word))
        .map(|word| (*word).to_owned())
}

#[test]
fn nothing_is_left_for_later() {
    let broken = lines_where(|_, line| first_of(&LEFTOVERS, line));
    refuse("Finish it or leave it out:", &broken);
}

#[test]
fn no_path_is_of_one_machine() {
    let here = workspace();
    let here = here.to_str().unwrap();
    let broken = lines_where(|_, line| first_of(&HOMES, line).or_else(|| first_of(&[here], line)));
    refuse("Write paths from the root of the repository:", &broken);
}

#[test]
fn no_path_leaves_the_repository() {
    let broken = lines_where(|source, line| {
        let depth = source.path.matches('/').count();
        let out = "../".repeat(depth + 1);
        line.contains(&out).then(|| line.trim().to_owned())
    });
    refuse(
        "What is outside the repository is not there for others:",
        &broken,
    );
}

#[test]
fn nothing_is_explained_by_the_number_of_an_issue() {
    let broken = lines_where(|_, line| {
        let line = line.to_lowercase();
        let (_, after) = line.split_once("issue ")?;
        let number = after.trim_start_matches('#');
        number
            .starts_with(|first: char| first.is_ascii_digit())
            .then(|| line.clone())
    });
    refuse("Say the reason itself:", &broken);
}

#[test]
fn the_lock_file_names_the_default_registry_only() {
    let lock = std::fs::read_to_string(workspace().join("Cargo.lock")).unwrap();
    let broken: Vec<String> = lock
        .lines()
        .filter(|line| line.starts_with("source = "))
        .filter(|line| {
            *line != "source = \"registry+https://github.com/rust-lang/crates.io-index\""
        })
        .map(str::to_owned)
        .collect();
    refuse("Dependencies come from the default registry:", &broken);
}
