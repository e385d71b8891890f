//! A stand-in for the service that is asked for waybills, where no carrier is configured: a real HTTP server that
//! speaks 快递鸟's documented interfaces 1007 and 1147, verifies signatures, gives the same number for the same
//! order code, and takes numbers back.
//!
//! As in the sandboxes of payment providers, the recipient's address says what goes wrong; see [`Trouble`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;

/// Longer than anybody waits for an answer.
const TOO_LONG: Duration = Duration::from_secs(12);

/// What goes wrong, by a word in the recipient's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// 超出派送范围: it refuses the parcel.
    Refuses,
    /// 首次超时: it gives a number, and the first answer comes too late.
    AnswersLate,
    /// 首次故障: the first request fails before it gives a number.
    Fails,
    /// 立即揽收: the parcel is collected at once, so that its number is not taken back.
    Collects,
}

impl Trouble {
    /// Each with its word.
    pub const WORDS: [(Self, &'static str); 4] = [
        (Self::Refuses, "超出派送范围"),
        (Self::AnswersLate, "首次超时"),
        (Self::Fails, "首次故障"),
        (Self::Collects, "立即揽收"),
    ];

    fn of(address: &str) -> Option<Self> {
        let named = Self::WORDS.into_iter();
        let mut named = named.filter(|(_, word)| address.contains(word));
        named.next().map(|(trouble, _)| trouble)
    }
}

/// How it answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Value,
    /// Whether the answer comes too late.
    pub late: bool,
}

/// The service.
#[derive(Debug)]
pub struct CarrierStandIn {
    id: String,
    key: String,
    book: Mutex<Book>,
}

/// What it remembers.
#[derive(Debug, Default)]
struct Book {
    /// Numbers that it gave, by order code.
    given: BTreeMap<String, String>,
    /// Order codes of which the number was taken back.
    taken_back: BTreeSet<String>,
    /// Order codes of parcels that were collected.
    collected: BTreeSet<String>,
    /// Order codes that were asked for before.
    asked: BTreeSet<String>,
}

impl CarrierStandIn {
    /// The service for a company with this identifier and key.
    #[must_use]
    pub fn new(id: impl Into<String>, key: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            key: key.into(),
            book: Mutex::default(),
        }
    }

    /// Answers a form.
    #[must_use]
    pub fn answer(&self, form: &[u8]) -> Reply {
        let field = |name: &str| {
            let mut fields = form_urlencoded::parse(form);
            fields
                .find(|(known, _)| known == name)
                .map_or_else(String::new, |(_, value)| value.into_owned())
        };
        let data = field("RequestData");
        let signed = STANDARD.encode(format!("{:x}", md5::compute(format!("{data}{}", self.key))));
        if field("EBusinessID") != self.id || field("DataSign") != signed {
            return refused("110", "非法参数：签名或商户号不正确");
        }
        let Ok(body) = serde_json::from_str::<Value>(&data) else {
            return refused("103", "格式问题");
        };
        let mut book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        match field("RequestType").as_str() {
            "1007" => book.request(&body),
            "1147" => book.take_back(&body),
            _ => refused("101", "不支持的接口"),
        }
    }

    /// The numbers that were given and not taken back, each with its order code.
    #[must_use]
    pub fn valid_numbers(&self) -> Vec<(String, String)> {
        let book = self.book.lock().unwrap_or_else(PoisonError::into_inner);
        let valid = book
            .given
            .iter()
            .filter(|(code, _)| !book.taken_back.contains(*code));
        valid
            .map(|(code, number)| (code.clone(), number.clone()))
            .collect()
    }

    /// Serves until the task is dropped.
    pub async fn serve(self: Arc<Self>, listener: TcpListener) {
        let router = Router::new()
            .route("/api/EOrderService", post(answer_http))
            .with_state(self);
        if let Err(error) = axum::serve(listener, router).await {
            tracing::error!(%error, "the carrier's stand-in stopped serving");
        }
    }
}

async fn answer_http(State(service): State<Arc<CarrierStandIn>>, body: Bytes) -> impl IntoResponse {
    let reply = service.answer(&body);
    if reply.late {
        tokio::time::sleep(TOO_LONG).await;
    }
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    (status, headers, reply.body.to_string())
}

impl Book {
    fn request(&mut self, body: &Value) -> Reply {
        let (code, shipper) = (text(body, "/OrderCode"), text(body, "/ShipperCode"));
        let required = [
            ("OrderCode", &code),
            ("ShipperCode", &shipper),
            ("Sender.Name", &text(body, "/Sender/Name")),
            ("Sender.Mobile", &text(body, "/Sender/Mobile")),
            ("Sender.Address", &text(body, "/Sender/Address")),
            ("Receiver.Name", &text(body, "/Receiver/Name")),
            ("Receiver.Mobile", &text(body, "/Receiver/Mobile")),
            ("Receiver.Address", &text(body, "/Receiver/Address")),
        ];
        if let Some((missing, _)) = required.iter().find(|(_, value)| value.is_empty()) {
            return refused("101", &format!("缺少必要参数 {missing}"));
        }
        if code.len() > 30 {
            return refused("103", "订单编号超过 30 个字符");
        }
        let weight = body.pointer("/Weight").and_then(Value::as_f64);
        if weight.is_none_or(|weight| weight <= 0.0) {
            return refused("103", "重量须大于零");
        }
        let trouble = Trouble::of(&text(body, "/Receiver/Address"));
        let first = self.asked.insert(code.clone());
        if self.taken_back.contains(&code) {
            return refused("103", "订单号已使用且已取消");
        }
        match trouble {
            Some(Trouble::Refuses) => {
                let words = "该地址超出派送范围，收件人电话";
                let phone = text(body, "/Receiver/Mobile");
                return refused("102", &format!("{words}{phone}"));
            }
            Some(Trouble::Fails) if first => {
                let body = json!({ "message": "busy" });
                return Reply {
                    status: 503,
                    body,
                    late: false,
                };
            }
            Some(Trouble::Collects) => {
                self.collected.insert(code.clone());
            }
            Some(Trouble::Fails | Trouble::AnswersLate) | None => {}
        }
        let number = self
            .given
            .entry(code.clone())
            .or_insert_with(|| number(&shipper, &code));
        let routing = text(body, "/Receiver/CityName");
        Reply {
            status: 200,
            body: json!({
                "Success": true, "ResultCode": "100", "Reason": "成功",
                "Order": {
                    "OrderCode": code, "ShipperCode": shipper, "LogisticCode": number,
                    "MarkDestination": format!("{routing}-A1"),
                },
            }),
            late: trouble == Some(Trouble::AnswersLate) && first,
        }
    }

    fn take_back(&mut self, body: &Value) -> Reply {
        let code = text(body, "/OrderCode");
        if self.collected.contains(&code) {
            return refused("104", "快件已揽收，不能取消");
        }
        if !self.taken_back.insert(code) {
            return refused("103", "订单已取消");
        }
        Reply {
            status: 200,
            body: json!({ "Success": true, "ResultCode": "100", "Reason": "成功" }),
            late: false,
        }
    }
}

/// A number by the carrier's pattern. It follows from the order code alone, so that it stays the same when this
/// program is started again.
fn number(shipper: &str, code: &str) -> String {
    let digest = Sha256::digest(format!("{shipper} {code}"));
    let digits: String = digest
        .iter()
        .map(|byte| char::from(b'0' + byte % 10))
        .collect();
    let (prefix, length) = match shipper {
        "SF" => ("SF1", 12),
        "JD" => ("JDVA", 11),
        "ZTO" => ("78", 12),
        "EMS" => ("11", 11),
        _ => ("9", 14),
    };
    let digits = digits.get(..length).unwrap_or(&digits);
    format!("{prefix}{digits}")
}

fn refused(code: &str, reason: &str) -> Reply {
    Reply {
        status: 200,
        body: json!({ "Success": false, "ResultCode": code, "Reason": reason }),
        late: false,
    }
}

fn text(body: &Value, pointer: &str) -> String {
    let found = body.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "0123456789abcdef";

    fn form(request_type: &str, data: &Value, key: &str) -> Vec<u8> {
        let data = data.to_string();
        let sign = STANDARD.encode(format!("{:x}", md5::compute(format!("{data}{key}"))));
        form_urlencoded::Serializer::new(String::new())
            .append_pair("RequestData", &data)
            .append_pair("EBusinessID", "company")
            .append_pair("RequestType", request_type)
            .append_pair("DataSign", &sign)
            .append_pair("DataType", "2")
            .finish()
            .into_bytes()
    }

    fn parcel(code: &str, address: &str) -> Value {
        let party =
            |address: &str| json!({ "Name": "某人", "Mobile": "13800138000", "Address": address });
        json!({
            "OrderCode": code, "ShipperCode": "SF", "Weight": 1.25,
            "Sender": party("某路1号"), "Receiver": party(address),
        })
    }

    #[test]
    fn a_wrong_signature_is_refused_and_the_same_code_has_the_same_number() {
        let service = CarrierStandIn::new("company", KEY);
        let forged = service.answer(&form("1007", &parcel("a-1", "某路2号"), "another key"));
        assert_eq!(forged.body["Success"], false);
        let ask = |code| service.answer(&form("1007", &parcel(code, "某路2号"), KEY));
        let first = ask("a-1").body["Order"]["LogisticCode"].clone();
        assert!(first.as_str().unwrap().starts_with("SF1"));
        assert_eq!(ask("a-1").body["Order"]["LogisticCode"], first);
        assert_ne!(ask("a-2").body["Order"]["LogisticCode"], first);
        assert_eq!(service.valid_numbers().len(), 2);
    }

    #[test]
    fn a_number_is_taken_back_once_and_never_given_again() {
        let service = CarrierStandIn::new("company", KEY);
        let ask = || service.answer(&form("1007", &parcel("a-1", "某路2号"), KEY));
        let void = || service.answer(&form("1147", &json!({ "OrderCode": "a-1" }), KEY));
        ask();
        assert_eq!(void().body["Success"], true);
        assert_eq!(void().body["Reason"], "订单已取消");
        assert_eq!(ask().body["Success"], false);
        assert_eq!(service.valid_numbers(), []);
    }

    #[test]
    fn the_address_says_what_goes_wrong() {
        let service = CarrierStandIn::new("company", KEY);
        let ask = |code, address| service.answer(&form("1007", &parcel(code, address), KEY));
        assert_eq!(ask("r-1", "某村（超出派送范围）").body["Success"], false);
        assert_eq!(ask("f-1", "首次故障").status, 503);
        assert_eq!(ask("f-1", "首次故障").status, 200);
        assert!(ask("l-1", "首次超时").late);
        assert!(!ask("l-1", "首次超时").late);
        ask("c-1", "立即揽收");
        let void = service.answer(&form("1147", &json!({ "OrderCode": "c-1" }), KEY));
        assert_eq!(void.body["Reason"], "快件已揽收，不能取消");
    }
}
