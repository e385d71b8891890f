//! The OpenAPI 3.1 document, made from the route table and the wire types.

mod carriers;
mod catalogue;
mod customer_terms;
mod disposal;
mod examples;
mod imports;
mod operations;
mod payments;
mod personal_data;
mod problems;
mod production;
mod promotions;
mod purchasing;
mod review_rules;
mod review_work;
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

/// The wire types. What they use comes with them.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Yudan 渝单",
        description = "Out-of-region order management 异地订单管理. Amounts are whole fen, weights grams, instants \
                       RFC 3339 in UTC, dates those of Asia/Shanghai. Every answer that is not a success is a \
                       problem (RFC 9457) with a stable `code`, in Chinese or English by Accept-Language.",
        license(name = "MIT OR Apache-2.0"),
    ),
    components(schemas(
        crate::account::AccountProfileRequest,
        crate::account::AccountView,
        crate::agreed_price::AgreedPriceRequest,
        crate::agreed_price::AgreedPriceView,
        crate::agreed_price::AgreedPricesView,
        crate::blacklist::BlacklistRequest,
        crate::blacklist::BlacklistView,
        crate::blacklist::BlacklistedPhoneView,
        crate::blacklist::PhoneBlacklistRequest,
        crate::blacklist::PhoneLookupRequest,
        crate::calendar::CalendarYearRequest,
        crate::calendar::CalendarYearView,
        crate::cancel::CancelRequest,
        crate::cancel::ProposalAnswerRequest,
        crate::carrier_agreement::AgreementsView,
        crate::carrier_events::CarrierEventsRequest,
        crate::carrier_events::CarrierEventsView,
        crate::carrier_quote::CarrierQuotesRequest,
        crate::carrier_quote::CarrierQuotesView,
        crate::contact_disclosure::DisclosureRequest,
        crate::contact_disclosure::DisclosuresView,
        crate::handover_manifest::ManifestRequest,
        crate::handover_manifest::ManifestView,
        crate::health::HealthView,
        crate::claim::AssignmentRequest,
        crate::credit_override::CreditOverrideRequest,
        crate::disposal::DisposalDecisionRequest,
        crate::disposal::DisposalProposalRequest,
        crate::disposal::DisposalView,
        crate::disposal::DisposalsView,
        crate::hold::HoldReleaseRequest,
        crate::hold::HoldRequest,
        crate::order_import::ImportView,
        crate::order_import::RowResultsView,
        crate::order_check::CheckView,
        crate::order_request::OrderRequest,
        crate::order_summary::OrdersView,
        crate::order_view::OrderView,
        crate::payment::PaymentNotifyRequest,
        crate::payment::PaymentRequest,
        crate::payment::PaymentView,
        crate::payment::RefundRequest,
        crate::policy::PolicyView,
        crate::policy::UpcomingPolicy,
        crate::problem::Problem,
        crate::product::ProductsView,
        crate::product::ProductRequest,
        crate::product::ProductView,
        crate::product::PriceView,
        crate::product::PurchaseLimitBody,
        crate::production::CompletionRequest,
        crate::production::InspectionRequest,
        crate::production::LineRequest,
        crate::production::LineView,
        crate::production::LinesView,
        crate::production::ReportRequest,
        crate::production::RoutingRequest,
        crate::production::RoutingView,
        crate::production::WorkOrderRequest,
        crate::production::WorkOrderView,
        crate::promotion::PromotionRequest,
        crate::promotion::PromotionView,
        crate::promotion::PromotionsView,
        crate::purchasing::GoodsReceiptRequest,
        crate::purchasing::OfferRequest,
        crate::purchasing::OfferView,
        crate::purchasing::PlacementRequest,
        crate::purchasing::PromiseRequest,
        crate::purchasing::PurchaseOrderRequest,
        crate::purchasing::PurchaseOrderView,
        crate::purchasing::PurchaseQuote,
        crate::purchasing::QuoteRequest,
        crate::order_service::AppointmentRequest,
        crate::order_service::ServiceCompletionRequest,
        crate::purchasing::ReasonRequest,
        crate::purchasing::ReturnAnswerRequest,
        crate::purchasing::ReturnShipmentRequest,
        crate::purchasing::SupplierRequest,
        crate::purchasing::SupplierReturnRequest,
        crate::purchasing::SupplierReturnView,
        crate::purchasing::SupplierView,
        crate::purchasing::SuppliersView,
        crate::reallocation::ReallocationQuoteRequest,
        crate::reallocation::ReallocationRequest,
        crate::reallocation::ReallocationView,
        crate::receivable::ReceivablesView,
        crate::review::ReviewDecisionRequest,
        crate::review::ReviewDecisionsRequest,
        crate::review::ReviewDecisionsView,
        crate::review_trial::ReviewTrialRequest,
        crate::review_trial::ReviewTrialView,
        crate::shipment::DeliveryRequest,
        crate::shipment::ShipmentRequest,
        crate::lot::LotsView,
        crate::lot::LotView,
        crate::lot::LotIssuesView,
        crate::lot::LotIssueView,
        crate::lot::StockLotView,
        crate::pick::PickRequest,
        crate::pick::PickFailureRequest,
        crate::pick::PickListView,
        crate::pick::PickView,
        crate::pick::PickFailureView,
        crate::purchasing::ReceivedLotBody,
        crate::shipment::ShipmentView,
        crate::stock::StockReceiptRequest,
        crate::stock::StockReceiptView,
        crate::stock_adjustment::StockAdjustmentRequest,
        crate::stock_adjustment::StockAdjustmentView,
        crate::stock::StockView,
        crate::stocktake::ApprovalRequest,
        crate::stocktake::CountRequest,
        crate::stocktake::RecountRequest,
        crate::stocktake::StocktakeRequest,
        crate::stocktake::StocktakeView,
        crate::stocktake::StorageZoneRequest,
        crate::stocktake::StorageZoneView,
        crate::table::TableImportView,
        crate::table::TableRowOutcome,
        crate::table::TableRowView,
        crate::terms::TermsView,
        crate::timeline::TimelineView,
        crate::timeline::TrackView,
        crate::waybill::HandoverRequest,
        crate::waybill::HandoverView,
        crate::waybill::VoidRequest,
        crate::waybill::WaybillView,
        crate::waybill::WaybillsRequest,
        crate::waybill::WaybillsView,
        crate::work::WorkView,
    ))
)]
struct Schemas;

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
