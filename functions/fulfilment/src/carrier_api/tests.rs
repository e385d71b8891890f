use serde_json::json;

use super::*;

#[test]
fn an_address_is_split_before_its_path() {
    for (url, origin, path) in [
        (
            "https://api.kdniao.com/api/EOrderService",
            "https://api.kdniao.com",
            "/api/EOrderService",
        ),
        ("http://127.0.0.1:8090", "http://127.0.0.1:8090", "/"),
    ] {
        assert_eq!(parts(url), (origin, path));
    }
}

#[test]
fn answers_are_a_number_a_refusal_or_no_answer() {
    let issued = answer::of_request(&json!({
        "Success": true, "ResultCode": "100", "Reason": "成功",
        "Order": { "LogisticCode": "SF1000000000001", "MarkDestination": "028-A1" },
    }));
    assert!(matches!(
        issued.unwrap(),
        CarrierAnswer::Issued { routing: Some(routing), .. } if routing == "028-A1"
    ));
    let refused = json!({ "Success": false, "ResultCode": "102", "Reason": "超出派送范围" });
    let expected = "102 超出派送范围".to_owned();
    assert_eq!(
        answer::of_request(&refused).unwrap(),
        CarrierAnswer::Refused {
            reason: expected.clone()
        }
    );
    assert_eq!(
        answer::of_void(&refused).unwrap(),
        VoidAnswer::Refused { reason: expected }
    );
    let again = json!({ "Success": false, "ResultCode": "103", "Reason": "订单已取消" });
    assert_eq!(answer::of_void(&again).unwrap(), VoidAnswer::Voided);
    for temporary in [
        json!({ "Success": false, "ResultCode": "105", "Reason": "其他错误" }),
        json!({ "message": "busy" }),
        json!(null),
    ] {
        let fault = answer::of_request(&temporary).unwrap_err();
        assert_eq!(fault.name(), "retry");
        assert_eq!(answer::of_void(&temporary).unwrap_err().name(), "retry");
    }
    let nonsense = json!({ "Success": true, "Order": { "LogisticCode": "单号" } });
    assert_eq!(answer::of_request(&nonsense).unwrap_err().name(), "poison");
}
