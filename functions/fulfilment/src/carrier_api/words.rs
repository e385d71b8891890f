//! A carrier's words, which may repeat what was sent.

use domain::contact::Contact;

/// The longest reason that is kept, in characters.
const LONGEST: usize = 200;
/// Digits in a row that may be a phone number.
const PHONE_DIGITS: usize = 7;

/// The beginning of a text, without anything of the contact and without what may be a phone number.
pub(super) fn without_people(words: &str, contact: &Contact) -> String {
    let mut kept = words.to_owned();
    let personal = [
        Some(contact.address.as_str()),
        contact.ship_to_name.as_deref(),
        Some(contact.name.as_str()),
        contact.recipient_phone(),
        contact.mobile.as_deref(),
    ];
    for text in personal.into_iter().flatten() {
        if text.chars().count() > 1 {
            kept = kept.replace(text, "***");
        }
    }
    without_numbers(&kept).chars().take(LONGEST).collect()
}

fn without_numbers(text: &str) -> String {
    let (mut kept, mut digits) = (String::new(), String::new());
    for c in text.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if digits.len() >= PHONE_DIGITS {
            kept.push_str("***");
        } else {
            kept.push_str(&digits);
        }
        digits.clear();
        if c != '\0' {
            kept.push(c);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_person_is_kept() {
        let contact = Contact {
            name: "王小明".to_owned(),
            mobile: Some("13812345678".to_owned()),
            address: "四川省成都市武侯区人民南路四段1号".to_owned(),
            ..Contact::default()
        };
        let words = "收件人王小明电话13812345678、02861234567无效，四川省成都市武侯区人民南路四段1号超区，代码105";
        assert_eq!(
            without_people(words, &contact),
            "收件人***电话***、***无效，***超区，代码105"
        );
        assert_eq!(
            without_people(&"长".repeat(500), &contact).chars().count(),
            200
        );
    }
}
