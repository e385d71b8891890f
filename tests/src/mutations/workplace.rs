//! The copy of the workspace in which the code is broken.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::Mutation;

/// Folders that are no sources.
const SKIPPED: [&str; 3] = ["target", ".git", ".yudan"];

/// A copy of the workspace.
pub(super) struct Workplace {
    copy: PathBuf,
    target: PathBuf,
}

impl Workplace {
    /// Brings the copy up to date. Files that have not changed keep their time, so that little is
    /// built again.
    pub(super) fn prepare() -> Self {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let target = workspace.join("target");
        let copy = target.join("mutations");
        update(workspace, &copy);
        Self { copy, target }
    }

    /// The seed that finds a mutation, and what it finds.
    pub(super) fn try_out(&self, mutation: &Mutation, seeds: u64) -> Option<(String, String)> {
        let file = self.copy.join(mutation.file);
        let sound = std::fs::read_to_string(&file).unwrap();
        let broken = sound.replacen(mutation.find, mutation.replace, 1);
        assert_ne!(sound, broken, "{} changes nothing", mutation.name);
        std::fs::write(&file, broken).unwrap();
        let program = self.build(mutation.name);
        std::fs::write(&file, sound).unwrap();
        let output = Command::new(program)
            .args(["--brief", "--seeds", &seeds.to_string()])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        let line = told.lines().rfind(|line| line.contains('\t'));
        match line.and_then(|line| line.split_once('\t')) {
            Some((seed, finding)) => Some((seed.to_owned(), finding.to_owned())),
            None if output.status.success() => None,
            None => Some((
                "–".to_owned(),
                format!("the simulation ended with {}", output.status),
            )),
        }
    }

    /// Builds the simulation as the code stands in the copy. What it depends on is shared with
    /// the workspace.
    fn build(&self, name: &str) -> PathBuf {
        let built = Command::new(env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "--package",
                "yudan-tests",
                "--bin",
                "simulate",
            ])
            .arg("--target-dir")
            .arg(&self.target)
            .current_dir(&self.copy)
            .status()
            .unwrap();
        assert!(built.success(), "{name} does not build");
        let program = self.copy.join("simulate-broken");
        std::fs::copy(self.target.join("debug").join("simulate"), &program).unwrap();
        program
    }
}

fn update(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        let copy = to.join(name);
        if path.is_dir() {
            if !SKIPPED.contains(&name.to_str().unwrap_or_default()) {
                update(&path, &copy);
            }
        } else {
            let text = std::fs::read(&path).unwrap();
            if std::fs::read(&copy).ok().as_ref() != Some(&text) {
                std::fs::write(&copy, text).unwrap();
            }
        }
    }
}
