//! Customers and phones on the blacklist: listed, listed again with other words, lifted.

use jiff::Timestamp;

use super::{Fields, Folded, Step, take, take_if_there, text};

pub(super) const FIELDS: [&str; 5] = ["subject", "reason", "since", "until", "lifted_at"];

/// The identifier of an entry: what kind of subject it has, and which.
pub(super) fn identity(state: &Fields) -> Option<String> {
    let subject = state.get("subject")?.as_object()?;
    let mut parts = subject.iter();
    let (Some((kind, id)), None) = (parts.next(), parts.next()) else {
        return None;
    };
    let id = id.as_str()?;
    // A digest of 32 bytes: the number itself would be personal data.
    let is_known = match kind.as_str() {
        "customer" => true,
        "phone" => id.len() == 64 && id.bytes().all(|byte| b"0123456789abcdef".contains(&byte)),
        _ => false,
    };
    is_known.then(|| format!("{kind}:{id}"))
}

/// Applies one event; `None` when it is not known or does not read.
pub(super) fn apply(folded: &mut Folded, event: &Fields, step: &mut Step) -> Option<()> {
    let at: Timestamp = text(event, "at").parse().ok()?;
    let state = &mut folded.state;
    match text(event, "event") {
        "listed" => {
            let since: Timestamp = text(event, "since").parse().ok()?;
            let subject = event.get("subject")?;
            let is_same = state.get("subject").is_none_or(|known| known == subject);
            if since > at || !is_same || text(event, "reason").trim().is_empty() {
                step.illegal("listed", "that of another, of none or of later");
            }
            for field in ["subject", "reason", "since"] {
                take(state, field, event, field)?;
            }
            take_if_there(state, "until", event);
            state.remove("lifted_at");
        }
        "lifted" => {
            if state.is_empty() || state.contains_key("lifted_at") {
                step.illegal("lifted", "off the list");
            }
            take(state, "lifted_at", event, "at")?;
        }
        _ => return None,
    }
    Some(())
}
