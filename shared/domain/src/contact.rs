//! Personal data of an order, kept apart from everything else (R21–R26).

use serde::{Deserialize, Serialize};

/// Who ordered and who receives: the only place where an order holds personal data.
///
/// Stored as an item of its own, so that erasing a person breaks no journal. `Debug` prints
/// nothing of it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name of the customer.
    pub name: String,
    /// Mobile or landline of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    /// E-mail of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Domicile of the customer as it was given 住所 (2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domicile: Option<String>,
    /// Name of the recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_to_name: Option<String>,
    /// Phone of the recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_to_mobile: Option<String>,
    /// Delivery address as the customer wrote it.
    pub address: String,
    /// What the customer remarked, which may name people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contact(***)")
    }
}

impl Contact {
    /// The phone by which the recipient is reached: its own, else the customer's, as it was written.
    #[must_use]
    pub fn recipient_phone(&self) -> Option<&str> {
        self.ship_to_mobile.as_deref().or(self.mobile.as_deref())
    }

    /// The same with all but the outline hidden, for readers who need not know (R22).
    #[must_use]
    pub fn masked(&self) -> Self {
        Self {
            name: mask(&self.name, 1, 0),
            mobile: self.mobile.as_deref().map(mask_phone),
            email: self.email.as_deref().map(|text| mask(text, 1, 0)),
            domicile: self.domicile.as_deref().map(|text| mask(text, 6, 0)),
            ship_to_name: self.ship_to_name.as_deref().map(|text| mask(text, 1, 0)),
            ship_to_mobile: self.ship_to_mobile.as_deref().map(mask_phone),
            address: mask(&self.address, 6, 0),
            remark: self.remark.as_ref().map(|_| "***".to_owned()),
        }
    }
}

/// A phone number with its middle hidden, such as `138****8000`.
fn mask_phone(text: &str) -> String {
    mask(text, 3, 4).replace("***", "****")
}

/// `text` with everything between its first `head` and last `tail` characters hidden.
fn mask(text: &str, head: usize, tail: usize) -> String {
    let count = text.chars().count();
    if count <= head.saturating_add(tail) {
        return "*".repeat(count.min(3));
    }
    let first: String = text.chars().take(head).collect();
    let last: String = text.chars().skip(count.saturating_sub(tail)).collect();
    format!("{first}***{last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_keep_only_the_outline() {
        assert_eq!(mask_phone("13812345678"), "138****5678");
        assert_eq!(mask_phone("12345"), "****");
        assert_eq!(mask("张三", 1, 0), "张***");
        assert_eq!(mask("张", 1, 0), "*");
        assert_eq!(mask("", 1, 0), "");
    }

    #[test]
    fn debug_prints_no_personal_data() {
        let contact = Contact {
            name: "张三".to_owned(),
            ..Contact::default()
        };
        assert_eq!(format!("{contact:?}"), "Contact(***)");
    }
}
