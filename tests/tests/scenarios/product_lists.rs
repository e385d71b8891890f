//! The catalogue as a list, as a file that goes out and as one that comes in (4.2.2).

use contract::product::{PriceView, ProductsView};
use contract::table::{TableImportView, TableRowOutcome};
use domain::role::Role;
use yudan::client::{Answer, Client};
use yudan_tests::purchase::{LIST_PRICE, unique};
use yudan_tests::refused::problem;

use crate::company;

const PATH: &str = "/v1/products/import";
const CSV: (&str, &str) = ("content-type", "text/csv");

fn sent(client: &Client, file: &str) -> Answer {
    client
        .call("POST", PATH, &[CSV], Some(file.as_bytes()))
        .unwrap()
}

fn imported(file: &str) -> TableImportView {
    let answer = sent(&company().person(Role::Planner), file);
    assert_eq!(
        answer.status,
        200,
        "{}",
        String::from_utf8_lossy(&answer.body)
    );
    serde_json::from_slice(&answer.body).unwrap()
}

/// Every page of the list, at most so many on each.
fn all(client: &Client, limit: u32) -> Vec<ProductsView> {
    let mut pages: Vec<ProductsView> = Vec::new();
    loop {
        let cursor = pages.last().and_then(|page| page.next_cursor.clone());
        let cursor = cursor.map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
        let path = format!("/v1/products?limit={limit}{cursor}");
        let answer = client.call("GET", &path, &[], None).unwrap();
        assert_eq!(answer.status, 200);
        pages.push(serde_json::from_slice(&answer.body).unwrap());
        if pages.last().unwrap().next_cursor.is_none() {
            return pages;
        }
    }
}

#[test]
fn the_catalogue_is_listed_by_sku_a_page_at_a_time() {
    let skus: Vec<String> = (0..3).map(|_| company().goods()).collect();
    let listed = |client: &Client| {
        let pages = all(client, 2);
        assert!(pages.iter().all(|page| page.items.len() <= 2));
        pages
            .into_iter()
            .flat_map(|page| page.items)
            .collect::<Vec<_>>()
    };
    let seen = listed(&company().person(Role::Auditor));
    let names: Vec<&str> = seen.iter().map(|product| product.sku.as_str()).collect();
    assert!(names.is_sorted(), "{names:?}");
    assert!(skus.iter().all(|sku| names.contains(&sku.as_str())));
    let seen = listed(&company().customer(&unique("C")));
    let price = PriceView::Listed {
        list_fen: LIST_PRICE,
        floor_fen: None,
    };
    let of = |sku: &String| seen.iter().find(|product| product.sku == *sku).unwrap();
    assert!(skus.iter().all(|sku| of(sku).price == price));
}

#[test]
fn a_file_is_entered_row_by_row_and_again_changes_nothing() {
    let (one, other, bad) = (unique("CSV"), unique("CSV"), unique("CSV"));
    let file = format!(
        "sku,name,list_fen,floor_fen,on_sale,weight_g,limit_quantity,limit_per\n\
         {one},永川秀芽,12800,9900,true,180,5,month\n\
         {other},面议服务,,,true,1,,\n\
         {bad},坏行,12.8,99999999,maybe,0,3,\n\
         {one},又一行,1,1,true,1,,\n"
    );
    let first = imported(&file);
    assert_eq!((first.entered, first.unchanged, first.refused), (2, 0, 2));
    let told: Vec<_> = first.rows[2]
        .problems
        .iter()
        .map(|it| (it.row, it.column.as_deref().unwrap(), it.found.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (4, "list_fen", "12.8"),
            (4, "on_sale", "maybe"),
            (4, "limit_per", "nothing")
        ]
    );
    assert_eq!(first.rows[3].problems[0].column.as_deref(), Some("sku"));
    let again = imported(&file);
    assert_eq!((again.entered, again.unchanged, again.refused), (0, 2, 2));
    let planner = company().person(Role::Planner);
    let shown = planner.product(&one).unwrap();
    assert_eq!((shown.version, shown.weight_g), (1, 180));
    assert_eq!(shown.purchase_limit.unwrap().quantity, 5);
    assert_eq!(planner.product(&other).unwrap().price, PriceView::Agreed);
    let changed = imported(&file.replace("12800", "12700"));
    assert_eq!(changed.rows[0].outcome, TableRowOutcome::Entered);
    assert_eq!(changed.rows[0].version, Some(2));
    assert_eq!(changed.rows[1].outcome, TableRowOutcome::Unchanged);
    let heavy = imported(&format!(
        "sku,name,on_sale,weight_g\n{bad},重,true,999999999\n"
    ));
    let problem = &heavy.rows[0].problems[0];
    assert_eq!(problem.column.as_deref(), Some("weight_g"));
    assert_eq!(problem.expected, "1..=100000000");
}

#[test]
fn what_is_exported_is_what_was_imported() {
    let sku = company().goods();
    let planner = company().person(Role::Planner);
    let mut cursor = String::new();
    let (header, row) = loop {
        let path = format!("/v1/products?format=csv&limit=100{cursor}");
        let answer = planner.call("GET", &path, &[], None).unwrap();
        assert_eq!(answer.header("content-type"), Some("text/csv"));
        let text = String::from_utf8(answer.body.clone()).unwrap();
        let text = text.strip_prefix('\u{FEFF}').unwrap();
        let mut lines = text.lines();
        let header = lines.next().unwrap().to_owned();
        let wanted = format!("{sku},");
        if let Some(row) = lines.find(|line| line.starts_with(&wanted)) {
            break (header, row.to_owned());
        }
        let next = answer.header("x-next-cursor").expect("it is on some page");
        cursor = format!("&cursor={next}");
    };
    let again = imported(&format!("{header}\n{row}\n"));
    assert_eq!(
        (again.unchanged, again.rows[0].id.as_str()),
        (1, sku.as_str())
    );
    assert_eq!(planner.product(&sku).unwrap().version, 1);
}

#[test]
fn a_file_that_cannot_be_read_is_refused_as_a_whole() {
    let planner = company().person(Role::Planner);
    for (file, code) in [
        ("sku,colour\nA,red\n", "import_columns_unknown"),
        ("sku,name\nA,B\n", "import_columns_missing"),
        ("sku,name,on_sale,weight_g\n", "import_empty"),
    ] {
        let refused = problem(&sent(&planner, file));
        assert_eq!((refused.status, refused.code.as_str()), (422, code));
    }
    let answer = planner
        .call(
            "POST",
            PATH,
            &[("content-type", "application/json")],
            Some(b"{}"),
        )
        .unwrap();
    assert_eq!(problem(&answer).code, "unsupported_content_type");
    let answer = planner
        .call("GET", "/v1/products?format=xls", &[], None)
        .unwrap();
    assert_eq!(problem(&answer).code, "invalid_value");
}
