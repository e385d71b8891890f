//! Which route a request takes.

use std::collections::BTreeMap;

use axum::http::Method;

use super::percent;
use crate::template::stack::Route;

/// All routes, the most specific first.
#[derive(Debug)]
pub(super) struct Routes {
    routes: Vec<(Vec<Part>, Route)>,
}

/// One part of a route's path. The order is the order of precedence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Fixed(String),
    Parameter(String),
    Rest(String),
}

/// A route with the values of its path parameters, decoded.
#[derive(Debug)]
pub(super) struct Found<'a> {
    pub(super) route: &'a Route,
    pub(super) parameters: BTreeMap<String, String>,
}

impl Routes {
    pub(super) fn new(routes: Vec<Route>) -> Self {
        let mut routes: Vec<_> = routes
            .into_iter()
            .map(|route| (parts(&route.path), route))
            .collect();
        routes.sort_by_key(|(parts, route)| {
            (
                route.method == "ANY",
                parts.iter().map(Part::rank).collect::<Vec<_>>(),
            )
        });
        Self { routes }
    }

    pub(super) fn find(&self, method: &Method, path: &str) -> Option<Found<'_>> {
        let segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        self.routes.iter().find_map(|(parts, route)| {
            if route.method != "ANY" && route.method != method.as_str() {
                return None;
            }
            let parameters = match_parts(parts, &segments)?;
            Some(Found { route, parameters })
        })
    }
}

impl Part {
    fn rank(&self) -> u8 {
        match self {
            Self::Fixed(_) => 0,
            Self::Parameter(_) => 1,
            Self::Rest(_) => 2,
        }
    }
}

fn parts(path: &str) -> Vec<Part> {
    path.trim_start_matches('/')
        .split('/')
        .map(|part| {
            match part
                .strip_prefix('{')
                .and_then(|part| part.strip_suffix('}'))
            {
                None => Part::Fixed(part.to_owned()),
                Some(name) => match name.strip_suffix('+') {
                    Some(name) => Part::Rest(name.to_owned()),
                    None => Part::Parameter(name.to_owned()),
                },
            }
        })
        .collect()
}

fn match_parts(parts: &[Part], segments: &[&str]) -> Option<BTreeMap<String, String>> {
    let mut parameters = BTreeMap::new();
    let mut segments = segments.iter();
    for part in parts {
        match part {
            Part::Fixed(text) => {
                if segments.next()? != text {
                    return None;
                }
            }
            Part::Parameter(name) => {
                let value = segments.next().filter(|value| !value.is_empty())?;
                parameters.insert(name.clone(), percent::decode(value, false));
            }
            Part::Rest(name) => {
                let rest: Vec<&str> = segments.by_ref().copied().collect();
                if rest.is_empty() {
                    return None;
                }
                parameters.insert(name.clone(), percent::decode(&rest.join("/"), false));
            }
        }
    }
    segments.next().is_none().then_some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes(paths: &[(&str, &str)]) -> Routes {
        let route = |(method, path): &(&str, &str)| Route {
            method: (*method).to_owned(),
            path: (*path).to_owned(),
            function: "f".to_owned(),
            authorized: true,
            timeout_ms: 30_000,
        };
        Routes::new(paths.iter().map(route).collect())
    }

    #[test]
    fn the_most_specific_route_wins() {
        let routes = routes(&[
            ("GET", "/v1/{rest+}"),
            ("GET", "/v1/orders/{id}"),
            ("POST", "/v1/orders/check"),
            ("POST", "/v1/orders/{id}"),
            ("ANY", "/v1/orders/{id}"),
        ]);
        let cases = [
            ("GET", "/v1/orders/7", "GET /v1/orders/{id}"),
            ("POST", "/v1/orders/check", "POST /v1/orders/check"),
            ("POST", "/v1/orders/7", "POST /v1/orders/{id}"),
            ("DELETE", "/v1/orders/7", "ANY /v1/orders/{id}"),
            ("GET", "/v1/orders/7/timeline", "GET /v1/{rest+}"),
            ("POST", "/v1/orders/7/timeline", "none"),
            ("GET", "/v1/orders/", "GET /v1/{rest+}"),
        ];
        for (method, path, expected) in cases {
            let found = routes.find(&method.parse().unwrap(), path);
            let found = found.map_or("none".to_owned(), |found| {
                format!("{} {}", found.route.method, found.route.path)
            });
            assert_eq!(found, expected, "{method} {path}");
        }
    }

    #[test]
    fn path_parameters_are_decoded() {
        let routes = routes(&[("GET", "/v1/stock/{sku}")]);
        let found = routes.find(&Method::GET, "/v1/stock/A%2F1%20b").unwrap();
        assert_eq!(found.parameters["sku"], "A/1 b");
    }
}
