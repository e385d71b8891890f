//! Waiting for what the system does by itself.

use std::time::{Duration, Instant};

/// Long enough for a slow machine, short enough for whoever waits for a failing test.
pub const LIMIT: Duration = Duration::from_secs(30);

/// Between two looks.
const LOOK_AGAIN: Duration = Duration::from_millis(15);

/// Looks until there is something to be seen, and gives it.
///
/// # Panics
/// When there is nothing after [`LIMIT`], with what was waited for.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(
            started.elapsed() < LIMIT,
            "expected {what} within {LIMIT:?}"
        );
        std::thread::sleep(LOOK_AGAIN);
    }
}
