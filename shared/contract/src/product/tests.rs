use super::*;
use domain::dated::{Dated, Revision};
use serde_json::json;

fn read(body: serde_json::Value) -> Result<Product, Refusal> {
    serde_json::from_value::<ProductRequest>(body)
        .unwrap()
        .into_product("TEA")
}

#[test]
fn a_product_is_read_whole_and_its_mistakes_are_told_at_once() {
    let good = json!({ "name": "茶", "price": { "kind": "listed", "list_fen": 100, "floor_fen": 80 }, "on_sale": true, "weight_g": 1 });
    assert_eq!(read(good).unwrap().sku.as_str(), "TEA");
    let bad = json!({ "name": " ", "price": { "kind": "listed", "list_fen": 100, "floor_fen": 101 }, "on_sale": true, "weight_g": 0,
        "unit": "一".repeat(21), "volume_cm3": 0, "longest_edge_cm": 0, "minimum_quantity": 0, "purchase_limit": { "quantity": 0, "per": "day" }, "tax_permille": 170 });
    let request: ProductRequest = serde_json::from_value(bad).unwrap();
    let refusal = request.into_product("#").unwrap_err();
    let places: Vec<_> = refusal
        .evidence
        .iter()
        .map(|evidence| evidence.at.as_str())
        .collect();
    assert_eq!(
        places,
        [
            "sku",
            "name",
            "weight_g",
            "price.floor_fen",
            "unit",
            "volume_cm3",
            "longest_edge_cm",
            "minimum_quantity",
            "purchase_limit.quantity",
            "tax_permille"
        ]
    );
    let agreed =
        json!({ "name": "茶", "price": { "kind": "agreed" }, "on_sale": true, "weight_g": 1 });
    assert_eq!(read(agreed).unwrap().price, ProductPrice::Agreed);
}

#[test]
fn a_product_reads_back_as_it_was() {
    let full = json!({ "name": "茶", "price": { "kind": "listed", "list_fen": 100, "floor_fen": 80 }, "on_sale": false, "weight_g": 1,
        "specification": "100 克", "model": "A-1", "unit": "盒", "volume_cm3": 900, "longest_edge_cm": 30, "tax_permille": 90, "supply": "made",
        "return_category": "perishable", "category": "tea", "minimum_quantity": 3, "purchase_limit": { "quantity": 5, "per": "month" }, "standard_cost_fen": 70 });
    let product = read(full).unwrap();
    let again = ProductRequest::of(&product).into_product("TEA").unwrap();
    assert_eq!(again, product);
}

#[test]
fn customers_see_neither_floor_nor_cost_nor_plans() {
    let now = Timestamp::UNIX_EPOCH;
    let later = Timestamp::from_second(9).unwrap();
    let listed = json!({ "name": "茶", "price": { "kind": "listed", "list_fen": 100, "floor_fen": 80 }, "on_sale": true, "weight_g": 1, "standard_cost_fen": 70 });
    let revision = |effective_from, version| Revision {
        at: now,
        version,
        effective_from,
        value: read(listed.clone()).unwrap(),
    };
    let dated = Dated::begun(revision(None, 1)).revised(revision(Some(later), 2));
    let staff = ProductView::of(&dated, 2, now);
    assert_eq!((staff.valid_version, staff.upcoming.len()), (Some(1), 1));
    let shown = serde_json::to_value(staff.for_customers()).unwrap();
    assert_eq!(shown["price"], json!({ "kind": "listed", "list_fen": 100 }));
    assert_eq!(
        (shown.get("upcoming"), shown.get("standard_cost_fen")),
        (None, None)
    );
}
