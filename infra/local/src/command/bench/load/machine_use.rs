//! What a server and its functions take of the machine, as `/proc` tells. Linux only.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::super::super::Failure;
use crate::client::Client;

/// Threads of the host on which the embedded engine serves.
const ENGINE: &str = "engine";
/// Milliseconds of a clock tick; the kernel tells times to programs in hundredths of a second.
const TICK_MS: u64 = 10;

/// Time of the CPU since the processes began, and memory now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct MachineUse {
    host_ms: u64,
    engine_ms: u64,
    functions_ms: u64,
    client_ms: u64,
    host_kb: u64,
    functions_kb: u64,
    function_processes: u64,
}

/// Time of the CPU that some work took, and memory after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Used {
    /// Of the host without its engine, in ms.
    pub(in super::super) host_ms: u64,
    /// Of the engine's threads, in ms. The host's own reading of the stream is not among it.
    pub(in super::super) engine_ms: u64,
    /// Of all processes of functions, in ms.
    pub(in super::super) functions_ms: u64,
    /// Of this program, which is the clients, in ms.
    pub(in super::super) client_ms: u64,
    /// Resident memory of the host with its engine, in kB.
    pub(in super::super) host_kb: u64,
    /// Resident memory of all processes of functions, in kB.
    pub(in super::super) functions_kb: u64,
    /// How many those are.
    pub(in super::super) function_processes: u64,
}

impl MachineUse {
    /// What there is to tell now; `None` where there is no `/proc`.
    pub(super) fn now(host: &Client) -> Result<Option<Self>, Failure> {
        let status = host.status()?;
        let (Some(host), Some(client)) = (Process::of(status.pid), Process::of(std::process::id()))
        else {
            return Ok(None);
        };
        let engine_ms = threads_named(status.pid, ENGINE);
        let pids = status.functions.iter().flat_map(|function| &function.pids);
        // One that has just ended tells nothing.
        let functions: Vec<Process> = pids.filter_map(|pid| Process::of(*pid)).collect();
        Ok(Some(Self {
            host_ms: host.cpu_ms.saturating_sub(engine_ms),
            engine_ms,
            functions_ms: functions.iter().map(|process| process.cpu_ms).sum(),
            client_ms: client.cpu_ms,
            host_kb: host.resident_kb,
            functions_kb: functions.iter().map(|process| process.resident_kb).sum(),
            function_processes: u64::try_from(functions.len())?,
        }))
    }

    /// What was taken after `earlier`.
    pub(super) const fn since(self, earlier: &Self) -> Used {
        Used {
            host_ms: self.host_ms.saturating_sub(earlier.host_ms),
            engine_ms: self.engine_ms.saturating_sub(earlier.engine_ms),
            functions_ms: self.functions_ms.saturating_sub(earlier.functions_ms),
            client_ms: self.client_ms.saturating_sub(earlier.client_ms),
            host_kb: self.host_kb,
            functions_kb: self.functions_kb,
            function_processes: self.function_processes,
        }
    }
}

struct Process {
    cpu_ms: u64,
    resident_kb: u64,
}

impl Process {
    fn of(pid: u32) -> Option<Self> {
        let directory = Path::new("/proc").join(pid.to_string());
        let status = fs::read_to_string(directory.join("status")).ok()?;
        let (_, cpu_ms) = name_and_cpu(&fs::read_to_string(directory.join("stat")).ok()?)?;
        Some(Self {
            cpu_ms,
            resident_kb: resident_kb(&status)?,
        })
    }
}

/// Time of the CPU of all threads of a process with this name.
fn threads_named(pid: u32, name: &str) -> u64 {
    let tasks = Path::new("/proc").join(pid.to_string()).join("task");
    let tasks = fs::read_dir(tasks).into_iter().flatten().flatten();
    let times = tasks.filter_map(|task| {
        let (found, cpu_ms) = name_and_cpu(&fs::read_to_string(task.path().join("stat")).ok()?)?;
        (found == name).then_some(cpu_ms)
    });
    times.sum()
}

/// The name in a `stat` file, and user and system time together in ms. The name is in brackets and
/// may hold anything, brackets too; the times are the 14th and 15th field.
fn name_and_cpu(stat: &str) -> Option<(String, u64)> {
    let (start, rest) = stat.rsplit_once(')')?;
    let (_, name) = start.split_once('(')?;
    let mut fields = rest.split_ascii_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some((name.to_owned(), user.checked_add(system)? * TICK_MS))
}

fn resident_kb(status: &str) -> Option<u64> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_ascii_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_behind_any_name() {
        let rest = " S 1 2 3 4 5 6 7 8 9 10 250 50 11 12";
        let table = [
            (
                format!("77 (engine){rest}"),
                Some(("engine".to_owned(), 3000)),
            ),
            (
                format!("77 (a) b (c)){rest}"),
                Some(("a) b (c)".to_owned(), 3000)),
            ),
            ("77 (short) S 1".to_owned(), None),
            (String::new(), None),
        ];
        for (stat, expected) in table {
            assert_eq!(name_and_cpu(&stat), expected, "{stat}");
        }
    }

    #[test]
    fn memory_is_what_is_resident() {
        let status = "Name:\tyudan\nVmPeak:\t  200 kB\nVmRSS:\t    1234 kB\n";
        assert_eq!(resident_kb(status), Some(1234));
        assert_eq!(resident_kb("Name:\tkthreadd\n"), None);
    }
}
