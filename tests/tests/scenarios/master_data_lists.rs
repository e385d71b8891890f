//! Agreed prices and promotions as lists, as files that go out and as ones that come in (4.2.3, 4.2.4).

use contract::agreed_price::AgreedPricesView;
use contract::promotion::PromotionsView;
use contract::table::{TableImportView, TableRowOutcome};
use domain::role::Role;
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use yudan::client::{Answer, Client};
use yudan_tests::purchase::unique;
use yudan_tests::refused::problem;

use crate::company;

fn sent(client: &Client, path: &str, file: &[u8]) -> Answer {
    let kind = ("content-type", "application/octet-stream");
    let path = format!("/v1/{path}/import");
    client.call("POST", &path, &[kind], Some(file)).unwrap()
}

fn imported(role: Role, path: &str, file: &str) -> TableImportView {
    let answer = sent(&company().person(role), path, file.as_bytes());
    let text = String::from_utf8_lossy(&answer.body);
    assert_eq!(answer.status, 200, "{text}");
    serde_json::from_str(&text).unwrap()
}

fn counts(import: &TableImportView) -> (u32, u32, u32) {
    (import.entered, import.unchanged, import.refused)
}

/// Where a row is wrong, and what stands there.
fn told(import: &TableImportView, row: usize) -> Vec<(&str, &str)> {
    let problems = import.rows[row].problems.iter();
    let told = problems.map(|it| (it.column.as_deref().unwrap(), it.found.as_str()));
    told.collect()
}

fn page<T: DeserializeOwned>(client: &Client, path: &str) -> T {
    let answer = client.call("GET", path, &[], None).unwrap();
    assert_eq!(answer.status, 200);
    serde_json::from_slice(&answer.body).unwrap()
}

/// The header of the exported table and its rows that begin so, over all pages.
fn exported(client: &Client, list: &str, beginning: &str) -> String {
    let (mut file, mut cursor) = (String::new(), String::new());
    loop {
        let path = format!("/v1/{list}?format=csv&limit=2{cursor}");
        let answer = client.call("GET", &path, &[], None).unwrap();
        assert_eq!(answer.header("content-type"), Some("text/csv"));
        let text = String::from_utf8(answer.body.clone()).unwrap();
        let mut lines = text.strip_prefix('\u{FEFF}').unwrap().lines();
        let header = lines.next().unwrap();
        if file.is_empty() {
            file = format!("{header}\n");
        }
        for line in lines.filter(|line| line.starts_with(beginning)) {
            file.push_str(&format!("{line}\n"));
        }
        match answer.header("x-next-cursor") {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return file,
        }
    }
}

#[test]
fn prices_come_in_row_by_row_and_go_out_as_they_came() {
    let customer = unique("C");
    let file = format!(
        "audience,sku,price_fen,from,until\n\
         customer:{customer},TEA-1,4500,2026-01-01,\n\
         customer:{customer},TEA-2,4600,2026-01-01,2099-12-31\n\
         customer:{customer},TEA-1,1,2026-01-01,\n\
         all,a b,-1,2026-01-01,\n\
         grade:A,TEA-1,1.5,tomorrow,never\n\
         grade:A,TEA-2,1,2026-01-02,2026-01-01\n"
    );
    let first = imported(Role::Manager, "prices", &file);
    assert_eq!(counts(&first), (2, 0, 4));
    assert_eq!(first.rows[0].id, format!("customer:{customer}/TEA-1"));
    assert_eq!(told(&first, 2)[0].0, "sku");
    let wrong = [("audience", "all"), ("sku", "a b"), ("price_fen", "-1")];
    assert_eq!(told(&first, 3), wrong);
    let unread = [
        ("price_fen", "1.5"),
        ("from", "tomorrow"),
        ("until", "never"),
    ];
    assert_eq!(told(&first, 4), unread);
    assert_eq!(told(&first, 5), [("until", "2026-01-01")]);

    let sales = company().person(Role::Sales);
    let out = exported(&sales, "prices", &format!("customer:{customer},"));
    assert_eq!(
        out,
        file.lines()
            .take(3)
            .fold(String::new(), |all, line| all + line + "\n")
    );
    let again = imported(Role::Manager, "prices", &out);
    assert_eq!(counts(&again), (0, 2, 0));

    let ended = out.replace("4500,2026-01-01,", "4500,2026-01-01,2026-01-31");
    let ended = imported(Role::Manager, "prices", &ended);
    assert_eq!(counts(&ended), (1, 1, 0));
    assert_eq!(ended.rows[0].version, Some(2));
    let audience = format!("customer:{customer}");
    let shown = sales.agreed_price(&audience, "TEA-1").unwrap();
    assert_eq!((shown.valid, shown.price_fen), (false, 4_500));
}

#[test]
fn prices_are_listed_by_audience_and_sku_a_page_at_a_time() {
    let (one, other) = (unique("C"), unique("C"));
    let file = format!(
        "audience,sku,price_fen,from\n\
         customer:{other},TEA-1,1,2026-01-01\n\
         customer:{one},TEA-2,2,2026-01-01\n\
         customer:{one},TEA-1,3,2026-01-01\n"
    );
    assert_eq!(imported(Role::Manager, "prices", &file).entered, 3);
    let sales = company().person(Role::Sales);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page: AgreedPricesView = page(&sales, &format!("/v1/prices?limit=2{cursor}"));
        assert!(page.items.len() <= 2);
        seen.extend(
            page.items
                .iter()
                .map(|it| format!("{}/{}", it.audience, it.sku)),
        );
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    assert!(seen.is_sorted(), "{seen:?}");
    for id in [
        format!("customer:{one}/TEA-1"),
        format!("customer:{one}/TEA-2"),
        format!("customer:{other}/TEA-1"),
    ] {
        assert!(seen.contains(&id), "{id}");
    }
}

#[test]
fn promotions_come_in_row_by_row_and_go_out_as_they_came() {
    let (full, plain, later) = (unique("FULL"), unique("PLAIN"), unique("LATER"));
    let day = Timestamp::now() + SignedDuration::from_hours(24);
    let header = "id,sku,price_fen,below_floor,from,until,channels,customer_kinds,grades,\
                  minimum_quantity,per_customer,total,effective_from";
    let run = "2026-11-10T12:00:00Z,2099-11-11T16:00:00Z";
    let good = format!(
        "{header}\n\
         {full},TEA-1,9900,true,{run},website;phone,consumer,A;B,2,4,100,\n\
         {plain},TEA-1,9900,false,{run},,,,,,,\n\
         {later},TEA-1,9900,false,{run},,,,,,,{day}\n"
    );
    let bad = format!(
        "{header}\n\
         a b,TEA-1,-1,,{run},,,,,,,\n\
         X,TEA-1,9900,perhaps,{run},shop,,E,,,some,\n\
         X,TEA-1,9900,,2026-01-02T00:00:00Z,2026-01-01T00:00:00Z,,,,,,,\n"
    );
    let refused = imported(Role::Planner, "promotions", &good);
    assert_eq!(counts(&refused), (2, 0, 1));
    let problem = &refused.rows[0].problems[0];
    assert_eq!(problem.column.as_deref(), Some("below_floor"));
    assert_eq!(problem.code, "forbidden");
    let entered = imported(Role::Manager, "promotions", &good);
    assert_eq!(counts(&entered), (1, 2, 0));
    let wrong = imported(Role::Manager, "promotions", &bad);
    assert!(
        wrong
            .rows
            .iter()
            .all(|row| row.outcome == TableRowOutcome::Refused)
    );
    assert_eq!(told(&wrong, 0), [("id", "a b"), ("price_fen", "-1")]);
    let unread = [
        ("below_floor", "perhaps"),
        ("channels", "shop"),
        ("grades", "E"),
        ("total", "some"),
    ];
    assert_eq!(told(&wrong, 1), unread);
    assert_eq!(told(&wrong, 2)[0].0, "id");

    let auditor = company().person(Role::Auditor);
    let mut out = format!("{header}\n");
    for id in [&full, &plain, &later] {
        let one = exported(&auditor, "promotions", &format!("{id},"));
        out.push_str(one.strip_prefix(&out[..=header.len()]).unwrap());
    }
    assert_eq!(out, good);
    let again = imported(Role::Manager, "promotions", &out);
    assert_eq!(counts(&again), (0, 3, 0));
}

#[test]
fn the_list_of_promotions_tells_what_is_taken_of_each() {
    let (bounded, open) = (unique("P"), unique("P"));
    let run = "2026-11-10T12:00:00Z,2099-11-11T16:00:00Z";
    let file = format!(
        "id,sku,price_fen,from,until,total\n{bounded},TEA-1,9900,{run},5\n{open},TEA-1,9900,{run},\n"
    );
    assert_eq!(imported(Role::Planner, "promotions", &file).entered, 2);
    let auditor = company().person(Role::Auditor);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page: PromotionsView = page(&auditor, &format!("/v1/promotions?limit=3{cursor}"));
        seen.extend(page.items);
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    assert!(seen.is_sorted_by_key(|it| it.id.clone()));
    for (id, taken) in [(bounded, Some(0)), (open, None)] {
        let listed = seen.iter().find(|it| it.id == id).unwrap();
        assert_eq!(listed.taken, taken);
        assert_eq!(*listed, auditor.promotion(&id).unwrap());
    }
}

#[test]
fn only_who_may_enter_one_may_send_a_file_and_it_must_be_a_table() {
    let person = |role| company().person(role);
    for (role, list) in [
        (Role::Sales, "prices"),
        (Role::Planner, "prices"),
        (Role::Sales, "promotions"),
    ] {
        assert_eq!(sent(&person(role), list, b"id\n").status, 403, "{role:?}");
    }
    let looks = |client: &Client, list: &str| {
        let path = format!("/v1/{list}?format=csv");
        client.call("GET", &path, &[], None).unwrap().status
    };
    assert_eq!(looks(&person(Role::Planner), "prices"), 403);
    assert_eq!(looks(&company().customer(&unique("C")), "promotions"), 403);
    let manager = person(Role::Manager);
    let rows = "grade:A,X,1,2026-01-01\n".repeat(201);
    let long = format!("audience,sku,price_fen,from\n{rows}");
    for (list, file, code) in [
        ("prices", "audience,colour\n", "import_columns_unknown"),
        ("prices", "audience,sku\nA,B\n", "import_columns_missing"),
        ("prices", "sku,sku\n", "import_column_twice"),
        (
            "promotions",
            "id,sku,price_fen,from,until\n",
            "import_empty",
        ),
        ("prices", long.as_str(), "import_too_many_rows"),
    ] {
        let refused = problem(&sent(&manager, list, file.as_bytes()));
        assert_eq!((refused.status, refused.code.as_str()), (422, code));
    }
    let json = ("content-type", "application/json");
    for list in ["prices", "promotions"] {
        let path = format!("/v1/{list}/import");
        let answer = manager.call("POST", &path, &[json], Some(b"{}")).unwrap();
        assert_eq!(problem(&answer).code, "unsupported_content_type");
        let path = format!("/v1/{list}?format=xls");
        let answer = manager.call("GET", &path, &[], None).unwrap();
        assert_eq!(problem(&answer).code, "invalid_value");
    }
}
