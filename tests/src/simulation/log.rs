//! What happened in a run, in order: to explain a finding, and to show that a seed replays.

use std::sync::Mutex;

use lambda::clock::SetClock;
use sha2::{Digest as _, Sha256};

/// The log of one run.
pub(super) struct Log {
    clock: SetClock,
    lines: Mutex<Vec<String>>,
}

impl Log {
    pub(super) fn new(clock: SetClock) -> Self {
        Self {
            clock,
            lines: Mutex::default(),
        }
    }

    /// Writes a line, with the time.
    pub(super) fn note(&self, line: impl AsRef<str>) {
        let at = self.clock.now().strftime("%m-%d %H:%M:%S%.3f");
        let line = format!("{at} {}", line.as_ref().trim_end());
        self.lines.lock().unwrap().push(line);
    }

    /// The last lines up to the one that holds this text, at most `most` of them.
    pub(super) fn before(&self, text: &str, most: usize) -> Vec<String> {
        let lines = self.lines.lock().unwrap();
        let end = lines.iter().position(|line| line.contains(text));
        let end = end.map_or(lines.len(), |end| end + 1);
        lines[end.saturating_sub(most)..end].to_vec()
    }

    /// The lines that hold this text, and at most `most` of them: the first and the last.
    pub(super) fn about(&self, text: &str, most: usize) -> Vec<String> {
        let lines = self.lines.lock().unwrap();
        let holds = |line: &&String| line.contains(text);
        let found: Vec<String> = lines.iter().filter(holds).cloned().collect();
        if found.len() <= most {
            return found;
        }
        let (first, last) = (most / 3, most - most / 3);
        let left_out = format!("… {} lines left out …", found.len() - most);
        let head = found[..first].iter().cloned();
        let tail = found[found.len() - last..].iter().cloned();
        head.chain([left_out]).chain(tail).collect()
    }

    /// A digest of everything: equal for two runs that went the same way.
    pub(super) fn fingerprint(&self) -> String {
        let mut hasher = Sha256::new();
        for line in self.lines.lock().unwrap().iter() {
            hasher.update(line.as_bytes());
            hasher.update([0]);
        }
        hex::encode(&hasher.finalize()[..8])
    }

    /// Every line.
    pub(super) fn all(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}
