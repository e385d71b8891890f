//! The unguessable, expiring link by which a customer follows an order without logging in (6.1.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::refusal::{Refusal, RefusalClass};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;
use uuid::Uuid;

use crate::config::Secret;

/// Keeps these codes apart from other uses of the same secret.
const PURPOSE: &[u8] = b"yudan tracking link 1";
/// Bytes of the order, of the expiry and of the code; together 36, which are 48 characters.
const ORDER: usize = 16;
const EXPIRY: usize = 4;
const CODE: usize = 16;

/// A token for following `order` until `expires_at`: order, expiry and a 128-bit code over both.
#[must_use]
pub fn sign(secret: &Secret, order: Uuid, expires_at: Timestamp) -> String {
    // Seconds in 32 bits reach to 2106; a link that should last longer lasts until then.
    let expiry = u32::try_from(expires_at.as_second().max(0))
        .unwrap_or(u32::MAX)
        .to_be_bytes();
    let mut token = Vec::with_capacity(ORDER + EXPIRY + CODE);
    token.extend_from_slice(order.as_bytes());
    token.extend_from_slice(&expiry);
    if let Some(code) = code(secret, &token) {
        token.extend_from_slice(&code.finalize().into_bytes()[..CODE]);
    }
    URL_SAFE_NO_PAD.encode(token)
}

/// The order that a token is for.
///
/// # Errors
/// 404 `no_such_tracking_link` for a token that was never issued, 404 `tracking_link_expired`
/// for one that was.
pub fn verify(secret: &Secret, token: &str, now: Timestamp) -> Result<Uuid, Refusal> {
    let (order, expiry) = issued(secret, token).ok_or_else(|| {
        Refusal::new(
            RefusalClass::NotFound,
            "no_such_tracking_link",
            "查询链接无效，请核对是否完整",
            "there is no such tracking link; check that it is complete",
        )
    })?;
    if now.as_second() > i64::from(expiry) {
        return Err(Refusal::new(
            RefusalClass::NotFound,
            "tracking_link_expired",
            "查询链接已过期，请联系商家获取新的链接",
            "the tracking link has expired; ask the shop for a new one",
        ));
    }
    Ok(order)
}

fn issued(secret: &Secret, token: &str) -> Option<(Uuid, u32)> {
    let mut bytes = [0_u8; ORDER + EXPIRY + CODE];
    // A longer text does not fit and is refused before anything is computed.
    let length = URL_SAFE_NO_PAD.decode_slice(token, &mut bytes).ok()?;
    if length != bytes.len() {
        return None;
    }
    let (signed, given) = bytes.split_at(ORDER + EXPIRY);
    code(secret, signed)?.verify_truncated_left(given).ok()?;
    let (order, expiry) = signed.split_at(ORDER);
    Some((
        Uuid::from_slice(order).ok()?,
        u32::from_be_bytes(expiry.try_into().ok()?),
    ))
}

/// Any length of key is accepted by HMAC, so there always is a code.
fn code(secret: &Secret, signed: &[u8]) -> Option<Hmac<Sha256>> {
    let code = Hmac::<Sha256>::new_from_slice(secret.bytes()).ok()?;
    Some(code.chain_update(PURPOSE).chain_update(signed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret::new("0123456789abcdef0123456789abcdef")
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_token_leads_to_its_order_until_it_expires() {
        let order = Uuid::from_u128(0x0193_f1a2_7b3c_7def_8a90_1234_5678_9abc);
        let token = sign(&secret(), order, at(2_000));
        assert_eq!(token.len(), 48);
        assert!(
            token
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        );
        assert_eq!(verify(&secret(), &token, at(2_000)).unwrap(), order);
        let refusal = verify(&secret(), &token, at(2_001)).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.class.status()),
            ("tracking_link_expired", 404)
        );
    }

    #[test]
    fn no_other_token_leads_anywhere() {
        let token = sign(&secret(), Uuid::from_u128(7), at(2_000));
        for index in 0..token.len() {
            let mut forged: Vec<u8> = token.clone().into_bytes();
            forged[index] = if forged[index] == b'A' { b'B' } else { b'A' };
            let forged = String::from_utf8(forged).unwrap();
            assert_eq!(
                verify(&secret(), &forged, at(0)).unwrap_err().code,
                "no_such_tracking_link",
                "{forged}"
            );
        }
        let short = &token[..44];
        let long = format!("{token}AAAA");
        for other in ["", "张三", short, &long, &"A".repeat(100_000)] {
            assert_eq!(
                verify(&secret(), other, at(0)).unwrap_err().code,
                "no_such_tracking_link"
            );
        }
        let elsewhere = Secret::new("another secret of some length....");
        assert!(verify(&elsewhere, &token, at(0)).is_err());
    }

    #[test]
    fn an_expiry_beyond_the_range_is_the_end_of_the_range() {
        let far = sign(&secret(), Uuid::nil(), at(253_402_200_000));
        assert!(verify(&secret(), &far, at(i64::from(u32::MAX))).is_ok());
        let past = sign(&secret(), Uuid::nil(), at(-5));
        assert!(verify(&secret(), &past, at(1)).is_err());
    }
}
