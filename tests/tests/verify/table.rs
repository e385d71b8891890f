//! Items of a table that can be tampered with.

use audit::{Audit, Code, Item, Report};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

/// All items of a table.
#[derive(Clone)]
pub(crate) struct Table(pub(crate) Vec<Item>);

fn text<'a>(item: &'a Item, name: &str) -> &'a str {
    item[name]["S"].as_str().unwrap()
}

impl Table {
    /// What the auditor says of it.
    pub(crate) fn audited(mut self) -> Report {
        self.0
            .sort_by_key(|item| (text(item, "pk").to_owned(), text(item, "sk").to_owned()));
        let mut audit = Audit::begin().unwrap();
        for item in self.0 {
            audit.item(item).unwrap();
        }
        audit.finish().unwrap()
    }

    /// The codes that the auditor finds, each once.
    pub(crate) fn codes(self) -> (Vec<Code>, Report) {
        let report = self.audited();
        (report.by_code.keys().copied().collect(), report)
    }

    /// The one item at this key.
    pub(crate) fn at(&mut self, pk: &str, sk: &str) -> &mut Item {
        let found = self
            .0
            .iter_mut()
            .find(|item| text(item, "pk") == pk && text(item, "sk") == sk);
        found.unwrap_or_else(|| panic!("{pk} / {sk} is not there"))
    }

    /// The first item whose keys begin like this.
    pub(crate) fn first(&mut self, pk: &str, sk: &str) -> &mut Item {
        let found = self
            .0
            .iter_mut()
            .find(|item| text(item, "pk").starts_with(pk) && text(item, "sk").starts_with(sk));
        found.unwrap_or_else(|| panic!("{pk}… / {sk}… is not there"))
    }

    /// Takes the item at this key away.
    pub(crate) fn remove(&mut self, pk: &str, sk: &str) {
        let before = self.0.len();
        self.0
            .retain(|item| text(item, "pk") != pk || text(item, "sk") != sk);
        assert_eq!(self.0.len(), before - 1, "{pk} / {sk}");
    }

    /// Adds an item with a key and more attributes.
    pub(crate) fn add(&mut self, pk: &str, sk: &str, more: Value) {
        let mut item: Item = more.as_object().unwrap().clone();
        item.insert("pk".to_owned(), json!({"S": pk}));
        item.insert("sk".to_owned(), json!({"S": sk}));
        self.0.push(item);
    }

    /// The partition of the first state of a kind whose body has all these fields.
    pub(crate) fn partition(&self, kind: &str, fields: &[(&str, Value)]) -> String {
        let found = self.0.iter().find(|item| {
            text(item, "pk").starts_with(kind)
                && text(item, "sk") == "STATE"
                && fields
                    .iter()
                    .all(|(name, value)| item["body"]["M"].get(*name) == Some(value))
        });
        let found = found.unwrap_or_else(|| panic!("no {kind} with {fields:?}"));
        text(found, "pk").to_owned()
    }

    /// The fields of a state's body, with their types.
    pub(crate) fn state(&mut self, pk: &str) -> &mut Map<String, Value> {
        self.at(pk, "STATE")["body"]["M"].as_object_mut().unwrap()
    }

    /// Sets a number in a state's body.
    pub(crate) fn set_number(&mut self, pk: &str, name: &str, number: i64) {
        let value = json!({"N": number.to_string()});
        self.state(pk).insert(name.to_owned(), value);
    }

    /// Adds to a number attribute of an item.
    pub(crate) fn add_to(&mut self, pk: &str, sk: &str, name: &str, more: i64) {
        let item = self.at(pk, sk);
        let number: i64 = item[name]["N"].as_str().unwrap().parse().unwrap();
        item[name] = json!({"N": (number + more).to_string()});
    }

    /// Changes the text of a commit and leaves its digest.
    pub(crate) fn scribble(&mut self, pk: &str, sequence: u32, change: impl FnOnce(&mut Value)) {
        let item = self.at(pk, &format!("COMMIT#{sequence:08}"));
        let mut body: Value = serde_json::from_str(text(item, "body")).unwrap();
        change(&mut body);
        item["body"] = json!({"S": body.to_string()});
    }

    /// Changes the text of a commit and forges the digests after it, as somebody would who knows
    /// how they are made.
    pub(crate) fn forge(&mut self, pk: &str, sequence: u32, change: impl FnOnce(&mut Value)) {
        self.scribble(pk, sequence, change);
        self.chain(pk);
    }

    /// Forges the digests of every journal, such as after its names were changed.
    pub(crate) fn chain_again(&mut self) {
        let states = self.0.iter().filter(|item| text(item, "sk") == "STATE");
        let partitions: Vec<String> = states.map(|item| text(item, "pk").to_owned()).collect();
        for pk in partitions {
            self.chain(&pk);
        }
    }

    fn chain(&mut self, pk: &str) {
        let mut previous = [0_u8; 32];
        for sequence in 1.. {
            let sk = format!("COMMIT#{sequence:08}");
            let commit = self
                .0
                .iter_mut()
                .find(|item| text(item, "pk") == pk && text(item, "sk") == sk);
            let Some(commit) = commit else { break };
            let mut hasher = Sha256::new();
            hasher.update(previous);
            for key in [pk, &sk] {
                hasher.update(key.as_bytes());
                hasher.update([0]);
            }
            hasher.update(text(commit, "body").as_bytes());
            previous = hasher.finalize().into();
            commit["hash"] = json!({"B": STANDARD.encode(previous)});
        }
        self.at(pk, "STATE")["head"] = json!({"B": STANDARD.encode(previous)});
    }

    /// The number of the commit that holds an event of this name, and the event's place in it.
    pub(crate) fn event(&self, pk: &str, name: &str) -> (u32, usize) {
        for item in &self.0 {
            let sk = text(item, "sk");
            let Some(sequence) = sk.strip_prefix("COMMIT#") else {
                continue;
            };
            if text(item, "pk") == pk {
                let body: Value = serde_json::from_str(text(item, "body")).unwrap();
                let events = body["events"].as_array().unwrap();
                let place = events.iter().position(|event| event["event"] == name);
                if let Some(place) = place {
                    return (sequence.parse().unwrap(), place);
                }
            }
        }
        panic!("{pk} has no event {name}")
    }
}
