//! What the client gets for what the function said.

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

/// An answer of the front door itself.
pub(super) fn message(status: StatusCode, message: &str) -> Response<Body> {
    json_answer(status, &json!({"message": message}))
}

/// A JSON answer.
pub(super) fn json_answer(status: StatusCode, body: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    response
}

/// The answer of a job, passed on as it is.
pub(super) fn from_job(answer: Bytes) -> Response<Body> {
    inferred(answer)
}

/// Names the request, as the service does.
pub(super) fn set_request_id(response: &mut Response<Body>, request_id: &str) {
    if let Ok(value) = HeaderValue::from_str(request_id) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("apigw-requestid"), value);
    }
}

/// Interprets a function's answer in payload format 2.0: with a `statusCode` it is a description
/// of the response, anything else is the body itself.
pub(super) fn from_function(answer: &Bytes) -> Response<Body> {
    match serde_json::from_slice::<Value>(answer) {
        Ok(Value::Object(described)) if described.contains_key("statusCode") => {
            from_description(described).unwrap_or_else(malformed)
        }
        Ok(Value::String(text)) => inferred(Bytes::from(text)),
        Ok(_) => inferred(answer.clone()),
        Err(_) => malformed(),
    }
}

fn malformed() -> Response<Body> {
    message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
}

fn inferred(body: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    response
}

fn from_description(mut described: Map<String, Value>) -> Option<Response<Body>> {
    let status = described.get("statusCode")?;
    let status = status.as_u64().or_else(|| status.as_str()?.parse().ok())?;
    let status = StatusCode::from_u16(u16::try_from(status).ok()?).ok()?;
    let is_base64 = described
        .get("isBase64Encoded")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let body = match described.remove("body") {
        None | Some(Value::Null) => Bytes::new(),
        Some(Value::String(text)) if is_base64 => Bytes::from(STANDARD.decode(text).ok()?),
        Some(Value::String(text)) => Bytes::from(text),
        Some(other) => Bytes::from(other.to_string()),
    };
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for key in ["headers", "multiValueHeaders"] {
        if let Some(Value::Object(described)) = described.get(key) {
            for (name, values) in described {
                let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
                for value in each(values) {
                    headers.append(name.clone(), HeaderValue::from_str(&plain(value)).ok()?);
                }
            }
        }
    }
    for cookie in described.get("cookies").into_iter().flat_map(each) {
        headers.append(
            header::SET_COOKIE,
            HeaderValue::from_str(&plain(cookie)).ok()?,
        );
    }
    headers
        .entry(header::CONTENT_TYPE)
        .or_insert(HeaderValue::from_static("text/plain;charset=UTF-8"));
    // The length is set from the body; a function's own figure could contradict it.
    headers.remove(header::CONTENT_LENGTH);
    Some(response)
}

fn each(value: &Value) -> &[Value] {
    value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice)
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;

    async fn seen(answer: &'static str) -> (u16, String, String) {
        let response = from_function(&Bytes::from_static(answer.as_bytes()));
        let status = response.status().as_u16();
        let kind = response.headers()[header::CONTENT_TYPE]
            .to_str()
            .unwrap()
            .to_owned();
        let body = to_bytes(response.into_body(), 1000).await.unwrap();
        (status, kind, String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn answers_are_read_as_the_service_reads_them() {
        let json = "application/json";
        let cases = [
            (
                r#"{"statusCode":201,"headers":{"Content-Type":"application/json"},"body":"{}"}"#,
                (201, json, "{}"),
            ),
            (
                r#"{"statusCode":200,"body":"aGk=","isBase64Encoded":true}"#,
                (200, "text/plain;charset=UTF-8", "hi"),
            ),
            (r#"{"ok":true}"#, (200, json, r#"{"ok":true}"#)),
            (r#""plain""#, (200, json, "plain")),
            (
                r#"{"statusCode":"x"}"#,
                (500, json, r#"{"message":"Internal Server Error"}"#),
            ),
            (
                "no json",
                (500, json, r#"{"message":"Internal Server Error"}"#),
            ),
        ];
        for (answer, (status, kind, body)) in cases {
            assert_eq!(
                seen(answer).await,
                (status, kind.to_owned(), body.to_owned()),
                "{answer}"
            );
        }
    }

    #[test]
    fn cookies_become_headers() {
        let answer = Bytes::from_static(br#"{"statusCode":200,"cookies":["a=1","b=2"]}"#);
        let response = from_function(&answer);
        assert_eq!(
            response
                .headers()
                .get_all(header::SET_COOKIE)
                .iter()
                .count(),
            2
        );
    }
}
