//! What functions print, in one file per function that cannot grow without end.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// A file is put aside as `….log.1` when it reaches this size; an older one is dropped.
const MAX_BYTES: u64 = 10 * 1024 * 1024;

/// A log shared by the instances of one function.
#[derive(Debug)]
pub(super) struct LogFile {
    name: String,
    path: PathBuf,
    console: bool,
    open: Mutex<Option<(File, u64)>>,
}

impl LogFile {
    pub(super) fn new(directory: &Path, name: &str, console: bool) -> Arc<Self> {
        Arc::new(Self {
            name: name.to_owned(),
            path: directory.join(format!("{name}.log")),
            console,
            open: Mutex::new(None),
        })
    }

    /// Copies everything `output` prints, line by line, until it ends.
    pub(super) async fn copy(self: Arc<Self>, output: impl AsyncRead + Unpin) {
        let mut output = BufReader::new(output);
        let mut line = Vec::new();
        loop {
            line.clear();
            match output.read_until(b'\n', &mut line).await {
                Ok(0) | Err(_) => return,
                Ok(_) => self.write(&line),
            }
        }
    }

    fn write(&self, line: &[u8]) {
        if self.console {
            eprint!("{:<12} {}", self.name, String::from_utf8_lossy(line));
        }
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        // A log that cannot be written must not stop the function.
        if let Err(error) = self.append(&mut open, line) {
            tracing::warn!(%error, path = %self.path.display(), "a function's log cannot be written");
            *open = None;
        }
    }

    fn append(&self, open: &mut Option<(File, u64)>, line: &[u8]) -> std::io::Result<()> {
        if open.is_none() {
            *open = Some(self.reopen()?);
        }
        if open.as_ref().is_some_and(|(_, size)| *size >= MAX_BYTES) {
            std::fs::rename(&self.path, self.path.with_extension("log.1"))?;
            *open = Some(self.reopen()?);
        }
        if let Some((file, size)) = open {
            file.write_all(line)?;
            *size += line.len() as u64;
        }
        Ok(())
    }

    fn reopen(&self) -> std::io::Result<(File, u64)> {
        let file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.path)?;
        let size = file.metadata()?.len();
        Ok((file, size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_log_is_put_aside_once() {
        let directory = std::env::temp_dir().join(format!("yudan-log-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(&directory).unwrap();
        let full = File::create(directory.join("intake.log")).unwrap();
        full.set_len(MAX_BYTES).unwrap();
        let log = LogFile::new(&directory, "intake", false);
        Arc::clone(&log).copy(&b"first\nsecond\n"[..]).await;
        Arc::clone(&log).copy(&b"third"[..]).await;
        assert_eq!(
            std::fs::read_to_string(directory.join("intake.log")).unwrap(),
            "first\nsecond\nthird"
        );
        assert_eq!(
            directory.join("intake.log.1").metadata().unwrap().len(),
            MAX_BYTES
        );
        std::fs::remove_dir_all(directory).unwrap();
    }
}
