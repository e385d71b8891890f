//! What stands for a phone number on the blacklist (4.2.4): an HMAC-SHA256 of the number with a secret of
//! its own. The digest of an order's phone is made where it is asked for, and kept nowhere.

use std::collections::BTreeMap;

use domain::contact::Contact;
use domain::identifiers::{Phone, PhoneDigest};
use domain::order::OrderId;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use store::{Store, StoreError};

use crate::config::Secret;

/// Keeps these codes apart from other uses of the same secret.
const PURPOSE: &[u8] = b"yudan blacklisted phone 1";

/// The digest of a number. Any length of key is accepted by HMAC, so there always is one.
#[must_use]
pub fn of(secret: &Secret, phone: &Phone) -> Option<PhoneDigest> {
    let code = Hmac::<Sha256>::new_from_slice(secret.bytes()).ok()?;
    let code = code.chain_update(PURPOSE).chain_update(phone.as_str());
    PhoneDigest::parse(&hex::encode(code.finalize().into_bytes())).ok()
}

/// The digest of the phone by which a recipient is reached; `None` without a number.
#[must_use]
pub fn of_recipient(secret: &Secret, contact: &Contact) -> Option<PhoneDigest> {
    let phone = Phone::parse(contact.recipient_phone()?).ok()?;
    of(secret, &phone)
}

/// The same of an order that came in before; `None` too when its personal data was erased.
///
/// # Errors
/// [`StoreError`] when the contact cannot be read.
pub async fn of_order(
    store: &Store,
    secret: &Secret,
    order: OrderId,
) -> Result<Option<PhoneDigest>, StoreError> {
    let contact = store.contact(order).await?;
    Ok(contact.and_then(|contact| of_recipient(secret, &contact)))
}

/// The same of several orders, read at once; those without one are left out.
///
/// # Errors
/// [`StoreError`] when the contacts cannot be read.
pub async fn of_orders(
    store: &Store,
    secret: &Secret,
    orders: impl IntoIterator<Item = OrderId>,
) -> Result<BTreeMap<OrderId, PhoneDigest>, StoreError> {
    let contacts = store.contacts(orders).await?.into_iter();
    let digests =
        contacts.filter_map(|(order, contact)| Some((order, of_recipient(secret, &contact)?)));
    Ok(digests.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret::new("0123456789abcdef0123456789abcdef")
    }

    fn digest(secret: &Secret, number: &str) -> String {
        let phone = Phone::parse(number).unwrap();
        of(secret, &phone).unwrap().to_string()
    }

    #[test]
    fn the_digest_is_the_standard_one_under_the_secret() {
        // Computed with another implementation:
        // printf 'yudan blacklisted phone 113900139000' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
        let expected = "fe7441fe7a9b02753d3d8deeb80fe9f48204d1539617e5d13f3e9e5d5815bbaa";
        for number in ["13900139000", "+86 139-0013-9000"] {
            assert_eq!(digest(&secret(), number), expected, "{number}");
        }
        assert_ne!(digest(&secret(), "13900139001"), expected);
        let other = Secret::new("another secret of some length....");
        assert_ne!(digest(&other, "13900139000"), expected);
    }

    #[test]
    fn the_recipients_phone_comes_before_the_customers() {
        let contact = |own: Option<&str>, recipient: Option<&str>| Contact {
            mobile: own.map(str::to_owned),
            ship_to_mobile: recipient.map(str::to_owned),
            ..Contact::default()
        };
        let (own, recipient) = (Some("023-67890123"), Some("13900139000"));
        for (contact, number) in [
            (contact(own, recipient), recipient),
            (contact(own, None), own),
            (contact(own, Some("none")), None),
            (contact(None, None), None),
        ] {
            let found = of_recipient(&secret(), &contact).map(|digest| digest.to_string());
            assert_eq!(found, number.map(|number| digest(&secret(), number)));
        }
    }
}
