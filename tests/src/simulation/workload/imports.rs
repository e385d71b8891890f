//! Files of orders: sent by two at once, with more wrong rows than good ones, so that a file
//! of more than one chunk makes few orders; in the end each row became what it must (4.1.1).

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Value, json};

use super::super::findings::Finding;
use super::super::gateway::Request;
use super::super::world::World;
use super::shop::Shop;
use crate::order_file::HEADER;

/// Rows of a file: more than are worked off in one step.
const ROWS: u32 = 103;

/// The rows that become orders, by their place in the file. One has no number, and the last two
/// have the same.
const GOOD: [(u32, &str); 5] = [
    (0, "F-1"),
    (40, ""),
    (41, "F-2"),
    (101, "F-3"),
    (102, "F-3"),
];

/// The row that only the longer of two files has.
const MORE: (u32, &str) = (ROWS, "F-4");

/// A file that was acknowledged.
#[derive(Clone)]
pub(super) struct File {
    import: String,
    /// The numbers of the good rows, as a spreadsheet shows them, and of their orders.
    good: BTreeMap<u32, &'static str>,
    last: u32,
}

/// Sends a file within `rush` seconds, twice at once, and at times a longer one with the same
/// rows while the first is worked off.
pub(super) async fn send(world: Rc<World>, shop: Rc<Shop>, rush: u64) {
    world.pause(0..rush).await;
    let goods = GOOD.to_vec();
    send_twice(&world, &shop, &goods, ROWS).await;
    if world.draw(|rng| rng.u32(0..3)) == 0 {
        world.pause(0..5).await;
        let goods = [goods, vec![MORE]].concat();
        send_twice(&world, &shop, &goods, ROWS + 1).await;
    }
}

async fn send_twice(world: &World, shop: &Shop, good: &[(u32, &'static str)], rows: u32) {
    let good: BTreeMap<_, _> = good
        .iter()
        .map(|(place, name)| (place + 2, *name))
        .collect();
    let table = table(&good, rows);
    let request = Request::of(&shop.sales, "POST /v1/imports")
        .with("channel", "phone")
        .file(&table);
    let (one, other) = tokio::join!(world.insist(&request), world.insist(&request));
    let ids = [one, other].into_iter().flatten().map(|reply| {
        assert!(reply.is_success(), "{}", reply.body);
        reply.body["id"].as_str().unwrap().to_owned()
    });
    let ids: Vec<String> = ids.collect();
    let Some(import) = ids.first() else { return };
    if ids.iter().any(|id| id != import) {
        let what = format!("the same file led to {ids:?}");
        world.find(Finding::new("one_file_two_imports", import, what));
    }
    world
        .acknowledged
        .event("ORDER_IMPORT", import, "begun", None);
    shop.sent(File {
        import: import.clone(),
        good,
        last: rows + 1,
    });
}

fn table(good: &BTreeMap<u32, &str>, rows: u32) -> String {
    let mut table = HEADER.to_owned();
    for row in 2..rows + 2 {
        let (number, quantity, address) = match (good.get(&row), row % 3) {
            (Some(number), _) => ((*number).to_owned(), "1", "四川省成都市武侯区1号"),
            (None, 0) => (format!("B-{row}"), "many", "四川省成都市武侯区1号"),
            (None, 1) => (format!("B-{row}"), "0", "四川省成都市武侯区1号"),
            (None, _) => (format!("B-{row}"), "1", "重庆市渝中区1号"),
        };
        // Two lines of one order are of different goods.
        let sku = if row % 2 == 0 { "TEA" } else { "OIL" };
        table += &format!(
            "\n{number},企业,进口公司,C-1,李四,13900139000,{address},{sku},{quantity},128.00,货到付款"
        );
    }
    table
}

/// Holds what became of every row against what the files say; the orders are known then.
pub(super) async fn check(world: &World, shop: &Shop) {
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    for file in &shop.files() {
        for (row, told) in rows_of(world, shop, file).await {
            let name = file.good.get(&row);
            let is_right = match told["outcome"].as_str().unwrap() {
                "refused" => name.is_none() && told["problems"][0]["code"].is_string(),
                _ => name.is_some() && told["order"].is_string(),
            };
            if !is_right {
                let what = format!("row {row} ({name:?}) was told {told}");
                world.find(Finding::new("row_told_wrongly", &file.import, what));
            }
            let (Some(name), Some(order)) = (name, told["order"].as_str()) else {
                continue;
            };
            shop.knows(order);
            world.acknowledged.event("ORDER", order, "received", None);
            if let Some(finding) = world.acknowledged.number(&format!("row {name}"), order) {
                world.find(finding);
            }
            *made.entry(name).or_default() += usize::from(told["outcome"] == "accepted");
        }
    }
    for (name, times) in made {
        let rows = GOOD
            .iter()
            .chain([&MORE])
            .filter(|(_, it)| *it == name)
            .count();
        if times != rows {
            let what =
                format!("{times} of {rows} rows of the order {name:?} say that they made it");
            world.find(Finding::new("row_made_not_once", name, what));
        }
    }
}

/// What became of each row of a file, once it is finished.
async fn rows_of(world: &World, shop: &Shop, file: &File) -> BTreeMap<u32, Value> {
    let ask = |route| Request::of(&shop.sales, route).at("id", &file.import);
    let mut told = BTreeMap::new();
    let Some(import) = world.insist(&ask("GET /v1/imports/{id}")).await else {
        return told;
    };
    let mut cursor = json!("0");
    while let Some(from) = cursor.as_str() {
        let page = ask("GET /v1/imports/{id}/rows").with("cursor", from);
        let Some(page) = world.insist(&page).await else {
            return told;
        };
        for row in page.body["items"].as_array().unwrap() {
            let number = u32::try_from(row["row"].as_u64().unwrap()).unwrap();
            if told.insert(number, row.clone()).is_some() {
                let what = format!("row {number} was told twice");
                world.find(Finding::new("row_told_twice", &file.import, what));
            }
        }
        cursor = page.body["next_cursor"].clone();
    }
    let expected: Vec<u32> = (2..=file.last).collect();
    if import.body["finished"] != true || told.keys().copied().ne(expected.iter().copied()) {
        let what = format!("{} rows are told, and it says {}", told.len(), import.body);
        world.find(Finding::new("import_not_finished", &file.import, what));
    }
    told
}
