//! The house rules that can be checked by reading the sources.
//!
//! Each test names the rule it holds, and each failure says where it is broken.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod crates;
mod files;
mod keys;
mod sources;
mod words;

/// Fails with the rule and the places where it is broken, if there are any.
fn refuse(rule: &str, broken: &[String]) {
    assert!(broken.is_empty(), "{rule}\n  {}", broken.join("\n  "));
}
