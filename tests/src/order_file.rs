//! Files of orders with mistakes in them, and what must become of their rows (4.1.1).

use std::collections::BTreeSet;

use contract::order_import::{ImportView, RowResultView};
use uuid::Uuid;
use yudan::client::Client;

use crate::waiting::until;

/// The media type of a text table.
pub const CSV: &str = "text/csv";
/// The header of the files.
pub const HEADER: &str =
    "订单号,客户类型,客户名称,客户编号,收货人,收货电话,收货地址,SKU,数量,单价,付款方式";
/// An address out of the region.
pub const CHENGDU: &str = "四川省成都市武侯区人民南路四段1号";

/// A row of this number, quantity and address.
pub fn row(number: &str, quantity: &str, address: &str) -> String {
    format!(
        "{number},企业,进口测试公司,C-IMPORT,李四,13900139000,{address},A-1,{quantity},28.80,银行转账"
    )
}

/// A file with a mistake in every third row; `mark` makes its numbers its own.
pub fn every_third_wrong(mark: &str, rows: usize) -> String {
    let mut file = vec![HEADER.to_owned()];
    for index in 0..rows {
        let number = format!("{mark}-{index}");
        file.push(match index % 9 {
            2 => row(&number, "many", CHENGDU),
            5 => row(&number, "1", "重庆市渝中区解放碑1号"),
            8 => row(&number, "0", CHENGDU),
            _ => row(&number, "2", CHENGDU),
        });
    }
    file.join("\n")
}

/// Waits as long as the import moves.
pub fn finished(client: &Client, id: &str) -> ImportView {
    let mut done = 0;
    loop {
        let import = until("the import to go on", || {
            let import = client.import(id).unwrap();
            (import.finished || import.rows_done > done).then_some(import)
        });
        if import.finished {
            return import;
        }
        done = import.rows_done;
    }
}

/// Every row of the report that became this.
pub fn rows(client: &Client, id: &str, only: Option<&str>) -> Vec<RowResultView> {
    let (mut all, mut cursor) = (Vec::new(), None);
    loop {
        let page = client.import_rows(id, only, cursor.as_deref()).unwrap();
        all.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return all;
        }
    }
}

/// Holds a report against what [`every_third_wrong`] says, and gives the orders that came of it.
///
/// # Panics
/// When a row is told otherwise.
pub fn assert_exact(client: &Client, import: &ImportView, rows_of_file: u32) -> BTreeSet<Uuid> {
    let third = rows_of_file / 3;
    assert!(import.finished, "{import:?}");
    assert_eq!(
        (
            import.rows,
            import.rows_done,
            import.refused,
            import.accepted,
            import.orders
        ),
        (
            rows_of_file,
            rows_of_file,
            third,
            rows_of_file - third,
            rows_of_file - third
        )
    );
    let refused = rows(client, &import.id, Some("refused"));
    let told: Vec<u32> = refused.iter().map(|row| row.row).collect();
    let expected: Vec<u32> = (0..rows_of_file)
        .filter(|index| index % 3 == 2)
        .map(|index| index + 2)
        .collect();
    assert_eq!(told, expected);
    for row in &refused {
        let problem = &row.problems[0];
        let expected = match (row.row - 2) % 9 {
            2 => ("invalid_value", Some("quantity"), "many"),
            5 => ("order_not_out_of_region", Some("address"), "500103"),
            _ => ("invalid_value", Some("quantity"), "0"),
        };
        let found = (
            problem.code.as_str(),
            problem.column.as_deref(),
            problem.found.as_str(),
        );
        assert_eq!(found, expected);
    }
    let accepted = rows(client, &import.id, Some("accepted"));
    let orders: BTreeSet<Uuid> = accepted.iter().filter_map(|row| row.order).collect();
    assert_eq!(orders.len(), accepted.len());
    orders
}

/// The orders of the customer whom the files name.
pub fn orders_of_files(client: &Client) -> BTreeSet<Uuid> {
    let (mut orders, mut cursor) = (BTreeSet::new(), None);
    loop {
        let page = client.orders_of("C-IMPORT", cursor.as_deref()).unwrap();
        for order in page.items {
            assert!(orders.insert(order.id), "{} is listed twice", order.id);
        }
        cursor = page.next_cursor;
        if cursor.is_none() {
            return orders;
        }
    }
}
