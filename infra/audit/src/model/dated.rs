//! What is revised for a later day: all versions as one list by the instant from which each is
//! valid, of which the state writes the first flat and the rest as `upcoming`.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Fields, amount, list, text};

/// Fields that are about a version and not part of it.
const ABOUT: [&str; 3] = ["version", "effective_from", "upcoming"];

/// A version: since when it is valid (`None`: it is already), its number, what it says.
struct Version {
    from: Option<Timestamp>,
    number: i64,
    value: Fields,
}

/// Applies a revision that carries the whole new version in the field `carried`; `None` when it
/// does not read.
pub(super) fn revise(state: &mut Fields, event: &Fields, carried: &str) -> Option<()> {
    let at = instant(event, "at")?;
    let mut versions = if state.is_empty() {
        Vec::new()
    } else {
        read(state)?
    };
    let valid = versions
        .iter()
        .rposition(|version| version.from.is_none_or(|from| from <= at));
    if let Some(valid) = valid {
        versions.drain(..valid);
        versions.first_mut()?.from = None;
    }
    let from = match event.get("effective_from") {
        None => None,
        Some(_) => Some(instant(event, "effective_from")?),
    };
    versions.retain(|version| version.from != from);
    versions.push(Version {
        from,
        number: amount(event, "version"),
        value: event.get(carried)?.as_object()?.clone(),
    });
    versions.sort_by_key(|version| version.from);
    write(state, versions);
    Some(())
}

fn read(state: &Fields) -> Option<Vec<Version>> {
    let mut first = state.clone();
    for field in ABOUT {
        first.remove(field);
    }
    let from = state
        .get("effective_from")
        .map(|_| instant(state, "effective_from"));
    let mut versions = vec![Version {
        from: match from {
            None => None,
            Some(from) => Some(from?),
        },
        number: amount(state, "version"),
        value: first,
    }];
    for next in list(state, "upcoming") {
        let next = next.as_object()?;
        versions.push(Version {
            from: Some(instant(next, "effective_from")?),
            number: amount(next, "version"),
            value: next.get("value")?.as_object()?.clone(),
        });
    }
    Some(versions)
}

fn write(state: &mut Fields, versions: Vec<Version>) {
    let mut versions = versions.into_iter();
    let Some(first) = versions.next() else { return };
    *state = first.value;
    state.insert("version".to_owned(), first.number.into());
    if let Some(from) = first.from {
        state.insert("effective_from".to_owned(), from.to_string().into());
    }
    let upcoming: Vec<Value> = versions
        .map(|next| {
            let from = next.from.map(|from| from.to_string());
            json!({ "version": next.number, "effective_from": from, "value": next.value })
        })
        .collect();
    state.insert("upcoming".to_owned(), upcoming.into());
}

fn instant(fields: &Fields, name: &str) -> Option<Timestamp> {
    text(fields, name).parse().ok()
}
