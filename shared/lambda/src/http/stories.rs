//! Whole requests, from API Gateway's event to its answer.

use serde_json::{Value, json};

use super::*;
use crate::config::Secret;
use crate::signature;
use contract::cancel::CancelRequest;
use domain::role::Role;
use jiff::Timestamp;
use store::StoreError;

const SAMPLE: &str = include_str!("../../tests/events/http_post_order.json");

fn sample() -> Value {
    serde_json::from_str(SAMPLE).unwrap()
}

/// The sample with the values at JSON pointers replaced.
fn with(changes: &[(&str, Value)]) -> Value {
    let mut event = sample();
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        event.pointer_mut(parent).unwrap()[name] = value.clone();
    }
    event
}

async fn reply<H>(event: Value, handle: H) -> Reply
where
    H: AsyncFnOnce(Request) -> Result<Response, Failure>,
{
    let event: HttpEvent = serde_json::from_value(event).unwrap();
    let Answer::Http(reply) = answer(Box::new(event), handle).await else {
        panic!("expected an HTTP answer")
    };
    reply
}

fn problem(reply: &Reply) -> Value {
    assert_eq!(
        reply.header("content-type"),
        Some("application/problem+json")
    );
    let problem: Value = serde_json::from_str(reply.body().unwrap()).unwrap();
    assert_eq!(problem["status"], reply.status());
    problem
}

async fn no_content(_: Request) -> Result<Response, Failure> {
    Ok(Response::no_content())
}

#[tokio::test]
async fn a_request_arrives_with_all_its_parts() {
    let reply = reply(sample(), async |request: Request| {
        assert_eq!(request.route.operation, "cancelOrder");
        assert_eq!(request.caller.subject, "u-17");
        assert_eq!(request.caller.roles, [Role::Sales, Role::Reviewer]);
        assert_eq!(request.caller.channel.as_deref(), Some("phone"));
        assert_eq!(request.correlation_id, "demo-correlation-1");
        assert_eq!(request.request_id, "JKJaXmPLvHcESHA=");
        assert_eq!(
            request.path_uuid("id", "order", "订单")?.get_version_num(),
            7
        );
        assert_eq!(
            (request.query("cursor"), request.limit(50, 100)?),
            (Some("abc="), 20)
        );
        assert_eq!(request.idempotency_key()?, Some("key-1"));
        let body: CancelRequest = request.json()?;
        assert_eq!(body.reason, "客户不要了");
        Ok(Response::ok(&json!({ "id": 1 }))?.etag(request.if_match()?))
    })
    .await;
    assert_eq!((reply.status(), reply.body()), (200, Some(r#"{"id":1}"#)));
    assert_eq!(reply.header("etag"), Some("\"7\""));
    assert_eq!(reply.header("x-correlation-id"), Some("demo-correlation-1"));
    assert_eq!(reply.header("content-language"), Some("en"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.header("vary"), Some("accept-language"));
    let wire = serde_json::to_value(Answer::Http(reply)).unwrap();
    assert_eq!(wire["statusCode"], 200);
    assert_eq!(wire["isBase64Encoded"], false);
}

#[tokio::test]
async fn only_callers_with_an_allowed_role_come_in() {
    let claims = "/requestContext/authorizer/jwt/claims";
    let with_roles = |roles: Value| with(&[(claims, json!({ "sub": "u-1", "roles": roles }))]);
    let cases = [
        (with_roles(json!("[sales]")), 204, ""),
        (with_roles(json!("[admin]")), 204, ""),
        (with_roles(json!(["customer"])), 204, ""),
        (with_roles(json!("[warehouse finance]")), 403, "forbidden"),
        (with_roles(json!("emperor")), 403, "forbidden"),
        (with_roles(json!(null)), 403, "forbidden"),
        (
            with(&[(claims, json!({ "roles": "sales" }))]),
            401,
            "unauthenticated",
        ),
        (
            with(&[("/requestContext/authorizer", json!(null))]),
            401,
            "unauthenticated",
        ),
        (
            with(&[("/routeKey", json!("DELETE /v1/orders"))]),
            404,
            "no_such_route",
        ),
        (
            with(&[("/routeKey", json!("$default"))]),
            404,
            "no_such_route",
        ),
        (
            with(&[
                ("/routeKey", json!("GET /v1/health")),
                ("/requestContext/authorizer", json!(null)),
            ]),
            204,
            "",
        ),
    ];
    for (event, status, code) in cases {
        let shown = event.to_string();
        let reply = reply(event, no_content).await;
        assert_eq!(reply.status(), status, "{shown}");
        if status != 204 {
            assert_eq!(problem(&reply)["code"], code);
        }
        assert_eq!(
            reply.header("www-authenticate"),
            (status == 401).then_some("Bearer")
        );
    }
}

#[tokio::test]
async fn every_failure_becomes_a_problem_and_ours_give_nothing_away() {
    let cases: [(Failure, u16, &str, Option<&str>); 6] = [
        (
            domain::refusal::Refusal::not_found("order", "订单", "1").into(),
            404,
            "not_found",
            None,
        ),
        (
            StoreError::Conflict { tries: 3 }.into(),
            503,
            "conflict_try_again",
            Some("1"),
        ),
        (
            StoreError::Unavailable {
                operation: "GetItem",
                source: "secret cause".into(),
            }
            .into(),
            503,
            "temporarily_unavailable",
            Some("5"),
        ),
        (
            StoreError::Corrupt {
                what: "secret cause".to_owned(),
            }
            .into(),
            500,
            "internal_error",
            None,
        ),
        (
            StoreError::InvalidCursor.into(),
            400,
            "invalid_cursor",
            None,
        ),
        (Failure::broken("secret cause"), 500, "internal_error", None),
    ];
    for (failure, status, code, retry_after) in cases {
        let reply = reply(sample(), async |_| Err(failure)).await;
        let problem = problem(&reply);
        assert_eq!((reply.status(), &problem["code"]), (status, &json!(code)));
        assert_eq!(problem["instance"], "JKJaXmPLvHcESHA=");
        assert_eq!(reply.header("retry-after"), retry_after);
        assert!(!reply.body().unwrap().contains("secret"), "{code}");
    }
}

#[tokio::test]
async fn a_panic_is_a_500_and_not_the_end() {
    let reply = reply(sample(), async |_| panic!("a defect")).await;
    assert_eq!(
        (reply.status(), &problem(&reply)["code"]),
        (500, &json!("internal_error"))
    );
}

#[tokio::test]
async fn problems_speak_the_language_of_the_caller() {
    for (header, language, title) in [
        ("zh-CN", "zh-CN", "不存在"),
        ("en", "en", "Not found"),
        ("fr", "zh-CN", "不存在"),
    ] {
        let event = with(&[
            ("/headers/accept-language", json!(header)),
            ("/routeKey", json!("GET /")),
        ]);
        let reply = reply(event, no_content).await;
        assert_eq!(reply.header("content-language"), Some(language));
        assert_eq!(problem(&reply)["title"], title);
    }
}

#[tokio::test]
async fn bad_bodies_ids_and_headers_are_the_callers_mistakes() {
    let read = async |request: Request| {
        request.only_query(&["limit", "cursor"])?;
        request.limit(20, 100)?;
        request.path_uuid("id", "order", "订单")?;
        request.if_match()?;
        request.idempotency_key()?;
        let _: CancelRequest = request.json()?;
        Ok(Response::no_content())
    };
    let plain = |body: &str| vec![("/isBase64Encoded", json!(false)), ("/body", json!(body))];
    let large = "x".repeat(400_000);
    let cases = [
        (vec![("/body", json!("§§§"))], 400, "malformed_body"),
        (vec![("/body", json!(null))], 400, "body_missing"),
        (vec![("/body", json!(large))], 413, "body_too_large"),
        (plain(&large), 413, "body_too_large"),
        (plain("{\"reason\":"), 400, "malformed_json"),
        (plain("{\"reason\":1}"), 422, "invalid_body"),
        (plain("{\"reason\":\"a\",\"x\":1}"), 422, "invalid_body"),
        (
            vec![("/headers/content-type", json!("text/plain"))],
            400,
            "unsupported_content_type",
        ),
        (vec![("/pathParameters/id", json!("1"))], 404, "not_found"),
        (vec![("/pathParameters", json!(null))], 404, "not_found"),
        (
            vec![("/headers/if-match", json!("*"))],
            400,
            "invalid_if_match",
        ),
        (
            vec![("/headers/idempotency-key", json!("a b"))],
            400,
            "invalid_idempotency_key",
        ),
        (
            vec![("/headers/idempotency-key", json!("k".repeat(129)))],
            400,
            "invalid_idempotency_key",
        ),
        (
            vec![("/queryStringParameters/limit", json!("0"))],
            422,
            "invalid_value",
        ),
        (
            vec![("/queryStringParameters/limit", json!("20,30"))],
            422,
            "invalid_value",
        ),
        (
            vec![("/queryStringParameters/stgae", json!("ready"))],
            400,
            "unknown_query_parameter",
        ),
    ];
    for (changes, status, code) in cases {
        let reply = reply(with(&changes), read).await;
        assert_eq!(
            (reply.status(), &problem(&reply)["code"]),
            (status, &json!(code))
        );
    }
    let mut without = sample();
    without["headers"]
        .as_object_mut()
        .unwrap()
        .remove("if-match");
    let reply = reply(without, read).await;
    assert_eq!(
        (reply.status(), &problem(&reply)["code"]),
        (428, &json!("if_match_required"))
    );
}

#[tokio::test]
async fn machines_come_in_by_their_signature() {
    let secret = Secret::new("0123456789abcdef0123456789abcdef");
    let body = r#"{"reason":"签名"}"#;
    let now = Timestamp::now().as_second().to_string();
    let event = |signature: String| {
        with(&[
            ("/routeKey", json!("POST /v1/payments/{provider}/notify")),
            ("/requestContext/authorizer", json!(null)),
            ("/pathParameters", json!({ "provider": "wechat" })),
            ("/headers/x-yudan-timestamp", json!(now)),
            ("/headers/X-Yudan-Signature", json!(signature)),
            ("/isBase64Encoded", json!(false)),
            ("/body", json!(body)),
        ])
    };
    let read = async |request: Request| {
        assert_eq!(request.caller.subject, "machine:wechat");
        let body: CancelRequest = request.signed_json(&secret)?;
        Response::ok(&body)
    };
    let good = reply(event(signature::sign(&secret, &now, body.as_bytes())), read).await;
    assert_eq!(good.status(), 200);
    let forged = reply(event(signature::sign(&secret, &now, b"{}")), read).await;
    assert_eq!(
        (forged.status(), &problem(&forged)["code"]),
        (401, &json!("invalid_signature"))
    );
}

#[tokio::test]
async fn an_unfit_correlation_id_is_replaced() {
    let reply = reply(
        with(&[("/headers/x-correlation-id", json!("a\nb"))]),
        no_content,
    )
    .await;
    assert_eq!(reply.header("x-correlation-id").unwrap().len(), 36);
}
