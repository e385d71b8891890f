//! A data directory with many orders, to see what verifying costs.
//!
//! `YUDAN_VERIFY_ORDERS=50000 cargo test -p yudan-tests --test verify -- --ignored --nocapture`

use std::collections::BTreeSet;
use std::time::Instant;

use audit::Item;
use serde_json::Value;
use uuid::Uuid;
use yudan::verify::directory;

use crate::damage::{Copy, items_of};
use crate::table::Table;

/// What names that a test makes begin with.
const NAMES: [&str; 8] = ["T", "C", "SKU", "RK", "TX", "REF", "WAYBILL", "TK"];

/// Texts of items, cut where a name stands.
struct Pattern {
    names: Vec<String>,
    /// For each item, texts with the number of the name that follows.
    items: Vec<Vec<(String, Option<usize>)>>,
}

impl Pattern {
    /// The items of a company's year, but for what there is only one of.
    fn of(items: &[Item]) -> Self {
        let texts: Vec<String> = items
            .iter()
            .filter(|item| !item["pk"]["S"].as_str().unwrap().starts_with("POLICY#"))
            .map(|item| Value::Object(item.clone()).to_string())
            .collect();
        let mut names = BTreeSet::new();
        for text in &texts {
            let is_part = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
            for word in text.split(is_part) {
                let made = NAMES.iter().any(|name| {
                    let number = word
                        .strip_prefix(name)
                        .and_then(|rest| rest.strip_prefix('-'));
                    number.is_some_and(|digits| digits.parse::<u32>().is_ok())
                });
                if made || word.parse::<Uuid>().is_ok() {
                    names.insert(word.to_owned());
                }
            }
        }
        let names: Vec<String> = names.into_iter().collect();
        let items = texts.iter().map(|text| cut(text, &names)).collect();
        Self { names, items }
    }

    /// The same once more, under other names.
    fn again(&self, number: usize) -> Table {
        let names: Vec<String> = self
            .names
            .iter()
            .map(|name| {
                name.parse::<Uuid>().map_or_else(
                    |_| format!("{name}-{number}"),
                    |_| Uuid::now_v7().to_string(),
                )
            })
            .collect();
        let item = |parts: &Vec<(String, Option<usize>)>| {
            let mut text = String::new();
            for (before, name) in parts {
                text.push_str(before);
                text.push_str(name.map_or("", |place| &names[place]));
            }
            serde_json::from_str(&text).unwrap()
        };
        let mut table = Table(self.items.iter().map(item).collect());
        table.chain_again();
        table
    }
}

/// The text in parts, each up to the next name.
fn cut(text: &str, names: &[String]) -> Vec<(String, Option<usize>)> {
    let (mut parts, mut rest, mut before) = (Vec::new(), text, String::new());
    while let Some(first) = rest.chars().next() {
        // The longest of the names that begin here: one may begin like another.
        let begun = names
            .iter()
            .enumerate()
            .filter(|(_, name)| rest.starts_with(name.as_str()));
        let alone = !before.ends_with(|c: char| c.is_ascii_alphanumeric());
        match begun.max_by_key(|(_, name)| name.len()).filter(|_| alone) {
            Some((place, name)) => {
                parts.push((std::mem::take(&mut before), Some(place)));
                rest = &rest[name.len()..];
            }
            None => {
                before.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    parts.push((before, None));
    parts
}

#[test]
#[ignore = "takes minutes; it measures"]
fn verifying_many_orders_costs_time_and_no_memory() {
    let wanted: u64 =
        std::env::var("YUDAN_VERIFY_ORDERS").map_or(50_000, |text| text.parse().unwrap());
    let copy = Copy::new();
    let items = directory::items(copy.path()).unwrap();
    let pattern = Pattern::of(&items);
    let of_one = directory::verify(copy.path(), &mut |_| {}).unwrap();
    let of_one = of_one.audit.seen["order"];
    let started = Instant::now();
    let tables = copy.meddle("tables.sqlite");
    let insert = format!(
        "INSERT INTO \"{}\" (pk, sk, item_json, item_size) VALUES (?1, ?2, ?3, 0)",
        items_of(&tables)
    );
    // Through the engine each item would wait for the disk.
    tables.execute_batch("BEGIN").unwrap();
    for number in 0..usize::try_from(wanted.div_ceil(of_one)).unwrap() {
        for item in pattern.again(number).0 {
            // The engine writes the type before a key's text.
            let key = |name: &str| format!("S:{}", item[name]["S"].as_str().unwrap());
            let text = serde_json::to_string(&item).unwrap();
            let mut statement = tables.prepare_cached(&insert).unwrap();
            statement.execute((key("pk"), key("sk"), text)).unwrap();
        }
    }
    tables.execute_batch("COMMIT").unwrap();
    drop(tables);
    copy.forget_what_was_sent();
    let size = copy.path().join("tables.sqlite").metadata().unwrap().len();
    println!("made in {:?}, {size} bytes", started.elapsed());
    println!(
        "verify it with: yudan verify --data {}",
        copy.path().display()
    );
    let started = Instant::now();
    let verdict = directory::verify(copy.path(), &mut |_| {}).unwrap();
    println!("verified in {:?}\n{verdict}", started.elapsed());
    assert!(verdict.is_clean(), "{verdict}");
    assert!(verdict.audit.seen["order"] >= wanted);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    println!("{}", peak.unwrap_or_default());
    if std::env::var_os("YUDAN_VERIFY_KEEP").is_some() {
        std::mem::forget(copy);
    }
}
