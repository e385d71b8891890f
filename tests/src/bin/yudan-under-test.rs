//! The program `yudan` as the scenarios start it. A package's tests know the path of its own
//! programs only, and `cargo test` builds those afresh.

use std::process::ExitCode;

fn main() -> ExitCode {
    // A test run that is stopped, in whatever way, leaves no server behind.
    if let Err(error) = yudan::process::parent::end_with_host() {
        eprintln!("yudan-under-test: cannot watch the test that started it: {error}");
        return ExitCode::FAILURE;
    }
    yudan::command::run()
}
