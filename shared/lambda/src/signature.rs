//! Signatures of machines that call back: carriers and payment providers.
//!
//! `x-yudan-signature` is the hexadecimal HMAC-SHA256 over the value of `x-yudan-timestamp`, a
//! full stop and the raw body. The timestamp bounds how long a recorded call can be repeated;
//! within that time the handlers' idempotency makes a repetition harmless.

use domain::refusal::{Evidence, Refusal, RefusalClass};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;

use crate::config::Secret;

/// The header with the time of signing, in seconds since 1970.
pub const TIMESTAMP_HEADER: &str = "x-yudan-timestamp";
/// The header with the signature.
pub const SIGNATURE_HEADER: &str = "x-yudan-signature";
/// How far the time of signing may be from ours, in seconds.
pub const LARGEST_SKEW: i64 = 300;

/// Checks a signature in constant time.
///
/// # Errors
/// 401 `invalid_signature`, naming the header that is missing or wrong.
pub fn verify(
    secret: &Secret,
    timestamp: Option<&str>,
    signature: Option<&str>,
    body: &[u8],
    now: Timestamp,
) -> Result<(), Refusal> {
    let timestamp =
        timestamp.ok_or_else(|| invalid(TIMESTAMP_HEADER, "seconds since 1970", "nothing"))?;
    let signature =
        signature.ok_or_else(|| invalid(SIGNATURE_HEADER, "64 hexadecimal digits", "nothing"))?;
    let seconds = timestamp
        .parse::<i64>()
        .map_err(|_| invalid(TIMESTAMP_HEADER, "seconds since 1970", "something else"))?;
    if seconds.saturating_sub(now.as_second()).saturating_abs() > LARGEST_SKEW {
        let expected = format!("within {LARGEST_SKEW} seconds of {}", now.as_second());
        return Err(invalid(TIMESTAMP_HEADER, &expected, &seconds.to_string()));
    }
    let signature = hex::decode(signature)
        .map_err(|_| invalid(SIGNATURE_HEADER, "64 hexadecimal digits", "something else"))?;
    code(secret, timestamp, body)
        .and_then(|code| code.verify_slice(&signature).ok())
        .ok_or_else(|| {
            invalid(
                SIGNATURE_HEADER,
                "the signature of this timestamp and body",
                "another one",
            )
        })
}

/// The value of `x-yudan-signature` for a body signed at `timestamp`, the value of
/// `x-yudan-timestamp`; what callers have to compute.
#[must_use]
pub fn sign(secret: &Secret, timestamp: &str, body: &[u8]) -> String {
    code(secret, timestamp, body).map_or_else(String::new, |code| {
        hex::encode(code.finalize().into_bytes())
    })
}

/// Whether two texts are the same, in a time that does not depend on where they differ.
#[must_use]
pub fn same(key: &Secret, expected: &[u8], found: &[u8]) -> bool {
    let digest = |text: &[u8]| code(key, "same", text);
    match (digest(expected), digest(found)) {
        (Some(expected), Some(found)) => expected
            .verify_slice(&found.finalize().into_bytes())
            .is_ok(),
        (None, _) | (_, None) => false,
    }
}

/// Any length of key is accepted by HMAC, so there always is a code.
fn code(secret: &Secret, timestamp: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
    let code = Hmac::<Sha256>::new_from_slice(secret.bytes()).ok()?;
    Some(
        code.chain_update(timestamp)
            .chain_update(".")
            .chain_update(body),
    )
}

fn invalid(header: &str, expected: &str, found: &str) -> Refusal {
    Refusal::new(
        RefusalClass::Unauthenticated,
        "invalid_signature",
        "签名无效：x-yudan-signature 须为以共享密钥对“x-yudan-timestamp 的值.原始正文”计算的 HMAC-SHA256（十六进制）",
        "the signature is invalid: x-yudan-signature is the hexadecimal HMAC-SHA256 with the shared secret over \
         the value of x-yudan-timestamp, a full stop and the raw body",
    )
    .because(Evidence::new(header, expected, found))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"amount_fen":100}"#;

    fn secret() -> Secret {
        Secret::new("0123456789abcdef0123456789abcdef")
    }

    fn now() -> Timestamp {
        Timestamp::from_second(1_795_489_200).unwrap()
    }

    #[test]
    fn the_signature_is_the_standard_one() {
        // Computed with another implementation:
        // printf '1795489200.{"amount_fen":100}' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
        assert_eq!(
            sign(&secret(), "1795489200", BODY),
            "740918c4da973e4f5f63dfd8b2ed4de963173fb98f691bedc16fd07ebdeb8272"
        );
    }

    #[test]
    fn a_call_signed_within_five_minutes_passes() {
        for skew in [-300, 0, 300] {
            let timestamp = (now().as_second() + skew).to_string();
            let signature = sign(&secret(), &timestamp, BODY);
            assert!(
                verify(&secret(), Some(&timestamp), Some(&signature), BODY, now()).is_ok(),
                "{skew}"
            );
            let upper = signature.to_uppercase();
            assert!(verify(&secret(), Some(&timestamp), Some(&upper), BODY, now()).is_ok());
        }
    }

    #[test]
    fn anything_else_is_refused_with_the_header_that_is_wrong() {
        let at = now().as_second().to_string();
        let early = (now().as_second() - 301).to_string();
        let late = (now().as_second() + 301).to_string();
        let good = sign(&secret(), &at, BODY);
        let other = sign(&Secret::new("another secret of some length...."), &at, BODY);
        let early_signature = sign(&secret(), &early, BODY);
        let late_signature = sign(&secret(), &late, BODY);
        let other_body = sign(&secret(), &at, b"{}");
        let table = [
            (None, Some(good.as_str()), TIMESTAMP_HEADER),
            (Some("yesterday"), Some(&good), TIMESTAMP_HEADER),
            (Some("-9223372036854775808"), Some(&good), TIMESTAMP_HEADER),
            (Some(&early), Some(&early_signature), TIMESTAMP_HEADER),
            (Some(&late), Some(&late_signature), TIMESTAMP_HEADER),
            (Some(&at), None, SIGNATURE_HEADER),
            (Some(&at), Some(""), SIGNATURE_HEADER),
            (Some(&at), Some("zz"), SIGNATURE_HEADER),
            (Some(&at), Some(&good[..62]), SIGNATURE_HEADER),
            (Some(&at), Some(&other), SIGNATURE_HEADER),
            (Some(&at), Some(&other_body), SIGNATURE_HEADER),
            (Some(&at), Some(&early_signature), SIGNATURE_HEADER),
        ];
        for (timestamp, signature, header) in table {
            let refusal = verify(&secret(), timestamp, signature, BODY, now()).unwrap_err();
            assert_eq!(
                (refusal.code, refusal.class.status()),
                ("invalid_signature", 401)
            );
            assert_eq!(
                refusal.evidence[0].at, header,
                "{timestamp:?} {signature:?}"
            );
        }
    }
}
