//! A parcel as the service is told of it.

use domain::contact::Contact;
use domain::identifiers::ServiceCode;
use domain::money::Money;
use domain::product::Product;
use domain::region::RegionCode;
use domain::shipping_policy::ShipFrom;
use domain::waybill::Waybill;
use lambda::Fault;
use serde_json::{Value, json};

use super::codes::shipper_code;

/// 月结: the seller pays by the month.
const PAID_MONTHLY: u8 = 3;
/// 标准快递.
const USUAL_SERVICE: &str = "1";

/// Who sends what to whom.
pub(crate) struct Consigned<'a> {
    /// The sender.
    pub(crate) sender: &'a ShipFrom,
    /// The recipient.
    pub(crate) contact: &'a Contact,
    /// The goods, as far as the catalogue knows them.
    pub(crate) products: &'a [Product],
}

/// The body of a request for a number.
pub(super) fn body(waybill: &Waybill, consigned: &Consigned<'_>) -> Result<Value, Fault> {
    let (sender, contact) = (consigned.sender, consigned.contact);
    let recipient = contact.ship_to_name.as_ref().unwrap_or(&contact.name);
    let name_of = |sku| {
        let known = consigned.products.iter().find(|product| product.sku == sku);
        known.map_or_else(|| sku.to_string(), |product| product.name.clone())
    };
    let goods: Vec<Value> = waybill
        .pieces
        .iter()
        .map(|it| json!({ "GoodsName": name_of(it.sku.clone()), "Goodsquantity": it.quantity }))
        .collect();
    let mut services = Vec::new();
    if waybill.cod.is_positive() {
        services.push(json!({ "Name": "COD", "Value": yuan(waybill.cod) }));
    }
    if let Some(insured) = waybill.insured {
        services.push(json!({ "Name": "INSURE", "Value": yuan(insured) }));
    }
    // Services are agreed under the service's own numbers, or it is the usual one.
    let service = waybill.quote.service.as_ref().map(ServiceCode::as_str);
    let numbered = |code: &&str| code.bytes().all(|byte| byte.is_ascii_digit());
    let service = service.filter(numbered).unwrap_or(USUAL_SERVICE);
    let mut body = json!({
        "ShipperCode": code(waybill)?,
        "OrderCode": waybill.id.order_code(),
        "PayType": PAID_MONTHLY,
        "ExpType": service,
        "Sender": party(&sender.name, Some(&sender.phone), Some(sender.region), &sender.address),
        "Receiver": party(recipient, contact.recipient_phone(), waybill.to, &contact.address),
        "Commodity": goods,
        "Weight": decimal(waybill.weight_g, 3),
        "Quantity": 1,
        "Volume": decimal(waybill.volume_cm3, 6),
        "DeclaredValue": yuan(waybill.declared),
        "AddService": services,
        "IsReturnPrintTemplate": "0",
    });
    if let (Some(month), Some(fields)) = (&waybill.quote.agreement_no, body.as_object_mut()) {
        fields.insert("MonthCode".to_owned(), json!(month));
    }
    Ok(body)
}

/// The body of a request to take a number back.
pub(super) fn cancellation(waybill: &Waybill) -> Result<Value, Fault> {
    Ok(json!({
        "ShipperCode": code(waybill)?,
        "OrderCode": waybill.id.order_code(),
        "ExpNo": waybill.waybill_no().map(ToString::to_string).unwrap_or_default(),
    }))
}

fn code(waybill: &Waybill) -> Result<&'static str, Fault> {
    let carrier = waybill.carrier();
    let code = shipper_code(carrier);
    code.ok_or_else(|| Fault::poison(format!("{carrier} cannot be asked for waybills")))
}

fn party(name: &str, phone: Option<&str>, region: Option<RegionCode>, address: &str) -> Value {
    let [province, city, county] = divisions(region);
    json!({
        "Name": name,
        "Mobile": phone.unwrap_or_default(),
        "ProvinceName": province,
        "CityName": city,
        "ExpAreaName": county,
        "Address": address,
    })
}

/// Province, city and county. A county without a city between has its province's name for it.
fn divisions(region: Option<RegionCode>) -> [&'static str; 3] {
    let Some(region) = region else {
        return ["", "", ""];
    };
    let above: Vec<RegionCode> =
        std::iter::successors(Some(region), |region| region.parent()).collect();
    match above.as_slice() {
        [county, city, province] => [province.name(), city.name(), county.name()],
        [lower, province] => [province.name(), province.name(), lower.name()],
        _ => [region.name(), "", ""],
    }
}

fn yuan(amount: Money) -> String {
    let fen = amount.fen();
    format!("{}.{:02}", fen / 100, fen % 100)
}

/// A whole number of parts with the point so many places from its end.
fn decimal(parts: u64, places: u32) -> Value {
    let whole = 10_u64.pow(places);
    let width = usize::try_from(places).unwrap_or_default();
    let text = format!("{}.{:0width$}", parts / whole, parts % whole);
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}
