//! What 快递100 and 快递鸟 push of parcels, in shapes of their own (5.3.3).
//!
//! Other bodies refuse fields that nobody knows. These do not: their shape is not ours to define. Only codes are
//! read, never words: "无法签收" is no signature.

use domain::calendar::BUSINESS_OFFSET;
use domain::carrier_source;
use domain::identifiers::{CarrierCode, WaybillNo};
use domain::refusal::Refusal;
use domain::shipment::CarrierReport;
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// The most parcels in one push.
pub const MOST_PARCELS: usize = 100;
/// The most reports of one parcel in one push; of more, the latest are read.
pub const MOST_REPORTS: usize = 200;
/// Carriers' clocks may run ahead by this much.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(10);
/// The longest code that is read as one.
const LONGEST_CODE: usize = 32;

/// Reports of one parcel, as far as they can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushedParcel {
    /// Who carries it.
    pub carrier: CarrierCode,
    /// Under which number.
    pub waybill_no: WaybillNo,
    /// The reports, the earliest first.
    pub reports: Vec<CarrierReport>,
}

/// A push as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pushed {
    /// The parcels.
    pub parcels: Vec<PushedParcel>,
    /// Parcels and reports that were left out: of a carrier or number that is none, without a time, or from the
    /// future.
    pub left_out: usize,
}

/// The answer that 快递100 expects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Kuaidi100Answer {
    /// Whether the push was taken.
    pub result: bool,
    /// `200` when it was.
    #[schema(example = "200")]
    pub return_code: String,
    /// In words.
    #[schema(example = "成功")]
    pub message: String,
}

/// The answer that 快递鸟 expects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "PascalCase")]
pub struct KdniaoAnswer {
    /// The company's identifier, as it was pushed.
    #[serde(rename = "EBusinessID")]
    pub e_business_id: String,
    /// When it was taken, in China.
    #[schema(example = "2026-03-02 10:00:00")]
    pub update_time: String,
    /// Whether it was taken.
    pub success: bool,
    /// Why not.
    pub reason: String,
}

impl Kuaidi100Answer {
    /// The push was taken.
    #[must_use]
    pub fn taken() -> Self {
        Self {
            result: true,
            return_code: "200".to_owned(),
            message: "成功".to_owned(),
        }
    }
}

impl KdniaoAnswer {
    /// The push was taken.
    #[must_use]
    pub fn taken(e_business_id: String, now: Timestamp) -> Self {
        let time = BUSINESS_OFFSET.to_datetime(now);
        Self {
            e_business_id,
            update_time: time.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            success: true,
            reason: String::new(),
        }
    }
}

/// Reads the form field `param` of 快递100: one parcel with its whole history.
///
/// A push without a history, such as that a watch began or was given up (`abort`), holds no report.
///
/// # Errors
/// 422 `invalid_value` when it is no JSON or names no parcel.
pub fn kuaidi100(param: &str, now: Timestamp) -> Result<Pushed, Refusal> {
    let body = object("param", param)?;
    let mut pushed = Pushed::default();
    let Some(result) = body.get("lastResult").filter(|it| it.is_object()) else {
        return Ok(pushed);
    };
    let com = text(result, "com");
    let carrier = CarrierCode::parse(com)
        .map_err(|error| Refusal::invalid("lastResult.com", error.to_string(), com))?;
    let nu = text(result, "nu");
    let waybill_no = WaybillNo::parse(nu)
        .map_err(|error| Refusal::invalid("lastResult.nu", error.to_string(), nu))?;
    let items = list(result, "data");
    let detailed = items.iter().any(|it| !code_of(it, "statusCode").is_empty());
    let mut told = Vec::new();
    for item in items {
        if detailed {
            told.push((code_of(item, "statusCode"), text(item, "ftime")));
        }
    }
    if !detailed && let Some(newest) = items.iter().map(|it| text(it, "ftime")).max() {
        // Without codes of their own, only the parcel's state says anything.
        told.push((code_of(result, "state"), newest));
    }
    let reports = pushed.read("kuaidi100", told, now);
    pushed.parcels.push(PushedParcel {
        carrier,
        waybill_no,
        reports,
    });
    Ok(pushed)
}

/// Reads the form field `RequestData` of 快递鸟: several parcels, each with its whole history. Gives the company's
/// identifier too.
///
/// # Errors
/// 422 `invalid_value` when it is no JSON or holds more than [`MOST_PARCELS`].
pub fn kdniao(data: &str, now: Timestamp) -> Result<(String, Pushed), Refusal> {
    let body = object("RequestData", data)?;
    let company: String = text(&body, "EBusinessID").chars().take(64).collect();
    let parcels = list(&body, "Data");
    if parcels.len() > MOST_PARCELS {
        return Err(Refusal::invalid(
            "Data",
            format!("at most {MOST_PARCELS} parcels"),
            parcels.len().to_string(),
        ));
    }
    let mut pushed = Pushed::default();
    for parcel in parcels {
        let carrier = carrier_source::carrier_at_kdniao(text(parcel, "ShipperCode"));
        let waybill_no = WaybillNo::parse(text(parcel, "LogisticCode")).ok();
        let (Some(carrier), Some(waybill_no)) = (carrier, waybill_no) else {
            pushed.left_out = pushed.left_out.saturating_add(1);
            continue;
        };
        let traces = list(parcel, "Traces").iter();
        let told = traces.map(|it| (code_of(it, "Action"), text(it, "AcceptTime")));
        let reports = pushed.read("kdniao", told.collect(), now);
        pushed.parcels.push(PushedParcel {
            carrier,
            waybill_no,
            reports,
        });
    }
    Ok((company, pushed))
}

impl Pushed {
    /// Codes and times in China as reports, the earliest first.
    fn read(
        &mut self,
        source: &str,
        told: Vec<(String, &str)>,
        now: Timestamp,
    ) -> Vec<CarrierReport> {
        let latest = now.checked_add(CLOCK_TOLERANCE).unwrap_or(now);
        let all = told.len();
        let read = told.into_iter().filter_map(|(code, time)| {
            let at = china_time(time).filter(|at| *at <= latest)?;
            let fits = (1..=LONGEST_CODE).contains(&code.chars().count());
            fits.then(|| CarrierReport {
                source: source.to_owned(),
                code,
                at,
            })
        });
        let mut reports: Vec<CarrierReport> = read.collect();
        reports.sort_by_key(|report| report.at);
        let beyond = reports.len().saturating_sub(MOST_REPORTS);
        reports.drain(..beyond);
        self.left_out = self
            .left_out
            .saturating_add(all.saturating_sub(reports.len()));
        reports
    }
}

fn object(at: &str, json: &str) -> Result<Value, Refusal> {
    let value = serde_json::from_str::<Value>(json).ok();
    let object = value.filter(Value::is_object);
    object.ok_or_else(|| Refusal::invalid(at, "a JSON object", "something else"))
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    let list = value.get(name).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

/// A code, which some send as a number.
fn code_of(value: &Value, name: &str) -> String {
    match value.get(name) {
        Some(Value::String(code)) => code.trim().to_owned(),
        Some(Value::Number(code)) => code.to_string(),
        Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) | None => {
            String::new()
        }
    }
}

/// An instant that is written as `2026-03-02 10:00:00`, in China.
fn china_time(text: &str) -> Option<Timestamp> {
    let time = DateTime::strptime("%Y-%m-%d %H:%M:%S", text.trim()).ok()?;
    BUSINESS_OFFSET.to_timestamp(time).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn now() -> Timestamp {
        "2026-03-02T04:00:00Z".parse().unwrap()
    }

    fn codes(parcel: &PushedParcel) -> Vec<&str> {
        parcel.reports.iter().map(|it| it.code.as_str()).collect()
    }

    fn of_kuaidi100(data: &Value) -> Result<Pushed, Refusal> {
        let body = json!({
            "status": "polling", "billstatus": "got", "message": "",
            "lastResult": { "com": "shunfeng", "nu": "SF1234567890123", "state": "3", "data": data },
        });
        kuaidi100(&body.to_string(), now())
    }

    #[test]
    fn a_push_of_kuaidi100_is_read_by_its_codes_and_in_chinese_time() {
        let pushed = of_kuaidi100(&json!([
            { "ftime": "2026-03-02 11:00:00", "statusCode": "301", "context": "<b>李四</b> 13800138000", "status": "签收" },
            { "ftime": "2026-03-01 09:30:00", "statusCode": 103, "context": "已揽收" },
            { "ftime": "2026-03-02 13:00:00", "statusCode": "3", "context": "明天" },
            { "ftime": "yesterday", "statusCode": "3" },
            { "ftime": "2026-03-02 10:00:00", "context": "没有代码" },
        ])).unwrap();
        assert_eq!(codes(&pushed.parcels[0]), ["103", "301"]);
        assert_eq!(
            pushed.left_out, 3,
            "one from the future, one without a time, one without a code"
        );
        let first = pushed.parcels[0].reports[0].at;
        assert_eq!(first.to_string(), "2026-03-01T01:30:00Z");
    }

    #[test]
    fn words_are_never_read() {
        let pushed = of_kuaidi100(&json!([
            { "ftime": "2026-03-02 11:00:00", "context": "无法签收", "status": "签收", "statusCode": "204" },
        ]));
        assert_eq!(codes(&pushed.unwrap().parcels[0]), ["204"]);
        let without = of_kuaidi100(&json!([{ "ftime": "2026-03-02 11:00:00", "context": "签收" }]));
        assert_eq!(
            codes(&without.unwrap().parcels[0]),
            ["3"],
            "the state of the parcel"
        );
    }

    #[test]
    fn a_watch_that_was_given_up_says_nothing_of_the_parcel() {
        let body = json!({ "status": "abort", "message": "3天查询无记录", "lastResult": null });
        assert_eq!(kuaidi100(&body.to_string(), now()), Ok(Pushed::default()));
        for bad in ["", "[]", "{", r#"{"lastResult":{"com":"??","nu":"1"}}"#] {
            assert_eq!(
                kuaidi100(bad, now()).unwrap_err().code,
                "invalid_value",
                "{bad}"
            );
        }
    }

    #[test]
    fn a_push_of_kdniao_holds_several_parcels() {
        let parcel = |shipper: &str, action: &str| {
            json!({
                "ShipperCode": shipper, "LogisticCode": "SF1234567890123", "State": "3", "Success": true,
                "Traces": [
                    { "AcceptTime": "2026-03-01 09:30:00", "AcceptStation": "已揽收", "Action": "1" },
                    { "AcceptTime": "2026-03-02 11:00:00", "AcceptStation": "签收", "Action": action },
                ],
            })
        };
        let body = json!({
            "EBusinessID": "1264783", "PushTime": "2026-03-02 11:00:01", "Count": "2",
            "Data": [parcel("SF", "301"), parcel("NOBODY", "301")],
        });
        let (company, pushed) = kdniao(&body.to_string(), now()).unwrap();
        assert_eq!((company.as_str(), pushed.left_out), ("1264783", 1));
        assert_eq!(pushed.parcels[0].carrier.as_str(), "shunfeng");
        assert_eq!(codes(&pushed.parcels[0]), ["1", "301"]);
        let many = json!({ "Data": vec![parcel("SF", "301"); MOST_PARCELS + 1] });
        let refusal = kdniao(&many.to_string(), now()).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.evidence[0].found.as_str()),
            ("invalid_value", "101")
        );
    }

    #[test]
    fn of_ten_thousand_reports_the_latest_are_read() {
        let one = json!({ "ftime": "2026-03-01 09:30:00", "statusCode": "0" });
        let mut data = vec![one; 10_000];
        data.push(json!({ "ftime": "2026-03-02 11:00:00", "statusCode": "3" }));
        let pushed = of_kuaidi100(&Value::Array(data)).unwrap();
        assert_eq!(pushed.parcels[0].reports.len(), MOST_REPORTS);
        assert_eq!(pushed.parcels[0].reports.last().unwrap().code, "3");
    }
}
