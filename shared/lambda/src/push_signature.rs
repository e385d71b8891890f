//! Signatures of the services that pass on what carriers report, as they define them.
//!
//! Both are an MD5 over the content and a shared key, without a time: a recorded push can be sent again, and changes
//! nothing, because reports that are known change nothing. What keeps others from reading it is TLS.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::config::Secret;
use crate::signature;

/// 快递100: MD5 of the form field `param` and the salt, in upper-case hexadecimal.
#[must_use]
pub fn kuaidi100(param: &str, salt: &Secret) -> String {
    digest(param, salt).to_uppercase()
}

/// 快递鸟: base64 of the hexadecimal MD5 of the content and the AppKey.
#[must_use]
pub fn kdniao(data: &str, key: &Secret) -> String {
    STANDARD.encode(digest(data, key))
}

/// Whether a signature is the expected one; takes as long for any other.
#[must_use]
pub fn is(expected: &str, found: &str, key: &Secret) -> bool {
    signature::same(key, expected.as_bytes(), found.as_bytes())
}

fn digest(content: &str, key: &Secret) -> String {
    let mut signed = md5::Context::new();
    signed.consume(content.as_bytes());
    signed.consume(key.bytes());
    format!("{:x}", signed.compute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signatures_are_those_of_the_services() {
        let key = Secret::new("0123456789abcdef");
        // Computed with another implementation: printf '{}0123456789abcdef' | md5sum
        let digest = "945a9ab7393016e6f40c362ab453d62d";
        assert_eq!(kuaidi100("{}", &key), digest.to_uppercase());
        assert_eq!(
            kdniao("{}", &key),
            "OTQ1YTlhYjczOTMwMTZlNmY0MGMzNjJhYjQ1M2Q2MmQ="
        );
        assert!(is("ABC", "ABC", &key));
        for other in ["abc", "AB", "ABCD", ""] {
            assert!(!is("ABC", other, &key), "{other}");
        }
    }
}
