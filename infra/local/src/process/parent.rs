//! A function process must not outlive its host, not even one that was killed.
//!
//! The host holds the writing end of each child's standard input and never writes. When the host
//! ends, in whatever way, the system closes that end and the child reads the end of its input.

use std::io::Read;

/// Set in the environment of processes the host starts; a function started by hand is left alone.
pub const CHILD_MARK: &str = "YUDAN_CHILD";

/// Ends this process as soon as the host is gone. Does nothing in a process the host did not start.
///
/// # Errors
/// The watching thread cannot be started.
pub fn end_with_host() -> std::io::Result<()> {
    if std::env::var_os(CHILD_MARK).is_none() {
        return Ok(());
    }
    std::thread::Builder::new()
        .name("host-watch".to_owned())
        .spawn(|| {
            let mut buffer = [0_u8; 16];
            let mut input = std::io::stdin().lock();
            while matches!(input.read(&mut buffer), Ok(read) if read > 0) {}
            std::process::exit(0);
        })?;
    Ok(())
}
