//! Versions of the terms that customers are shown 交易条款 (4.3.4, R3; 电子商务法 50, 民法典 496).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, quote};

/// How long after a version was replaced an order may still name it: its customer was reading it.
const READING_TIME: SignedDuration = SignedDuration::from_hours(1);
/// The most versions that a policy lists.
const MOST_VERSIONS: usize = 50;

/// What a customer was shown: enough to prove later which text it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermsShown {
    /// The version's name, such as `2026-03`.
    pub version: String,
    /// SHA-256 of the text in UTF-8, as 64 lower-case hexadecimal digits.
    pub digest: String,
}

/// A version of the terms and from when it is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermsVersion {
    /// The version's name, unique.
    pub version: String,
    /// SHA-256 of the text in UTF-8, as 64 lower-case hexadecimal digits.
    pub digest: String,
    /// Where customers read the text.
    pub url: String,
    /// From when it is in force, until the next one is.
    pub effective_from: Timestamp,
}

/// The version in force at an instant; `None` before the first.
#[must_use]
pub fn in_force(versions: &[TermsVersion], at: Timestamp) -> Option<&TermsVersion> {
    versions
        .iter()
        .filter(|version| version.effective_from <= at)
        .max_by_key(|version| version.effective_from)
}

/// Whether an order of this instant may rest on these terms: they are in force, or were an hour before.
#[must_use]
pub fn may_rest_on(shown: &TermsShown, versions: &[TermsVersion], ordered_at: Timestamp) -> bool {
    let earlier = ordered_at
        .checked_sub(READING_TIME)
        .unwrap_or(Timestamp::MIN);
    [ordered_at, earlier].into_iter().any(|at| {
        in_force(versions, at).is_some_and(|version| {
            version.version == shown.version && version.digest == shown.digest
        })
    })
}

/// Refuses versions that cannot be told apart or proven.
///
/// # Errors
/// `invalid_value` with the field, what is expected and what was found.
pub fn check(versions: &[TermsVersion]) -> Result<(), Refusal> {
    if versions.len() > MOST_VERSIONS {
        return Err(Refusal::invalid(
            "terms",
            format!("at most {MOST_VERSIONS} versions"),
            versions.len().to_string(),
        ));
    }
    for (index, version) in versions.iter().enumerate() {
        let wrong = |field: &str, expected: &str, found: &str| {
            Err(Refusal::invalid(
                format!("terms[{index}].{field}"),
                expected,
                quote(found),
            ))
        };
        if !(1..=64).contains(&version.version.chars().count()) {
            return wrong("version", "1 to 64 characters", &version.version);
        }
        if !is_digest(&version.digest) {
            return wrong(
                "digest",
                "64 lower-case hexadecimal digits",
                &version.digest,
            );
        }
        if !version.url.starts_with("https://") || version.url.len() > 500 {
            return wrong("url", "an https address of at most 500 bytes", &version.url);
        }
        let earlier = versions.get(..index).unwrap_or_default();
        if earlier.iter().any(|other| other.version == version.version) {
            return wrong(
                "version",
                "a name that no other version has",
                &version.version,
            );
        }
        if earlier
            .iter()
            .any(|other| other.effective_from == version.effective_from)
        {
            return wrong(
                "effective_from",
                "an instant of its own",
                &version.effective_from.to_string(),
            );
        }
    }
    Ok(())
}

/// Whether this is a SHA-256 in lower-case hexadecimal digits.
#[must_use]
pub fn is_digest(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn version(name: &str, digit: char, from: &str) -> TermsVersion {
        TermsVersion {
            version: name.to_owned(),
            digest: digit.to_string().repeat(64),
            url: format!("https://shop.example/terms/{name}"),
            effective_from: at(from),
        }
    }

    fn versions() -> Vec<TermsVersion> {
        vec![
            version("2026-06", 'b', "2026-06-01T00:00:00Z"),
            version("2026-01", 'a', "2026-01-01T00:00:00Z"),
        ]
    }

    #[test]
    fn the_latest_version_that_has_begun_is_in_force() {
        let versions = versions();
        let name = |instant| in_force(&versions, at(instant)).map(|found| found.version.as_str());
        assert_eq!(name("2025-12-31T23:59:59Z"), None);
        assert_eq!(name("2026-01-01T00:00:00Z"), Some("2026-01"));
        assert_eq!(name("2026-06-01T00:00:00Z"), Some("2026-06"));
    }

    #[test]
    fn an_order_rests_on_the_terms_in_force_or_on_those_of_an_hour_before() {
        let shown = |name: &str, digit: char| TermsShown {
            version: name.to_owned(),
            digest: digit.to_string().repeat(64),
        };
        for (shown, ordered_at, expected) in [
            (shown("2026-01", 'a'), "2026-03-01T00:00:00Z", true),
            (shown("2026-01", 'a'), "2026-06-01T00:59:59Z", true),
            (shown("2026-01", 'a'), "2026-06-01T01:00:00Z", false),
            (shown("2026-06", 'b'), "2026-06-01T00:00:00Z", true),
            (shown("2026-06", 'b'), "2026-05-31T23:59:59Z", false),
            (shown("2026-01", 'b'), "2026-03-01T00:00:00Z", false),
            (shown("2027-01", 'a'), "2026-03-01T00:00:00Z", false),
        ] {
            assert_eq!(
                may_rest_on(&shown, &versions(), at(ordered_at)),
                expected,
                "{shown:?} {ordered_at}"
            );
        }
    }

    #[test]
    fn versions_that_cannot_be_told_apart_or_proven_are_refused() {
        assert_eq!(check(&versions()), Ok(()));
        let changed = |change: fn(&mut TermsVersion)| {
            let mut versions = versions();
            change(&mut versions[1]);
            check(&versions).unwrap_err().evidence[0].at.clone()
        };
        assert_eq!(changed(|it| it.version.clear()), "terms[1].version");
        assert_eq!(
            changed(|it| it.version = "2026-06".to_owned()),
            "terms[1].version"
        );
        assert_eq!(
            changed(|it| it.digest.make_ascii_uppercase()),
            "terms[1].digest"
        );
        assert_eq!(
            changed(|it| it.url = "http://shop.example".to_owned()),
            "terms[1].url"
        );
        assert_eq!(
            changed(|it| it.effective_from = at("2026-06-01T00:00:00Z")),
            "terms[1].effective_from"
        );
    }
}
