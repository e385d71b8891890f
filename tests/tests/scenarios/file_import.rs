//! Orders that come in by file: good rows accepted, bad ones told, nothing twice (4.1.1, 4.1.3).

mod restart;

use domain::role::Role;
use serde_json::Value;
use yudan_tests::order_file::{
    CHENGDU, CSV, HEADER, assert_exact, every_third_wrong, finished, row, rows,
};

use crate::company;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[test]
fn good_rows_become_orders_bad_rows_are_told_and_the_same_file_again_does_nothing() {
    let sales = company().person(Role::Sales);
    let file = every_third_wrong("FILE-A", 360);
    let begun = sales.import_file("phone", CSV, file.as_bytes()).unwrap();
    let import = finished(&sales, &begun.id);
    assert_exact(&sales, &import, 360);
    let again = sales.import_file("phone", CSV, file.as_bytes()).unwrap();
    assert_eq!(again, import);
    // Another file with the same orders and one more: the others are there already.
    let more = format!("{file}\n{}", row("FILE-A-more", "1", CHENGDU));
    let begun = sales.import_file("phone", CSV, more.as_bytes()).unwrap();
    let import = finished(&sales, &begun.id);
    assert_eq!(
        (import.already_there, import.accepted, import.refused),
        (240, 1, 120)
    );
    let there = rows(&sales, &import.id, Some("already_there"));
    let order = sales.order(there[0].order.unwrap()).unwrap();
    assert_eq!(order.summary.external_no.as_deref(), Some("FILE-A-0"));
    let report = sales
        .call(
            "GET",
            &format!("/v1/imports/{}/report.csv", import.id),
            &[],
            None,
        )
        .unwrap();
    assert_eq!(report.status, 200);
    assert_eq!(String::from_utf8(report.body).unwrap().lines().count(), 362);
}

#[test]
fn rows_of_one_number_are_one_order_and_one_bad_row_refuses_all_of_it() {
    let sales = company().person(Role::Sales);
    let second = |number: &str, quantity: &str| {
        let blank = ",".repeat(6);
        format!("{number}{blank},B-2,{quantity},10,")
    };
    let file = [
        HEADER.to_owned(),
        row("FILE-B-1", "1", CHENGDU),
        row("FILE-B-2", "1", CHENGDU),
        second("FILE-B-1", "3"),
        second("FILE-B-2", "none"),
        row("", "7", CHENGDU),
        row("", "7", CHENGDU),
    ]
    .join("\n");
    let begun = sales.import_file("fax", CSV, file.as_bytes()).unwrap();
    let import = finished(&sales, &begun.id);
    assert_eq!((import.accepted, import.refused, import.orders), (4, 2, 3));
    let all = rows(&sales, &import.id, None);
    let order = |row: u32| all.iter().find(|it| it.row == row).unwrap();
    assert_eq!(order(2).order, order(4).order);
    assert_ne!(order(6).order, order(7).order);
    assert_eq!(order(3).problems[0].code, "import_order_refused");
    assert_eq!(order(5).problems[0].column.as_deref(), Some("quantity"));
    let first = sales.order(order(2).order.unwrap()).unwrap();
    assert_eq!(
        (first.lines.len(), first.summary.total_fen),
        (2, 2_880 + 3_000)
    );
    assert_eq!(first.summary.external_no.as_deref(), Some("FILE-B-1"));
}

#[test]
fn a_file_that_is_none_is_refused_with_what_is_wrong() {
    let sales = company().person(Role::Sales);
    let big = vec![b'x'; 4 * 1024 * 1024 + 1];
    let utf16 = b"\xFF\xFEa\0b\0";
    let header_only = HEADER.as_bytes();
    let cases: [(&str, &str, &[u8], u16, &str); 9] = [
        ("phone", CSV, b"", 400, "body_missing"),
        ("phone", CSV, &big, 413, "body_too_large"),
        (
            "phone",
            "image/png",
            header_only,
            400,
            "unsupported_content_type",
        ),
        ("pigeon", CSV, header_only, 422, "invalid_value"),
        ("phone", CSV, header_only, 422, "import_empty"),
        ("phone", CSV, utf16, 422, "import_encoding_unknown"),
        (
            "phone",
            CSV,
            "颜色\n红".as_bytes(),
            422,
            "import_columns_unknown",
        ),
        ("phone", CSV, b"PK\x03\x04broken", 422, "import_file_broken"),
        (
            "phone",
            XLSX,
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1old",
            422,
            "import_file_format_old",
        ),
    ];
    for (channel, media_type, content, status, code) in cases {
        let answer = sales
            .call(
                "POST",
                &format!("/v1/imports?channel={channel}"),
                &[("content-type", media_type)],
                Some(content),
            )
            .unwrap();
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!((answer.status, body["code"].as_str()), (status, Some(code)));
    }
    let nobody = sales.call("GET", "/v1/imports/none", &[], None).unwrap();
    assert_eq!(nobody.status, 404);
}

#[test]
fn a_template_comes_back_as_an_order() {
    let sales = company().person(Role::Sales);
    let answer = sales
        .call("GET", "/v1/imports/template?format=csv", &[], None)
        .unwrap();
    let begun = sales.import_file("mail", CSV, &answer.body).unwrap();
    assert_eq!(finished(&sales, &begun.id).orders, 1);
}
