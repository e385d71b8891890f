//! The identifier that ties together everything one request sets off.

use crate::clock;

/// The header that carries it in and out.
pub const HEADER: &str = "x-correlation-id";

/// The caller's identifier if it is fit for logs and messages (8 to 64 of letters, digits and
/// hyphens), else a new one.
#[must_use]
pub fn accept_or_new(given: Option<&str>) -> String {
    match given {
        Some(given) if is_fit(given) => given.to_owned(),
        _ => fresh(),
    }
}

/// A new identifier.
#[must_use]
pub fn fresh() -> String {
    clock::fresh_id().to_string()
}

fn is_fit(given: &str) -> bool {
    (8..=64).contains(&given.len())
        && given
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fit_identifier_is_kept_and_any_other_replaced() {
        for fit in [
            "abcdefgh",
            "0193f1a2-7b3c-7def-8a90-123456789abc",
            &"x".repeat(64),
        ] {
            assert_eq!(accept_or_new(Some(fit)), fit);
        }
        for unfit in [
            "",
            "short",
            &"x".repeat(65),
            "with space",
            "line\nbreak!",
            "编号编号编号",
        ] {
            let new = accept_or_new(Some(unfit));
            assert_ne!(new, unfit);
            assert!(is_fit(&new), "{new}");
        }
        assert!(is_fit(&accept_or_new(None)));
    }
}
