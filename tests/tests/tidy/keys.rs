//! Keys of the table: written and read in one file.

use crate::refuse;
use crate::sources::{is_test, rust_sources, shipped};

#[test]
fn keys_are_written_in_one_place() {
    // Key texts join their parts with `#`: after a word in capitals, or after a placeholder.
    let joins = |line: &str| {
        line.contains('"')
            && line
                .as_bytes()
                .windows(2)
                .any(|pair| pair[1] == b'#' && (pair[0].is_ascii_uppercase() || pair[0] == b'}'))
    };
    let broken: Vec<String> = rust_sources()
        .iter()
        .filter(|source| {
            // The auditor reads keys by rules of its own, in one place too.
            let owner = source.path.starts_with("shared/store/src/key")
                || source.path == "infra/audit/src/key.rs";
            !is_test(&source.path) && !owner
        })
        .flat_map(|source| {
            let code = shipped(source)
                .lines()
                .enumerate()
                .filter(|(_, line)| !line.trim_start().starts_with("//"));
            code.filter(|(_, line)| joins(line))
                .map(|(number, line)| format!("{}:{}: {}", source.path, number + 1, line.trim()))
                .collect::<Vec<_>>()
        })
        .collect();
    refuse(
        "Only shared/store/src/key.rs writes the text of a key; use its types:",
        &broken,
    );
}
