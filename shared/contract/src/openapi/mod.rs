//! The OpenAPI 3.1 document, made from the route table and the wire types.

mod carriers;
mod catalogue;
mod credit;
mod customer_terms;
mod disposal;
mod examples;
mod exceptions;
mod imports;
mod operations;
mod payments;
mod personal_data;
mod problems;
mod production;
mod promotions;
mod purchasing;
mod reorder;
mod review_rules;
mod review_work;
mod schemas;
mod services;
mod shop_orders;
mod stock;
mod stocktake;
mod supplier_returns;
mod tracking;
mod waybills;

use utoipa::OpenApi;
use utoipa::openapi::path::{
    Operation, OperationBuilder, ParameterBuilder, ParameterIn, PathItemBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    Components, Content, ContentBuilder, HttpMethod, Paths, Ref, Required, ResponseBuilder,
};

use crate::carrier_agreement::agreement_schema;
use crate::policy::policy_schema;
use crate::route_table::{Access, ROUTES, Route};
use operations::{OPERATIONS, OperationDoc};
use problems::{PROBLEMS, problem, problem_name, problems};
use schemas::Schemas;

/// The document as JSON.
///
/// # Errors
/// Never for the types of this crate; the signature is that of the serialiser.
pub fn document() -> Result<String, serde_json::Error> {
    let mut document = Schemas::openapi();
    let components = document.components.get_or_insert_with(Components::new);
    components
        .schemas
        .insert("Policy".to_owned(), policy_schema().into());
    components
        .schemas
        .insert("CarrierAgreement".to_owned(), agreement_schema().into());
    components.schemas.insert(
        "OpenApi".to_owned(),
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .build()
            .into(),
    );
    add_security(components);
    for status in PROBLEMS {
        components
            .responses
            .insert(problem_name(status), problem(status).into());
    }
    for route in ROUTES {
        if let Some(doc) = OPERATIONS
            .iter()
            .find(|doc| doc.operation == route.operation)
        {
            add_path(&mut document.paths, route, doc);
        }
    }
    document.to_pretty_json()
}

fn add_security(components: &mut Components) {
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some(
            "A token of the configured OIDC issuer with the claims sub, roles, customer, channel",
        ));
    components.add_security_scheme("token", SecurityScheme::Http(token.build()));
    let signature = ApiKeyValue::with_description(
        "x-yudan-signature",
        "For machines that call back; made together with x-yudan-timestamp",
    );
    components.add_security_scheme(
        "signature",
        SecurityScheme::ApiKey(ApiKey::Header(signature)),
    );
}

fn add_path(paths: &mut Paths, route: &Route, doc: &OperationDoc) {
    let method = match route.method() {
        "POST" => HttpMethod::Post,
        "PUT" => HttpMethod::Put,
        "DELETE" => HttpMethod::Delete,
        _ => HttpMethod::Get,
    };
    let item = PathItemBuilder::new()
        .operation(method, operation(route, doc))
        .build();
    match paths.paths.get_mut(route.path()) {
        Some(known) => known.merge_operations(item),
        None => drop(paths.paths.insert(route.path().to_owned(), item)),
    }
}

fn operation(route: &Route, doc: &OperationDoc) -> Operation {
    let mut builder = OperationBuilder::new()
        .operation_id(Some(route.operation))
        .tag(route.function)
        .summary(Some(doc.summary))
        .description(Some(description(route, doc)))
        .securities(Some(security(route.access)));
    for name in path_parameters(route.path()) {
        builder = builder.parameter(parameter(name, ParameterIn::Path, Required::True, ""));
    }
    for (name, meaning) in doc.query {
        builder = builder.parameter(parameter(
            name,
            ParameterIn::Query,
            Required::False,
            meaning,
        ));
    }
    for (name, required, meaning) in doc.headers {
        let required = if *required {
            Required::True
        } else {
            Required::False
        };
        builder = builder.parameter(parameter(name, ParameterIn::Header, required, meaning));
    }
    if let Some(schema) = doc.request {
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name(schema)))
            .example(examples::of(route.operation))
            .build();
        let body = RequestBodyBuilder::new()
            .content("application/json", content)
            .required(Some(Required::True));
        builder = builder.request_body(Some(body.build()));
    }
    if !doc.takes_file.is_empty() {
        let mut body = RequestBodyBuilder::new().required(Some(Required::True));
        for media_type in doc.takes_file {
            body = body.content(*media_type, file());
        }
        builder = builder.request_body(Some(body.build()));
    }
    let (status, schema) = doc.success;
    let mut success = ResponseBuilder::new().description("Done");
    if doc.gives_file.is_empty() {
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name(schema)))
            .build();
        success = success.content("application/json", content);
    }
    for media_type in doc.gives_file {
        success = success.content(*media_type, file());
    }
    builder = builder.response(status.to_string(), success.build());
    for status in problems(route, doc) {
        let known = Ref::new(format!("#/components/responses/{}", problem_name(status)));
        builder = builder.response(status.to_string(), known);
    }
    builder.build()
}

/// The roles are named in words, because bearer tokens of OpenAPI have no place for them.
fn description(route: &Route, doc: &OperationDoc) -> String {
    let who = match route.access {
        Access::Public => "Open to everyone.".to_owned(),
        Access::Signed => "For machines that sign their requests.".to_owned(),
        Access::Roles(roles) => {
            let names: Vec<_> = roles.iter().map(|role| role.name()).collect();
            format!("Roles: {}, admin.", names.join(", "))
        }
    };
    if doc.description.is_empty() {
        who
    } else {
        format!("{} {who}", doc.description)
    }
}

fn security(access: Access) -> Vec<SecurityRequirement> {
    match access {
        Access::Public => vec![SecurityRequirement::default()],
        Access::Signed => vec![SecurityRequirement::new("signature", Vec::<String>::new())],
        Access::Roles(_) => vec![SecurityRequirement::new("token", Vec::<String>::new())],
    }
}

fn path_parameters(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

fn parameter(
    name: &str,
    place: ParameterIn,
    required: Required,
    meaning: &str,
) -> utoipa::openapi::path::Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required)
        .description((!meaning.is_empty()).then_some(meaning))
        .schema(Some(text()))
        .build()
}

/// A body that is a file: of any bytes, so without a schema.
fn file() -> Content {
    ContentBuilder::new().build()
}

fn text() -> Object {
    ObjectBuilder::new().schema_type(Type::String).build()
}

#[cfg(test)]
mod tests;
