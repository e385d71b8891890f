//! What the service answers.

use domain::identifiers::WaybillNo;
use domain::waybill::{CarrierAnswer, VoidAnswer};
use lambda::Fault;
use serde_json::Value;

/// 其他错误: the service's own trouble, which may pass.
const OTHER_ERROR: &str = "105";
/// Words of a number that was taken back before.
const CANCELLED_BEFORE: &str = "已取消";
/// The longest text to sort by, in characters.
const LONGEST_ROUTING: usize = 40;

/// Reads the answer to a request for a number.
pub(super) fn of_request(answer: &Value) -> Result<CarrierAnswer, Fault> {
    let order = answer.get("Order");
    let field = |name: &str| order.and_then(|order| text(order, name));
    if let Some(number) = field("LogisticCode").filter(|_| success(answer)) {
        let waybill_no = WaybillNo::parse(number).map_err(Fault::poison)?;
        let routing = field("MarkDestination").or_else(|| field("SortingCode"));
        return Ok(CarrierAnswer::Issued {
            waybill_no,
            routing: routing.map(|text| text.chars().take(LONGEST_ROUTING).collect()),
        });
    }
    if success(answer) {
        return Err(Fault::poison(
            "the carrier says that it gave a number, and gives none",
        ));
    }
    Ok(CarrierAnswer::Refused {
        reason: refusal(answer)?,
    })
}

/// Reads the answer to a request to take a number back.
pub(super) fn of_void(answer: &Value) -> Result<VoidAnswer, Fault> {
    if success(answer) {
        return Ok(VoidAnswer::Voided);
    }
    let reason = refusal(answer)?;
    Ok(if reason.contains(CANCELLED_BEFORE) {
        VoidAnswer::Voided
    } else {
        VoidAnswer::Refused { reason }
    })
}

fn success(answer: &Value) -> bool {
    answer.get("Success") == Some(&Value::Bool(true))
}

/// The words of an answer that is no; an error when it is no answer at all.
fn refusal(answer: &Value) -> Result<String, Fault> {
    let code = text(answer, "ResultCode").unwrap_or_default();
    if answer.get("Success") != Some(&Value::Bool(false)) || code == OTHER_ERROR {
        return Err(Fault::retry(format!(
            "the carrier answered with code {code}"
        )));
    }
    let reason = text(answer, "Reason").unwrap_or("no reason");
    Ok(format!("{code} {reason}").trim().to_owned())
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value
        .get(name)
        .and_then(Value::as_str)
        .filter(|it| !it.is_empty())
}
