//! `If-Match` on people's decisions, and `Idempotency-Key` (4.1.3).

use domain::refusal::{Evidence, Refusal, RefusalClass, quote};

use super::request::Request;

/// The longest idempotency key, in characters.
const LONGEST_KEY: usize = 128;

impl Request {
    /// The version that the caller saw, from `If-Match`: what `ETag` said, such as `"7"`.
    ///
    /// # Errors
    /// 428 `if_match_required` without the header, 400 `invalid_if_match` when it is no single
    /// strong tag of ours.
    pub fn if_match(&self) -> Result<u64, Refusal> {
        self.if_match_optional()?.ok_or_else(|| {
            Refusal::new(
                RefusalClass::PreconditionRequired,
                "if_match_required",
                "请在 If-Match 中带上读取时得到的 ETag",
                "send the ETag that you last read in If-Match",
            )
        })
    }

    /// The same where the caller may leave it out.
    ///
    /// # Errors
    /// 400 `invalid_if_match` when the header is there and is no single strong tag of ours.
    pub fn if_match_optional(&self) -> Result<Option<u64>, Refusal> {
        self.header("if-match").map(version).transpose()
    }

    /// The caller's key for carrying a request out at most once.
    ///
    /// # Errors
    /// 400 `invalid_idempotency_key` unless it is 1 to 128 visible ASCII characters.
    pub fn idempotency_key(&self) -> Result<Option<&str>, Refusal> {
        let Some(key) = self.header("idempotency-key") else {
            return Ok(None);
        };
        if (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return Ok(Some(key));
        }
        Err(Refusal::new(
            RefusalClass::Malformed,
            "invalid_idempotency_key",
            format!("Idempotency-Key 须为 1 至 {LONGEST_KEY} 个可见 ASCII 字符"),
            format!("an Idempotency-Key has 1 to {LONGEST_KEY} visible ASCII characters"),
        )
        .because(Evidence::new(
            "idempotency-key",
            format!("1..={LONGEST_KEY} visible ASCII characters"),
            format!("{} characters", key.chars().count()),
        )))
    }
}

/// Refuses a change to a version that the caller has not seen.
///
/// # Errors
/// 412 `stale_version`.
pub fn must_match(expected: u64, found: u64) -> Result<(), Refusal> {
    if expected == found {
        return Ok(());
    }
    Err(Refusal::new(
        RefusalClass::Stale,
        "stale_version",
        "数据已被他人更新，请重新读取后再试",
        "it was changed since you read it; read it again and decide anew",
    )
    .because(Evidence::new(
        "if-match",
        found.to_string(),
        expected.to_string(),
    )))
}

fn version(tag: &str) -> Result<u64, Refusal> {
    let digits = tag
        .trim()
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    digits
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|digits| digits.parse().ok())
        .ok_or_else(|| {
            Refusal::new(
                RefusalClass::Malformed,
                "invalid_if_match",
                "If-Match 须为读取时得到的 ETag，例如 \"7\"",
                "If-Match must be the ETag that was read, such as \"7\"",
            )
            .because(Evidence::new("if-match", "\"7\"", quote(tag)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_single_strong_tag_is_a_version() {
        for (tag, expected) in [
            ("\"0\"", 0),
            ("\"7\"", 7),
            (" \"18446744073709551615\" ", u64::MAX),
        ] {
            assert_eq!(version(tag).unwrap(), expected);
        }
        for tag in [
            "",
            "7",
            "*",
            "W/\"7\"",
            "\"\"",
            "\"7",
            "\"a\"",
            "\"+7\"",
            "\"7\", \"8\"",
            "\"18446744073709551616\"",
        ] {
            let refusal = version(tag).unwrap_err();
            assert_eq!(
                (refusal.code, refusal.class.status()),
                ("invalid_if_match", 400),
                "{tag}"
            );
        }
    }

    #[test]
    fn a_stale_version_is_named_beside_the_one_in_force() {
        assert!(must_match(7, 7).is_ok());
        let refusal = must_match(6, 7).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.class.status()),
            ("stale_version", 412)
        );
        assert_eq!(refusal.evidence, [Evidence::new("if-match", "7", "6")]);
    }
}
