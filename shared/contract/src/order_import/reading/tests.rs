use std::collections::BTreeMap;

use super::*;

const GOOD: [(&str, &str); 9] = [
    ("order_no", "PH-1"),
    ("ordered_at", "2026-11-20 09:30"),
    ("customer_kind", "企业"),
    ("customer_name", "某公司"),
    ("address", "四川省成都市武侯区1号"),
    ("sku", "A-1"),
    ("quantity", "10"),
    ("unit_price", "28.80"),
    ("payment_method", "账期"),
];

fn order(rows: &[&[(&str, &str)]]) -> ImportedOrder {
    let rows = rows.iter().zip(2..).map(|(changes, row)| {
        let mut cells: BTreeMap<String, String> = GOOD
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        for (name, text) in *changes {
            cells.insert((*name).to_owned(), (*text).to_owned());
        }
        cells.retain(|_, text| !text.is_empty());
        ImportedRow { row, cells }
    });
    let rows: Vec<ImportedRow> = rows.collect();
    ImportedOrder {
        lines_in_file: u32::try_from(rows.len()).unwrap(),
        rows,
        same_before: 0,
    }
}

#[test]
fn rows_become_the_request_that_a_person_would_have_sent() {
    let blank = [
        ("customer_name", ""),
        ("sku", "B-2"),
        ("unit_price", "￥1,280.5"),
        ("quantity", "3.0"),
    ];
    let request = request(&order(&[&[], &blank]), Channel::Phone).unwrap();
    assert_eq!(request.external_no.as_deref(), Some("PH-1"));
    assert_eq!(
        request.created_at.unwrap().to_string(),
        "2026-11-20T01:30:00Z"
    );
    assert_eq!(request.customer.name, "某公司");
    let lines: Vec<_> = request
        .lines
        .iter()
        .map(|line| (line.sku.as_str(), line.quantity, line.unit_price_fen))
        .collect();
    assert_eq!(lines, [("A-1", 10, 2_880), ("B-2", 3, 128_050)]);
}

#[test]
fn dates_are_read_as_people_and_spreadsheets_write_them() {
    for text in [
        "2026-12-20",
        "2026/12/20",
        "2026.12.20",
        "2026年12月20日",
        "46376",
        "2026-12-20 00:00:00",
    ] {
        assert_eq!(day(text), Ok(date(2026, 12, 20)), "{text}");
    }
    for text in ["20.12.2026", "2026-13-01", "tomorrow", "7", "2026-12", ""] {
        assert!(day(text).is_err(), "{text}");
    }
    for text in [
        "2026-12-20 9:05",
        "2026/12/20 09:05:00",
        "2026-12-20T01:05:00Z",
    ] {
        assert_eq!(
            instant(text).map(|at| at.to_string()),
            Ok("2026-12-20T01:05:00Z".to_owned()),
            "{text}"
        );
    }
}

#[test]
fn every_bad_cell_is_told_with_its_row_and_column() {
    let bad = [
        ("quantity", "many"),
        ("unit_price", "1.234"),
        ("payment_method", "贝壳"),
        ("customer_name", "别的公司"),
        ("order_no", "PH-1"),
    ];
    let problems = request(&order(&[&[("customer_kind", "")], &bad]), Channel::Fax).unwrap_err();
    let told: Vec<(u32, &str, &str, &str)> = problems
        .iter()
        .map(|problem| {
            let column = problem.column.as_deref().unwrap();
            (
                problem.row,
                column,
                problem.code.as_str(),
                problem.found.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (3, "payment_method", "import_rows_differ", "贝壳"),
            (3, "customer_name", "import_rows_differ", "别的公司"),
            (3, "quantity", "invalid_value", "many"),
            (3, "unit_price", "invalid_value", "1.234"),
        ]
    );
    let blank = order(&[&[("customer_kind", ""), ("sku", "")]]);
    let problems = request(&blank, Channel::Fax).unwrap_err();
    let codes: Vec<_> = problems.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["import_cell_missing"; 2]);
    let lost = order(&[&[("order_no", "1.23457E+17")]]);
    assert_eq!(
        request(&lost, Channel::Fax).unwrap_err()[0].found,
        "1.23457E+17"
    );
}

#[test]
fn a_refusal_leads_back_to_the_cell() {
    let refusal = Refusal::invalid("lines[1].sku", "a SKU", "a b").because(Evidence::new(
        "ship_to.address",
        "outside 500000",
        "500103",
    ));
    let told: Vec<_> = problems(&order(&[&[], &[]]), &refusal)
        .into_iter()
        .map(|problem| (problem.row, problem.column))
        .collect();
    let column = |name: &str| Some(name.to_owned());
    assert_eq!(told, [(3, column("sku")), (2, column("address"))]);
}

#[test]
fn too_many_lines_refuse_each_row() {
    let mut long = order(&[&[], &[]]);
    long.lines_in_file = 49;
    let problems = request(&long, Channel::Fax).unwrap_err();
    let rows: Vec<u32> = problems.iter().map(|problem| problem.row).collect();
    assert_eq!(rows, [2, 3]);
}
