//! The front door from request to event and from answer to response.

use std::collections::HashMap;

use axum::body::to_bytes;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::*;
use crate::identity::{Claims, sign};
use crate::template::locality::{AUDIENCE, ISSUER};
use crate::template::stack::{self, Route};

const KEY: &[u8] = b"the key of these tests";

fn route(method: &str, path: &str, authorized: bool, timeout_ms: u64) -> Route {
    Route {
        method: method.to_owned(),
        path: path.to_owned(),
        function: "intake".to_owned(),
        authorized,
        timeout_ms,
    }
}

/// A front door to one function, which is `answering` or never answers.
fn gateway(answering: Option<fn(Value) -> Outcome>) -> Gateway {
    let pool = Arc::new(Pool::new(
        "intake",
        Duration::from_secs(5),
        watch::Sender::new(0),
    ));
    if let Some(answer) = answering {
        let pool = Arc::clone(&pool);
        tokio::spawn(async move {
            let instance = pool.add_instance();
            while let Some(delivery) = pool.next(instance).await {
                let event = serde_json::from_slice(&delivery.payload).unwrap();
                pool.complete(instance, &delivery.request_id, answer(event));
            }
        });
    }
    let rules = stack::Authorizer {
        issuer: ISSUER.to_owned(),
        audience: vec![AUDIENCE.to_owned()],
    };
    let api = Api {
        id: "api".to_owned(),
        routes: vec![
            route("POST", "/v1/orders/{id}", true, 30_000),
            route("POST", "/open", false, 30_000),
            route("GET", "/slow", false, 10),
        ],
        ..Api::default()
    };
    Gateway::new(
        api,
        HashMap::from([("intake".to_owned(), pool)]),
        Some(Authorizer::new(&rules, KEY)),
    )
}

fn echo(event: Value) -> Outcome {
    Outcome::Answer(Bytes::from(event.to_string()))
}

async fn call(gateway: &Gateway, request: Request) -> (u16, Value) {
    let response = gateway.answer(request).await;
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

fn post(path: &str) -> axum::http::request::Builder {
    Request::builder().method("POST").uri(path)
}

#[tokio::test]
async fn a_request_becomes_an_event_of_format_2() {
    let token = sign(KEY, &Claims::new("u1", "sales,admin", None, 1)).unwrap();
    let request = post("/v1/orders/a%2Fb?tag=x&tag=y&name=%E6%B8%9D+1")
        .header("host", "shop.test:8080")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json; charset=utf-8")
        .header("cookie", "a=1; b=2")
        .header("x-many", "one")
        .header("x-many", "two")
        .header("user-agent", "test")
        .body(Body::from(r#"{"渝":1}"#))
        .unwrap();
    let (status, event) = call(&gateway(Some(echo)), request).await;
    assert_eq!(status, 200);
    assert_eq!(event["version"], "2.0");
    assert_eq!(event["routeKey"], "POST /v1/orders/{id}");
    assert_eq!(event["rawPath"], "/v1/orders/a%2Fb");
    assert_eq!(event["rawQueryString"], "tag=x&tag=y&name=%E6%B8%9D+1");
    assert_eq!(
        event["queryStringParameters"],
        json!({"tag": "x,y", "name": "渝 1"})
    );
    assert_eq!(event["pathParameters"], json!({"id": "a/b"}));
    assert_eq!(event["cookies"], json!(["a=1", "b=2"]));
    assert_eq!(event["headers"]["x-many"], "one,two");
    assert_eq!(event["headers"].get("cookie"), None);
    assert_eq!(
        (&event["body"], &event["isBase64Encoded"]),
        (&json!(r#"{"渝":1}"#), &json!(false))
    );
    let context = &event["requestContext"];
    assert_eq!(context["http"]["method"], "POST");
    assert_eq!(context["http"]["sourceIp"], "127.0.0.1");
    assert_eq!(context["http"]["userAgent"], "test");
    assert_eq!(context["stage"], "$default");
    assert_eq!(context["domainName"], "shop.test:8080");
    assert_eq!(
        context["authorizer"]["jwt"]["claims"]["roles"],
        "[sales admin]"
    );
    assert!(context["timeEpoch"].is_i64() && context["requestId"].is_string());
}

#[tokio::test]
async fn a_binary_body_travels_in_base64() {
    let request = post("/open")
        .header("content-type", "image/png")
        .body(Body::from(vec![0xff, 0]))
        .unwrap();
    let (_, event) = call(&gateway(Some(echo)), request).await;
    assert_eq!(
        (&event["body"], &event["isBase64Encoded"]),
        (&json!("/wA="), &json!(true))
    );
    assert_eq!(event.get("cookies"), None);
    assert_eq!(event["requestContext"].get("authorizer"), None);
}

#[tokio::test]
async fn the_front_door_answers_by_itself_where_the_service_does() {
    let big = Body::from(vec![b' '; MAX_BODY_BYTES + 1]);
    let streamed = Body::new(axum::body::Body::from(vec![b' '; MAX_BODY_BYTES + 1]));
    let cases = [
        (post("/nowhere").body(Body::empty()), 404, "Not Found"),
        (
            Request::builder().uri("/open").body(Body::empty()),
            404,
            "Not Found",
        ),
        (
            post("/v1/orders/1").body(Body::empty()),
            401,
            "Unauthorized",
        ),
        (
            post("/open")
                .header("content-length", MAX_BODY_BYTES + 1)
                .body(big),
            413,
            "Request Entity Too Large",
        ),
        (
            post("/open").body(streamed),
            413,
            "Request Entity Too Large",
        ),
        (
            Request::builder().uri("/slow").body(Body::empty()),
            503,
            "Service Unavailable",
        ),
    ];
    let gateway = gateway(None);
    for (request, status, message) in cases {
        assert_eq!(
            call(&gateway, request.unwrap()).await,
            (status, json!({"message": message}))
        );
    }
}

#[tokio::test]
async fn a_failing_function_is_the_server_s_fault() {
    for failing in [
        |_| Outcome::Failed("{}".into()),
        |_| Outcome::Crashed,
        |_: Value| Outcome::TimedOut,
    ] {
        let answer = call(
            &gateway(Some(failing)),
            post("/open").body(Body::empty()).unwrap(),
        )
        .await;
        assert_eq!(answer, (500, json!({"message": "Internal Server Error"})));
    }
}
