//! What 快递100 and 快递鸟 push, as they sign and shape it (5.3.3).

use contract::carrier_pushes::{KdniaoAnswer, Kuaidi100Answer};
use contract::shipment::ShipmentView;
use domain::order::StageName;
use domain::role::Role;
use jiff::{SignedDuration, Timestamp};
use lambda::push_signature;
use serde_json::{Value, json};
use yudan::client::Answer;
use yudan_tests::company::Company;
use yudan_tests::purchase::order;

use crate::company;

fn parcel(company: &Company) -> ShipmentView {
    let sku = company.goods();
    company.stock(&sku, 1);
    company.ship(company.reserved(&order(&sku, 1)).summary.id)
}

/// So many minutes from now as it is written in China.
fn in_china(minutes: i64) -> String {
    let at = Timestamp::now() + SignedDuration::from_mins(minutes);
    let time = domain::calendar::BUSINESS_OFFSET.to_datetime(at);
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn push(company: &Company, service: &str, fields: &[(&str, &str)]) -> Answer {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(fields);
    let path = format!("/v1/carrier-pushes/{service}");
    let headers = [(
        "content-type",
        "application/x-www-form-urlencoded; charset=utf-8",
    )];
    let body = form.finish();
    company
        .nobody()
        .call("POST", &path, &headers, Some(body.as_bytes()))
        .unwrap()
}

fn kuaidi100(company: &Company, parcel: &ShipmentView, codes: &[(&str, i64)]) -> Answer {
    let traces = codes.iter().rev().map(|(code, minutes)| {
        json!({ "ftime": in_china(*minutes), "statusCode": code, "context": "<script>1</script>【重庆】无法签收，电话13800138000" })
    });
    let param = json!({
        "status": "polling", "message": "",
        "lastResult": { "com": parcel.carrier, "nu": parcel.waybill_no, "state": "0", "data": traces.collect::<Vec<_>>() },
    })
    .to_string();
    let sign = push_signature::kuaidi100(&param, &company.access().push_secrets().0);
    push(company, "kuaidi100", &[("param", &param), ("sign", &sign)])
}

fn kdniao(company: &Company, parcels: &[Value]) -> Answer {
    let data = json!({ "EBusinessID": "1264783", "PushTime": in_china(0), "Count": parcels.len().to_string(), "Data": parcels });
    let data = data.to_string();
    let sign = push_signature::kdniao(&data, &company.access().push_secrets().1);
    push(
        company,
        "kdniao",
        &[
            ("RequestData", &data),
            ("RequestType", "101"),
            ("DataSign", &sign),
        ],
    )
}

fn traces(parcel: &ShipmentView, codes: &[(&str, i64)]) -> Value {
    let traces = codes.iter().map(|(code, minutes)| {
        json!({ "AcceptTime": in_china(*minutes), "AcceptStation": "已签收", "Action": code })
    });
    let shipper = domain::carrier_source::KDNIAO
        .iter()
        .find(|(ours, _)| *ours == parcel.carrier);
    json!({
        "ShipperCode": shipper.unwrap().1, "LogisticCode": parcel.waybill_no,
        "Success": true, "Traces": traces.collect::<Vec<_>>(),
    })
}

fn kinds(company: &Company, parcel: &ShipmentView) -> Vec<String> {
    let service = company.person(Role::Service);
    let items = service.exceptions(parcel.order_id).unwrap().items;
    let open = items.into_iter().filter(|it| it.resolution.is_none());
    open.map(|it| it.kind).collect()
}

#[test]
fn a_push_of_kuaidi100_moves_the_parcel_by_its_codes_alone() {
    let company = company();
    let parcel = parcel(company);
    let way = [("103", -5), ("0", -4), ("5", -3), ("99999", -2), ("3", 60)];
    for _ in 0..2 {
        let answer = kuaidi100(company, &parcel, &way);
        let answer: Kuaidi100Answer = answer.success().unwrap().json().unwrap();
        assert_eq!(answer, Kuaidi100Answer::taken());
    }
    assert_eq!(
        kinds(company, &parcel),
        ["unknown_code"],
        "words and the future say nothing"
    );
    assert_eq!(
        company.order(parcel.order_id).summary.stage,
        StageName::Dispatched
    );
    kuaidi100(company, &parcel, &[("103", -5), ("301", -1)])
        .success()
        .unwrap();
    company.comes_to(parcel.order_id, StageName::Completed);
    assert!(kinds(company, &parcel).is_empty());
}

#[test]
fn a_push_of_kdniao_takes_what_is_known_of_several_parcels() {
    let company = company();
    let (one, other) = (parcel(company), parcel(company));
    let unknown = json!({ "ShipperCode": "SF", "LogisticCode": "SF0000000000000", "Traces": [] });
    let nobody = json!({ "ShipperCode": "NOBODY", "LogisticCode": "1", "Traces": null });
    let answer = kdniao(
        company,
        &[
            unknown,
            nobody,
            traces(&one, &[("1", -9), ("301", -2)]),
            traces(&other, &[("201", -3)]),
        ],
    );
    let answer: KdniaoAnswer = answer.success().unwrap().json().unwrap();
    assert!(answer.success);
    assert_eq!(answer.e_business_id, "1264783");
    company.comes_to(one.order_id, StageName::Completed);
    assert_eq!(
        company.order(other.order_id).summary.stage,
        StageName::Dispatched
    );
    assert!(
        kinds(company, &other).is_empty(),
        "201 is on the way at 快递鸟"
    );
    let many = vec![traces(&other, &[("301", -1)]); 101];
    assert_eq!(kdniao(company, &many).status, 422);
    assert_eq!(
        company.order(other.order_id).summary.stage,
        StageName::Dispatched
    );
}

#[test]
fn a_push_that_is_not_signed_by_the_service_is_refused() {
    let company = company();
    let parcel = parcel(company);
    let param =
        json!({ "lastResult": { "com": parcel.carrier, "nu": parcel.waybill_no, "state": "3",
        "data": [{ "ftime": in_china(-1), "statusCode": "3" }] } })
        .to_string();
    let (salt, key) = company.access().push_secrets();
    let other = push_signature::kuaidi100(&param, key);
    for sign in ["", "0", &other] {
        assert_eq!(
            push(company, "kuaidi100", &[("param", &param), ("sign", sign)]).status,
            401
        );
    }
    let good = push_signature::kuaidi100(&param, salt);
    let changed = param.replace("\"3\"", "\"301\"");
    assert_eq!(
        push(
            company,
            "kuaidi100",
            &[("param", &changed), ("sign", &good)]
        )
        .status,
        401
    );
    let json = [("content-type", "application/json")];
    let body = company
        .nobody()
        .call("POST", "/v1/carrier-pushes/kdniao", &json, Some(b"{}"))
        .unwrap();
    assert_eq!(body.status, 401);
    assert_eq!(
        company.order(parcel.order_id).summary.stage,
        StageName::Dispatched
    );
}
