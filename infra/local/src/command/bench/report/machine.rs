//! The machine on which something was measured.

use serde::{Deserialize, Serialize};

/// What matters of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Machine {
    /// Kind of processor.
    pub(super) processor: String,
    /// How many the program may use.
    pub(super) processors: usize,
    /// Memory, in MB.
    pub(super) memory_mb: u64,
    /// Operating system and its version.
    pub(super) system: String,
}

impl Machine {
    /// The one on which this program runs.
    pub(super) fn this() -> Self {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        Self {
            processor: value(&read("/proc/cpuinfo"), "model name")
                .unwrap_or(std::env::consts::ARCH)
                .to_owned(),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            memory_mb: value(&read("/proc/meminfo"), "MemTotal")
                .and_then(|total| total.split_ascii_whitespace().next()?.parse::<u64>().ok())
                .map_or(0, |kilobytes| kilobytes / 1024),
            system: format!(
                "{} {}",
                std::env::consts::OS,
                read("/proc/sys/kernel/osrelease").trim()
            )
            .trim()
            .to_owned(),
        }
    }
}

/// The first value of a name in lines of `name : value`.
fn value<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = text.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = pairs.find(|(found, _)| found.trim() == name)?;
    Some(value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_name() {
        let text = "processor\t: 0\nmodel name\t: A CPU @ 2: GHz\nmodel name\t: B\n";
        assert_eq!(value(text, "model name"), Some("A CPU @ 2: GHz"));
        assert_eq!(value(text, "MemTotal"), None);
        assert!(Machine::this().processors > 0);
    }
}
