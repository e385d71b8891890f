//! Personal data stands apart.

use serde_json::Value;

use crate::attribute::{self, Item};
use crate::finding::{Code, Findings};
use crate::partition::{shaped, unreadable};

/// Fields of a contact that name a person by themselves wherever they appear.
const TELLING: [&str; 3] = ["mobile", "ship_to_mobile", "email"];
/// Shorter ones appear by chance.
const SHORTEST: usize = 7;

/// Checks a contact's shape and gives the texts that must appear nowhere else.
pub(crate) fn telling_texts(place: &str, item: &Item, findings: &mut Findings) -> Vec<String> {
    if !shaped(place, item, &["body"], &[], findings) {
        return Vec::new();
    }
    let Some(body) = attribute::map(item, "body") else {
        unreadable(place, "a map of texts as the body", findings);
        return Vec::new();
    };
    if !["name", "address"]
        .iter()
        .all(|name| body.get(*name).is_some_and(Value::is_string))
    {
        unreadable(place, "a contact with name and address", findings);
    }
    TELLING
        .iter()
        .filter_map(|name| body.get(*name)?.as_str())
        .filter(|text| text.chars().count() >= SHORTEST)
        .map(str::to_owned)
        .collect()
}

/// Notes that a text of the contact appears in `haystack`; never which.
pub(crate) fn must_not_appear(
    texts: &[String],
    place: &str,
    haystack: &str,
    findings: &mut Findings,
) {
    if texts.iter().any(|text| haystack.contains(text.as_str())) {
        findings.add(
            Code::PersonalData,
            place,
            "no phone number or e-mail address of the contact",
            "one of them",
        );
    }
}
