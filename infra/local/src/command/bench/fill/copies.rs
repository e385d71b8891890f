//! Copies of an order under another id and number, with journals whose digests hold.

use dynoxide::types::{AttributeValue, Item};
use store::{Digest, Key};
use uuid::Uuid;

use super::super::super::Failure;
use super::super::sample::Run;
use super::original::{Original, text};

const PHASE: char = 'F';

/// The `nth` copy of a run.
pub(super) fn copy(original: &Original, run: &Run, nth: u64) -> Result<Vec<Item>, Failure> {
    let names = Names {
        id: (&original.id, Uuid::now_v7().to_string()),
        number: (&original.number, run.number(PHASE, usize::try_from(nth)?)),
    };
    let mut items = Vec::new();
    for partition in &original.partitions {
        let mut head = Digest::ZERO;
        for item in partition {
            let mut item = names.of_item(item);
            head = chained(&mut item, head)?;
            items.push(item);
        }
    }
    Ok(items)
}

/// Gives a commit the digest that continues the chain, and a state the chain's end; tells the end so far.
fn chained(item: &mut Item, head: Digest) -> Result<Digest, Failure> {
    let (pk, sk) = match (text(item, "pk"), text(item, "sk")) {
        (Some(pk), Some(sk)) => (pk, sk),
        _ => return Err("an item of a carried order has no key".into()),
    };
    let (name, digest) = match Key::parse(pk, sk) {
        Some(Key::Commit { .. }) => {
            let body = text(item, "body").ok_or("a commit of a carried order has no body")?;
            ("hash", Digest::of_commit(&head, pk, sk, body))
        }
        Some(Key::State { .. }) => ("head", head),
        Some(
            Key::Contact { .. }
            | Key::ImportRows { .. }
            | Key::ImportResults { .. }
            | Key::Registration(_)
            | Key::StockLevel { .. }
            | Key::StockShard { .. }
            | Key::LotLevel { .. }
            | Key::LotIssue { .. }
            | Key::Backorder { .. }
            | Key::Credit { .. }
            | Key::Quota(_),
        ) => return Ok(head),
        None => return Err(format!("{pk} / {sk} is no key of the table").into()),
    };
    let bytes = AttributeValue::B(digest.as_bytes().to_vec());
    item.insert(name.to_owned(), bytes);
    Ok(digest)
}

/// What stands for what.
struct Names<'a> {
    id: (&'a str, String),
    number: (&'a str, String),
}

impl Names<'_> {
    fn of_text(&self, text: &str) -> String {
        let text = text.replace(self.id.0, &self.id.1);
        text.replace(self.number.0, &self.number.1)
    }

    fn of_item(&self, item: &Item) -> Item {
        let renamed = item
            .iter()
            .map(|(name, value)| (name.clone(), self.of_value(value)));
        renamed.collect()
    }

    fn of_value(&self, value: &AttributeValue) -> AttributeValue {
        match value {
            AttributeValue::S(text) => AttributeValue::S(self.of_text(text)),
            AttributeValue::L(values) => {
                AttributeValue::L(values.iter().map(|value| self.of_value(value)).collect())
            }
            AttributeValue::M(values) => AttributeValue::M(self.of_item(values)),
            AttributeValue::N(_)
            | AttributeValue::B(_)
            | AttributeValue::BOOL(_)
            | AttributeValue::NULL(_)
            | AttributeValue::SS(_)
            | AttributeValue::NS(_)
            | AttributeValue::BS(_) => value.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use store::{Commit, Head, verify_chain};

    const ID: &str = "01a20d4a-a65b-76a5-875a-5eac787be662";
    const NUMBER: &str = "BENCH-1-C00000000";

    fn key(sequence: u64) -> Key {
        let (kind, id) = (domain::aggregate::AggregateKind::Order, ID.to_owned());
        match sequence {
            0 => Key::State { kind, id },
            _ => Key::Commit { kind, id, sequence },
        }
    }

    fn item(key: &Key, attribute: &str, body: &str) -> Item {
        let item = json!({
            "pk": {"S": key.pk()}, "sk": {"S": key.sk()}, "body": {"S": body},
            attribute: {"B": ""}, "version": {"N": "2"},
            "lines": {"L": [{"M": {"waybill_no": {"S": NUMBER}}}]},
        });
        serde_json::from_value(item).unwrap()
    }

    fn body(sequence: u64) -> String {
        json!({
            "version": 1, "sequence": sequence, "at": "2026-11-24T11:22:06Z", "actor": "a",
            "correlation_id": "c", "events": [{"order": ID, "number": NUMBER}],
        })
        .to_string()
    }

    fn original() -> Original {
        let commits = (1..=2).map(|sequence| item(&key(sequence), "hash", &body(sequence)));
        Original {
            id: ID.to_owned(),
            number: NUMBER.to_owned(),
            partitions: vec![commits.chain([item(&key(0), "head", "{}")]).collect()],
        }
    }

    fn digest(item: &Item, name: &str) -> Digest {
        let AttributeValue::B(bytes) = &item[name] else {
            panic!("{item:?}");
        };
        Digest::from_bytes(bytes).unwrap()
    }

    #[test]
    fn a_copy_bears_other_names_and_its_journal_holds() {
        let run = Run::starting_now();
        let items = copy(&original(), &run, 7).unwrap();
        let commits: Vec<Commit> = items[..2]
            .iter()
            .map(|item| {
                let name = |name| text(item, name).unwrap();
                let (body, hash) = (name("body").to_owned(), digest(item, "hash"));
                Commit::parse(name("pk"), name("sk"), body, hash).unwrap()
            })
            .collect();
        let head = verify_chain(Head::START, &commits).unwrap();
        assert_eq!(
            (head.sequence, head.hash),
            (2, digest(&items[2], "head")),
            "the state names the end of its journal"
        );
        let all = serde_json::to_string(&items).unwrap();
        assert!(!all.contains(ID) && !all.contains(NUMBER), "{all}");
        assert!(all.contains(&run.number(PHASE, 7)));
    }

    #[test]
    fn what_is_no_item_of_the_table_is_not_copied() {
        let mut strange = original();
        strange.partitions[0][0].insert("sk".to_owned(), AttributeValue::S("NOTE".to_owned()));
        assert!(copy(&strange, &Run::starting_now(), 0).is_err());
        strange.partitions[0][0].remove("sk");
        assert!(copy(&strange, &Run::starting_now(), 0).is_err());
    }
}
