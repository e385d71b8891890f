//! Sheets are planned by zone and category, a page after the other, and a whole one fits a transaction (5.2.2).

use contract::product::{PriceRule, ProductRequest};
use contract::stocktake::{StocktakeRequest, StorageZoneRequest};
use domain::role::Role;
use yudan_tests::purchase::unique;
use yudan_tests::refused::refused;
use yudan_tests::waiting::until;

use super::{approved, counter, counts, reason, sheet};
use crate::company;

#[test]
fn sheets_are_planned_by_zone_and_category_a_page_after_the_other() {
    let company = company();
    let planner = company.person(Role::Planner);
    let (zone, category) = (unique("Z"), unique("茶"));
    let skus: Vec<String> = (0..82)
        .map(|_| {
            let sku = unique("SKU");
            let price = PriceRule::Listed {
                list_fen: 100,
                floor_fen: 1,
            };
            let product = ProductRequest {
                category: Some(category.clone()),
                ..ProductRequest::plain("沱茶", price, true, 100)
            };
            planner.put_product(&sku, &product).unwrap();
            let place = StorageZoneRequest { zone: zone.clone() };
            planner.put_zone(&sku, "CQ1", &place).unwrap();
            sku
        })
        .collect();
    let place = planner.zone(&skus[0], "CQ1").unwrap();
    assert_eq!((place.zone.as_str(), place.version), (zone.as_str(), 1));
    let by_zone = |cursor| StocktakeRequest {
        number: unique("PD"),
        zone: Some(zone.clone()),
        cursor,
        ..StocktakeRequest::default()
    };
    let first = until("the index to hold every place", || {
        let wanted = by_zone(None);
        let planned = planner.plan_stocktake(&wanted).unwrap();
        let again = planner.plan_stocktake(&wanted).unwrap();
        assert_eq!((again.new, &again.view), (false, &planned.view));
        if planned.view.lines.len() == 80 {
            return Some(planned.view);
        }
        planner.cancel_stocktake(&wanted.number, &reason()).unwrap();
        None
    });
    let second = planner.plan_stocktake(&by_zone(first.next_cursor)).unwrap();
    assert_eq!(
        (second.view.lines.len(), second.view.next_cursor),
        (2, None)
    );
    // What is on one open sheet is on no other.
    let other = planner.plan_stocktake(&sheet(&[&skus[0]]));
    refused(other, 409, "under_count");

    // A whole sheet is counted and approved in one transaction each.
    let lines: Vec<(&str, u32)> = first
        .lines
        .iter()
        .map(|line| (line.sku.as_str(), 1))
        .collect();
    let counted = counter(company, "w-first").record_counts(&first.number, &counts(&lines));
    assert_eq!(counted.unwrap().stage, "awaiting_approval");
    let done = approved(company, &first.number).unwrap();
    assert_eq!((done.lines.len(), done.accuracy_permille), (80, Some(0)));
    assert_eq!(company.stock_of(&skus[0]), (1, 0));

    let by_category = StocktakeRequest {
        number: unique("PD"),
        category: Some(category),
        ..StocktakeRequest::default()
    };
    // Of the rest nothing was ever in the warehouse but what the sheets counted.
    planner
        .cancel_stocktake(&second.view.number, &reason())
        .unwrap();
    let mut wanted = by_category;
    let found = loop {
        match planner.plan_stocktake(&wanted) {
            Ok(planned) => break planned.view,
            refusal => {
                let refusal = refused(refusal, 409, "nothing_to_count");
                wanted.cursor = Some(refusal.errors[0].found.clone());
            }
        }
    };
    assert!(found.lines.iter().all(|line| skus.contains(&line.sku)));
}
