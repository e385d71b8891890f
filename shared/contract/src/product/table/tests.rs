//! What is written reads back; what does not read is told.

use domain::dated::{Dated, Revision};
use domain::goods::{LimitPeriod, ReturnCategory, SupplyKind};
use jiff::Timestamp;

use super::*;
use crate::order_import::SheetRow;

fn sheet(lines: &[&str]) -> Vec<SheetRow> {
    let rows = lines.iter().zip(1..).map(|(line, number)| SheetRow {
        number,
        cells: line.split(',').map(str::to_owned).collect(),
    });
    rows.collect()
}

#[test]
fn what_is_written_reads_back_as_the_same_product() {
    let full = ProductRequest {
        specification: Some("-1 级".to_owned()),
        unit: Some("盒".to_owned()),
        volume_cm3: Some(300),
        longest_edge_cm: Some(25),
        tax_permille: Some(90),
        supply: Some(SupplyKind::Made),
        return_category: Some(ReturnCategory::Perishable),
        minimum_quantity: Some(2),
        standard_cost_fen: Some(9_000),
        purchase_limit: Some(PurchaseLimitBody {
            quantity: 5,
            per: LimitPeriod::Week,
        }),
        ..ProductRequest::plain(
            "永川秀芽",
            PriceRule::Listed {
                list_fen: 12_800,
                floor_fen: 9_900,
            },
            true,
            180,
        )
    };
    let plain = ProductRequest::plain("面议", PriceRule::Agreed, false, 1);
    for product in [full, plain] {
        let product = product.into_product("TEA-1").unwrap();
        let dated = Dated::begun(Revision {
            at: Timestamp::UNIX_EPOCH,
            version: 1,
            effective_from: None,
            value: product.clone(),
        });
        let view = ProductView::of(&dated, 1, Timestamp::UNIX_EPOCH);
        let mut cells = TABLE.row(&view);
        for cell in &mut cells {
            if cell.starts_with('-') {
                cell.insert(0, '\'');
            }
        }
        let rows = vec![
            SheetRow {
                number: 1,
                cells: TABLE.header(),
            },
            SheetRow { number: 2, cells },
        ];
        let read = TABLE.read(rows).unwrap().remove(0).says.unwrap();
        let again = read.request.into_product(&read.sku).unwrap();
        assert_eq!(again, product);
    }
}

#[test]
fn every_cell_that_does_not_read_is_told_by_itself() {
    let rows = TABLE.read(sheet(&[
        "sku,name,on_sale,weight_g,list_fen,supply,limit_quantity",
        "TEA-1,茶,maybe,,1.5,grown,3",
    ]));
    let row = rows.unwrap().remove(0);
    let mistakes = row.says.unwrap_err().evidence;
    let told: Vec<_> = mistakes
        .iter()
        .map(|it| (it.at.as_str(), it.expected.as_str(), it.found.as_str()))
        .collect();
    let beside = "something, as the cell beside it is filled";
    assert_eq!(
        told,
        [
            ("list_fen", "a whole number of fen", "1.5"),
            ("on_sale", "true or false", "maybe"),
            ("weight_g", "a whole number of grams", "nothing"),
            ("limit_per", beside, "nothing"),
            ("supply", "made, bought, service", "grown"),
        ]
    );
    assert_eq!((row.row, row.id.as_str()), (2, "TEA-1"));
}

#[test]
fn what_is_still_to_come_is_entered_for_its_day() {
    let request = ProductRequest::plain("面议", PriceRule::Agreed, false, 1);
    let later = Timestamp::from_second(9).unwrap();
    let dated = Dated::begun(Revision {
        at: Timestamp::UNIX_EPOCH,
        version: 1,
        effective_from: Some(later),
        value: request.into_product("TEA-1").unwrap(),
    });
    for (now, expected) in [
        (Timestamp::UNIX_EPOCH, later.to_string()),
        (later, String::new()),
    ] {
        let row = TABLE.row(&ProductView::of(&dated, 1, now));
        assert_eq!(row.last(), Some(&expected));
    }
}
