//! Cross-origin rules of an HTTP API. The API answers preflights itself; functions never see them.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};

use crate::template::stack::Cors;

/// The answer to a preflight; `None` if the request is not one.
pub(super) fn preflight(cors: &Cors, headers: &HeaderMap) -> Option<Response<Body>> {
    headers.get(header::ORIGIN)?;
    let method = headers
        .get(header::ACCESS_CONTROL_REQUEST_METHOD)?
        .to_str()
        .ok()?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    if !is_in(&cors.methods, method) {
        return Some(response);
    }
    allow(cors, headers, &mut response);
    if response
        .headers()
        .contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN)
    {
        put(
            &mut response,
            header::ACCESS_CONTROL_ALLOW_METHODS,
            &cors.methods.join(","),
        );
        put(
            &mut response,
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            &cors.headers.join(","),
        );
        if let Some(seconds) = cors.max_age_s {
            put(
                &mut response,
                header::ACCESS_CONTROL_MAX_AGE,
                &seconds.to_string(),
            );
        }
    }
    Some(response)
}

/// Marks a response as readable by the page that asked, if the rules say so.
pub(super) fn allow(cors: &Cors, headers: &HeaderMap, response: &mut Response<Body>) {
    let Some(origin) = headers
        .get(header::ORIGIN)
        .and_then(|origin| origin.to_str().ok())
    else {
        return;
    };
    if !is_in(&cors.origins, origin) {
        return;
    }
    let any = cors.origins.iter().any(|allowed| allowed == "*") && !cors.credentials;
    put(
        response,
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        if any { "*" } else { origin },
    );
    if !any {
        put(response, header::VARY, "Origin");
    }
    if cors.credentials {
        put(response, header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    if !cors.exposed_headers.is_empty() {
        put(
            response,
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            &cors.exposed_headers.join(","),
        );
    }
}

fn is_in(allowed: &[String], value: &str) -> bool {
    allowed
        .iter()
        .any(|one| one == "*" || one.eq_ignore_ascii_case(value))
}

fn put(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_origins_are_allowed() {
        let cors = Cors {
            origins: vec!["https://shop.example".to_owned()],
            methods: vec!["GET".to_owned(), "POST".to_owned()],
            headers: vec!["authorization".to_owned()],
            max_age_s: Some(600),
            ..Cors::default()
        };
        let ask = |origin: &str, method: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ORIGIN, origin.parse().unwrap());
            headers.insert(
                header::ACCESS_CONTROL_REQUEST_METHOD,
                method.parse().unwrap(),
            );
            let response = preflight(&cors, &headers).unwrap();
            response
                .headers()
                .get(header::ACCESS_CONTROL_ALLOW_ORIGIN)
                .cloned()
        };
        assert_eq!(
            ask("https://shop.example", "POST").unwrap(),
            "https://shop.example"
        );
        assert_eq!(ask("https://shop.example", "DELETE"), None);
        assert_eq!(ask("https://evil.example", "POST"), None);
        assert!(preflight(&cors, &HeaderMap::new()).is_none());
    }
}
