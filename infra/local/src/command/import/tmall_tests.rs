use super::*;

const HEADER: &str =
    "订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额\r\n";

/// Reads a file with these bytes.
fn read(content: &[u8]) -> Result<Vec<Result<Row, Malformed>>, NotAnExport> {
    let path = std::env::temp_dir().join(format!("yudan-tmall-{}.csv", uuid::Uuid::now_v7()));
    std::fs::write(&path, content).unwrap();
    let rows = Rows::open(&path).map(Iterator::collect);
    std::fs::remove_file(path).unwrap();
    rows
}

fn rows(lines: &str) -> Vec<Result<Row, Malformed>> {
    read(format!("{HEADER}{lines}").as_bytes()).unwrap()
}

fn fen(amount: i64) -> Money {
    Money::from_fen(amount)
}

#[test]
fn a_row_is_an_order_with_what_was_paid_before_the_refund() {
    let read = rows(
        "1,178.8,0.0,上海,2020-02-21 00:00:00,,0.0\r\n\
         29 ,53.0,20,辽宁省,2020-02-20 23:47:31,2020-02-20 23:47:39,33.00\r\n",
    );
    let unpaid = Row {
        line: 2,
        external_no: "TMALL-1".to_owned(),
        total: fen(17880),
        address: "上海".to_owned(),
        created_at: "2020-02-20T16:00:00Z".parse().unwrap(),
        payment: None,
    };
    let payment = Payment {
        gross: fen(5300),
        refund: fen(3300),
        at: "2020-02-20T15:47:39Z".parse().unwrap(),
    };
    let paid = Row {
        line: 3,
        external_no: "TMALL-29".to_owned(),
        total: fen(5300),
        address: "辽宁省".to_owned(),
        created_at: "2020-02-20T15:47:31Z".parse().unwrap(),
        payment: Some(payment),
    };
    assert_eq!(read, [Ok(unpaid), Ok(paid)]);
}

#[test]
fn bad_rows_are_told_by_line_and_field_and_do_not_hide_the_others() {
    let good = "9,1.00,1.00,上海,2020-02-21 00:00:00,2020-02-21 00:00:01,0";
    let table = [
        ("5,178.888,0,上海,2020-02-21 00:00:00,,0", TOTAL, "178.888"),
        ("5,-1,0,上海,2020-02-21 00:00:00,,0", TOTAL, "\"-1\""),
        ("5,,0,上海,2020-02-21 00:00:00,,0", TOTAL, "\"\""),
        (",1,0,上海,2020-02-21 00:00:00,,0", NUMBER, "\"\""),
        ("a b,1,0,上海,2020-02-21 00:00:00,,0", NUMBER, "\"a b\""),
        ("五,1,0,上海,2020-02-21 00:00:00,,0", NUMBER, "五"),
        ("5,1,0,,2020-02-21 00:00:00,,0", ADDRESS, "found nothing"),
        ("5,1,0,上海,21.02.2020,,0", CREATED_AT, "21.02.2020"),
        (
            "5,1,0,上海,2020-02-30 00:00:00,,0",
            CREATED_AT,
            "2020-02-30",
        ),
        ("5,1,0,上海,,,0", CREATED_AT, "found nothing"),
        (
            "5,1,1,上海,2020-02-21 00:00:00,,0",
            PAID_AT,
            "found nothing",
        ),
        (
            "5,1,0,上海,2020-02-21 00:00:00,2020-02-21 00:00:01,0",
            PAID,
            "0.00",
        ),
        (
            "5,1,0,上海,2020-02-21 00:00:00,,1",
            PAID_AT,
            "found nothing",
        ),
        ("5,1,0", ADDRESS, "3 fields"),
        (
            "5,1,92233720368547758.07,上海,2020-02-21 00:00:00,,1",
            PAID,
            "found more",
        ),
    ];
    for (line, field, found) in table {
        let read = rows(&format!("{good}\n{line}\n{good}\n"));
        assert!(read[0].is_ok() && read[2].is_ok(), "{line}");
        let malformed = read[1].as_ref().unwrap_err();
        assert_eq!(
            (malformed.line, malformed.field),
            (3, field),
            "{line}: {malformed}"
        );
        assert!(malformed.problem.contains(found), "{line}: {malformed}");
    }
}

#[test]
fn a_row_in_another_encoding_is_malformed() {
    let mut content = HEADER.as_bytes().to_vec();
    content.extend_from_slice(b"5,1,0,\xc9\xcf\xba\xa3,2020-02-21 00:00:00,,0\n");
    let malformed = read(&content).unwrap().remove(0).unwrap_err();
    assert_eq!(malformed.field, ADDRESS);
}

#[test]
fn a_byte_order_mark_and_further_columns_do_no_harm() {
    let content = format!(
        "\u{feff}{},备注\n7,1,0,上海,2020-02-21 00:00:00,,0,x\n",
        HEADER.trim()
    );
    assert_eq!(
        read(content.as_bytes()).unwrap()[0]
            .as_ref()
            .unwrap()
            .external_no,
        "TMALL-7"
    );
}

#[test]
fn files_that_are_no_export_are_refused_with_what_to_do() {
    let gb18030 = read(b"\xb6\xa9\xb5\xa5\xb1\xe0\xba\xc5,\xd7\xdc\xbd\xf0\xb6\xee\n");
    assert!(
        gb18030
            .unwrap_err()
            .to_string()
            .contains("iconv -f GB18030")
    );
    let other = read("id,总金额\n".as_bytes()).unwrap_err().to_string();
    assert!(
        other.contains("found id, 总金额") && other.contains("missing: 订单编号, 买家"),
        "{other}"
    );
    let empty = read(b"").unwrap_err().to_string();
    assert!(empty.contains("missing: 订单编号"), "{empty}");
    assert!(matches!(
        Rows::open(Path::new("/nowhere")),
        Err(NotAnExport::Unreadable(_))
    ));
}
