//! Every text file of the workspace.

use std::path::{Path, PathBuf};

/// Folders that are not ours or not sources.
const SKIPPED_FOLDERS: [&str; 4] = ["target", ".git", ".yudan", "node_modules"];

/// A file and its text.
pub(crate) struct Source {
    /// From the workspace's folder.
    pub(crate) path: String,
    pub(crate) text: String,
}

pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

/// Every text file of the workspace that people write.
pub(crate) fn sources() -> Vec<Source> {
    let root = workspace();
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                if !SKIPPED_FOLDERS.contains(&name.as_str()) {
                    folders.push(path);
                }
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let path = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('\\', "/");
                found.push(Source { path, text });
            }
        }
    }
    assert!(
        found.len() > 100,
        "expected the sources of the workspace, found {} files",
        found.len()
    );
    found
}

pub(crate) fn rust_sources() -> Vec<Source> {
    let mut sources = sources();
    sources.retain(|source| source.path.ends_with(".rs"));
    sources
}

/// The text up to the unit tests at its end.
pub(crate) fn shipped(source: &Source) -> &str {
    let text = &source.text;
    text.split_once("\n#[cfg(test)]")
        .map_or(text.as_str(), |(shipped, _)| shipped)
}

/// Whether the whole file is test code.
pub(crate) fn is_test(path: &str) -> bool {
    path.starts_with("tests/")
        || path.contains("/tests/")
        || ["tests.rs", "_tests.rs", "stories.rs"]
            .iter()
            .any(|end| path.ends_with(end))
}
