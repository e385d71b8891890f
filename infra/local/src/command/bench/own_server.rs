//! A server for measuring: this program, on a free port, with data of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use uuid::Uuid;

use super::super::Failure;
use super::people::People;

/// What a server says once it can be called.
const LISTENING: &str = "listening on ";

/// Where measured servers keep their data.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Room {
    /// Directory below which measured servers keep their data; the system's temporary one if left out
    #[arg(long, value_name = "DIR")]
    room: Option<PathBuf>,
}

/// A data directory that is removed when dropped.
pub(super) struct OwnDirectory(PathBuf);

impl Room {
    /// A fresh place for data.
    pub(super) fn directory(&self) -> OwnDirectory {
        let room = self.room.clone().unwrap_or_else(std::env::temp_dir);
        OwnDirectory(room.join(format!("yudan-bench-{}", Uuid::now_v7())))
    }
}

impl OwnDirectory {
    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for OwnDirectory {
    fn drop(&mut self) {
        // What cannot be removed lies in a room for temporary data.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running server. Dropped, it ends as in a power cut, which its data survives.
pub(super) struct OwnServer {
    process: Child,
    /// Who may do what there.
    pub(super) people: People,
}

impl OwnServer {
    /// Starts a server on a data directory, with more options of `yudan serve`.
    pub(super) fn start(directory: &Path, options: &[&str]) -> Result<Self, Failure> {
        let mut process = Command::new(std::env::current_exe()?)
            .args(["serve", "--quiet", "--port", "0", "--data"])
            .arg(directory)
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let told = process.stdout.take().map(BufReader::new);
        let url = told
            .into_iter()
            .flat_map(BufRead::lines)
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix(LISTENING).map(str::to_owned));
        let people = match url {
            Some(url) => People::of(&url, directory),
            None => Err("the measured server did not start; its reason is above".into()),
        };
        match people {
            Ok(people) => Ok(Self { process, people }),
            Err(failure) => {
                end(&mut process);
                Err(failure)
            }
        }
    }
}

impl Drop for OwnServer {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

fn end(process: &mut Child) {
    // It may have ended by itself; either way it is gone afterwards.
    let _ = process.kill();
    let _ = process.wait();
}
