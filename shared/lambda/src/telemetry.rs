//! Logs: one JSON object a line on standard output, without personal data.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::metrics::{self, Unit};

static START: OnceLock<(&'static str, Instant)> = OnceLock::new();
static SERVED: AtomicBool = AtomicBool::new(false);

/// Starts logging for a function. Later calls do nothing.
///
/// The level comes from `AWS_LAMBDA_LOG_LEVEL` or `LOG_LEVEL` (`info` unless set) and holds for
/// our own crates only. Libraries stay at warnings: at finer levels they print whole requests.
pub fn start(function: &'static str) {
    if START.set((function, Instant::now())).is_err() {
        return;
    }
    let format = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_target(false);
    let subscriber = tracing_subscriber::registry()
        .with(filter(function, level()))
        .with(format);
    // A test harness may have installed its own subscriber, which is as good.
    let _ = subscriber.try_init();
    std::panic::set_hook(Box::new(|panic| {
        // The place only: the message of a panic may quote the data it stumbled over.
        let place = panic
            .location()
            .map_or_else(String::new, ToString::to_string);
        tracing::error!(function = self::function(), place, "panicked");
    }));
}

/// Whether this program is a function that logs.
pub(crate) fn is_started() -> bool {
    START.get().is_some()
}

/// The name of the function that logs.
#[must_use]
pub fn function() -> &'static str {
    START.get().map_or("yudan", |(function, _)| function)
}

/// Whole milliseconds since `started`.
#[must_use]
pub fn millis(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Marks the first event of this process, with the time it took to be ready for it.
pub(crate) fn mark_cold_start() {
    if SERVED.swap(true, Ordering::Relaxed) {
        return;
    }
    let Some((function, started)) = START.get() else {
        return;
    };
    let ready_ms = millis(*started);
    tracing::info!(function, ready_ms, "cold start");
    metrics::emit("ColdStart", ready_ms, Unit::Milliseconds);
}

fn level() -> LevelFilter {
    let set = ["AWS_LAMBDA_LOG_LEVEL", "LOG_LEVEL"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok());
    set.and_then(|level| level.parse().ok())
        .unwrap_or(LevelFilter::INFO)
}

fn filter(function: &'static str, level: LevelFilter) -> Targets {
    Targets::new()
        .with_default(LevelFilter::WARN.min(level))
        .with_targets(
            ["domain", "contract", "store", "lambda", function].map(|target| (target, level)),
        )
        // Its name begins like one of ours. At `trace` it prints whole events; its errors are
        // those that this crate has logged already.
        .with_target("lambda_runtime", LevelFilter::OFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn libraries_never_log_below_warnings() {
        let filter = filter("intake", LevelFilter::TRACE);
        for ours in ["intake", "intake::http", "lambda::http", "store::transact"] {
            assert!(filter.would_enable(ours, &Level::TRACE), "{ours}");
        }
        for theirs in ["aws_smithy_runtime::client", "hyper", "rustls"] {
            assert!(!filter.would_enable(theirs, &Level::INFO), "{theirs}");
            assert!(filter.would_enable(theirs, &Level::WARN), "{theirs}");
        }
        assert!(!filter.would_enable("lambda_runtime::layers", &Level::ERROR));
    }

    #[test]
    fn a_stricter_level_holds_for_libraries_too() {
        let filter = filter("intake", LevelFilter::ERROR);
        assert!(!filter.would_enable("hyper", &Level::WARN));
        assert!(!filter.would_enable("intake", &Level::WARN));
    }
}
