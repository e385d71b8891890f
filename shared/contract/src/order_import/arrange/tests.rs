use super::*;

fn sheet(text: &str) -> Vec<SheetRow> {
    let rows = text.lines().zip(1..).map(|(line, number)| SheetRow {
        number,
        cells: line.split(',').map(|cell| cell.trim().to_owned()).collect(),
    });
    rows.collect()
}

const HEADER: &str = "客户类型,客户名称,收货地址,SKU,数量,单价,付款方式,订单号";

fn row(number: &str) -> String {
    format!("企业,某公司,四川省成都市武侯区1号,A-1,1,2.00,账期,{number}")
}

fn file(rows: &[String]) -> Vec<SheetRow> {
    sheet(&format!("{HEADER}\n{}", rows.join("\n")))
}

#[test]
fn rows_of_one_number_are_one_order_wherever_they_stand_and_blank_rows_are_none() {
    let chunks = arrange(file(&[
        row("N1"),
        String::new(),
        row("N2"),
        row("N1"),
        row(""),
        row(""),
    ]))
    .unwrap();
    let orders: Vec<(Vec<u32>, u32)> = chunks[0]
        .iter()
        .map(|order| {
            let rows = order.rows.iter().map(|row| row.row).collect();
            (rows, order.same_before)
        })
        .collect();
    assert_eq!(
        orders,
        [(vec![2, 5], 0), (vec![4], 0), (vec![6], 0), (vec![7], 1)]
    );
}

#[test]
fn a_file_that_cannot_be_arranged_says_where_and_why() {
    let long = "长".repeat(501);
    let wide = vec!["x"; 65].join(",");
    let mut many = vec![row(""); MOST_ROWS + 1];
    let cases = [
        (sheet(""), "import_empty", "file"),
        (sheet(HEADER), "import_empty", "file"),
        (
            sheet(&format!("{HEADER},颜色\n")),
            "import_columns_unknown",
            "row 1 column I",
        ),
        (
            sheet("客户类型,客户名称"),
            "import_columns_missing",
            "row 1",
        ),
        (
            sheet(&format!("{HEADER},sku")),
            "import_column_twice",
            "row 1 column I",
        ),
        (sheet(&wide), "import_too_many_columns", "row 1"),
        (
            file(&[row(&long)]),
            "import_cell_too_long",
            "row 2 column H",
        ),
        (
            file(&[row("N,astray")]),
            "import_cell_without_header",
            "row 2 column I",
        ),
        (file(&many), "import_too_many_rows", "file"),
    ];
    for (rows, code, at) in cases {
        let refusal = arrange(rows).unwrap_err();
        assert_eq!((refusal.code, refusal.evidence[0].at.as_str()), (code, at));
    }
    many.pop();
    let chunks = arrange(file(&many)).unwrap();
    let rows: usize = chunks.iter().flatten().map(|order| order.rows.len()).sum();
    assert_eq!(
        (rows, chunks.len()),
        (MOST_ROWS, MOST_ROWS.div_ceil(CHUNK_ROWS))
    );
}

#[test]
fn an_order_of_too_many_rows_stands_in_parts_that_all_say_so() {
    let chunks = arrange(file(&vec![row("N1"); 100])).unwrap();
    let parts: Vec<(usize, u32)> = chunks
        .iter()
        .flatten()
        .map(|order| (order.rows.len(), order.lines_in_file))
        .collect();
    assert_eq!(parts, [(48, 100), (48, 100), (4, 100)]);
}

#[test]
fn columns_are_lettered_as_in_a_spreadsheet() {
    for (place, expected) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")] {
        assert_eq!(letters(place), expected);
    }
}
