//! The JWT authorizer: who may pass the front door.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use jsonwebtoken::{DecodingKey, Validation, decode};
use serde_json::{Map, Value};

use super::{answer, claims};
use crate::identity;
use crate::template::stack;

/// Checks signature, issuer, audience, expiry and start of validity.
pub struct Authorizer {
    key: DecodingKey,
    validation: Validation,
}

impl Authorizer {
    /// An authorizer that trusts tokens signed with the data directory's key.
    pub fn new(rules: &stack::Authorizer, signing_key: &[u8]) -> Self {
        let mut validation = Validation::new(identity::ALGORITHM);
        validation.leeway = 0;
        validation.validate_nbf = true;
        validation.set_issuer(&[&rules.issuer]);
        validation.set_audience(&rules.audience);
        validation.set_required_spec_claims(&["exp", "iss", "aud"]);
        Self {
            key: DecodingKey::from_secret(signing_key),
            validation,
        }
    }

    /// The flattened claims of the request's token, or the refusal to send back.
    pub(super) fn check(
        &self,
        headers: &HeaderMap,
    ) -> Result<Map<String, Value>, Box<Response<Body>>> {
        let token = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .map(|value| value.strip_prefix("Bearer ").unwrap_or(value).trim())
            .ok_or_else(|| refusal("Bearer"))?;
        match decode::<Map<String, Value>>(token, &self.key, &self.validation) {
            Ok(token) => Ok(claims::flatten(&token.claims)),
            Err(error) => {
                tracing::debug!(%error, "a token was refused");
                Err(refusal(
                    r#"Bearer scope="" error="invalid_token" error_description="the token is not valid""#,
                ))
            }
        }
    }
}

fn refusal(challenge: &'static str) -> Box<Response<Body>> {
    let mut response = answer::message(StatusCode::UNAUTHORIZED, "Unauthorized");
    response.headers_mut().insert(
        header::WWW_AUTHENTICATE,
        HeaderValue::from_static(challenge),
    );
    Box::new(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{Claims, sign};

    const KEY: &[u8] = b"a key of a test";

    fn check(token: Option<String>) -> Result<Map<String, Value>, StatusCode> {
        let rules = stack::Authorizer {
            issuer: crate::template::locality::ISSUER.to_owned(),
            audience: vec![crate::template::locality::AUDIENCE.to_owned()],
        };
        let mut headers = HeaderMap::new();
        if let Some(token) = token {
            headers.insert(
                header::AUTHORIZATION,
                format!("Bearer {token}").parse().unwrap(),
            );
        }
        Authorizer::new(&rules, KEY)
            .check(&headers)
            .map_err(|response| response.status())
    }

    #[test]
    fn a_good_token_passes_with_its_claims() {
        let claims = check(Some(
            sign(KEY, &Claims::new("u1", "sales", None, 1)).unwrap(),
        ))
        .unwrap();
        assert_eq!(claims["sub"], "u1");
        assert_eq!(claims["roles"], "[sales]");
    }

    #[test]
    fn anything_else_is_refused() {
        let good = Claims::new("u1", "sales", None, 1);
        let expired = Claims {
            exp: 1,
            ..good.clone()
        };
        let early = Claims {
            nbf: i64::MAX / 2,
            ..good.clone()
        };
        let elsewhere = Claims {
            iss: "https://elsewhere.test/".to_owned(),
            ..good.clone()
        };
        let for_others = Claims {
            aud: "others".to_owned(),
            ..good.clone()
        };
        let tokens = [
            None,
            Some("rubbish".to_owned()),
            Some(sign(b"another key", &good).unwrap()),
            Some(sign(KEY, &expired).unwrap()),
            Some(sign(KEY, &early).unwrap()),
            Some(sign(KEY, &elsewhere).unwrap()),
            Some(sign(KEY, &for_others).unwrap()),
        ];
        for token in tokens {
            assert_eq!(
                check(token.clone()).unwrap_err(),
                StatusCode::UNAUTHORIZED,
                "{token:?}"
            );
        }
    }
}
