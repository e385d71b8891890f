//! The program `yudan`. See [`yudan::command`].

use std::process::ExitCode;

fn main() -> ExitCode {
    yudan::command::run()
}
