//! What each operation does, takes and answers; who may call it is in the route table.

use super::{
    carriers, catalogue, credit, customer_terms, disposal, exceptions, imports, payments,
    personal_data, production, promotions, purchasing, reorder, review_rules, review_work,
    services, shop_orders, stock, stocktake, supplier_returns, tracking, waybills,
};

/// The description of an operation. Schemas are named as in the document's components.
#[derive(Debug)]
pub(super) struct OperationDoc {
    /// The operation, as the route table names it.
    pub(super) operation: &'static str,
    /// What it does, in a line.
    pub(super) summary: &'static str,
    /// What else its callers should know.
    pub(super) description: &'static str,
    /// The body it takes.
    pub(super) request: Option<&'static str>,
    /// The media types of the file it takes instead.
    pub(super) takes_file: &'static [&'static str],
    /// The media types of the file it answers with instead of JSON.
    pub(super) gives_file: &'static [&'static str],
    /// The status and body of its success.
    pub(super) success: (u16, &'static str),
    /// Statuses of the problems that are its own, besides those that all have.
    pub(super) problems: &'static [u16],
    /// Query parameters: name and meaning.
    pub(super) query: &'static [(&'static str, &'static str)],
    /// Request headers of its own: name, whether it is required, meaning.
    pub(super) headers: &'static [(&'static str, bool, &'static str)],
}

pub(super) const CURSOR: (&str, &str) =
    ("cursor", "Where to go on: `next_cursor` of the page before");
pub(super) const LIMIT: (&str, &str) = ("limit", "How many on a page: 1 to 100, 20 if left out");
pub(super) const IDEMPOTENCY: (&str, bool, &str) = (
    "idempotency-key",
    false,
    "1 to 128 visible ASCII characters; the same key carries the request out once",
);
const IF_MATCH: (&str, bool, &str) = ("if-match", true, "The `ETag` that was read, such as \"7\"");
pub(super) const TIMESTAMP: (&str, bool, &str) = (
    "x-yudan-timestamp",
    true,
    "When it was signed, in seconds since 1970; at most 300 seconds off",
);
pub(super) const SIGNATURE: (&str, bool, &str) = (
    "x-yudan-signature",
    true,
    "Hexadecimal HMAC-SHA256 with the shared secret over the timestamp, a full stop and the raw body",
);

pub(super) const NOTHING: OperationDoc = OperationDoc {
    operation: "",
    summary: "",
    description: "",
    request: None,
    takes_file: &[],
    gives_file: &[],
    success: (200, ""),
    problems: &[],
    query: &[],
    headers: &[],
};

/// Every operation, in the order of the route table.
pub(super) const OPERATIONS: &[OperationDoc] = &[
    OperationDoc {
        operation: "placeOrder",
        summary: "Place an order (4.1)",
        description: "Answers with the order as received; the automatic review follows. The same `external_no` of a \
                      channel, or the same Idempotency-Key, with the same content answers with the first order and \
                      creates nothing; with other content it is refused (409). An address in the seller's province is \
                      refused (`order_not_out_of_region`, 2.2).",
        request: Some("OrderRequest"),
        success: (201, "OrderView"),
        problems: &[409],
        headers: &[IDEMPOTENCY],
        ..NOTHING
    },
    OperationDoc {
        operation: "checkOrder",
        summary: "Check an order without placing it (4.1.4)",
        description: "Runs the scope check and the automatic review and creates nothing.",
        request: Some("OrderRequest"),
        success: (200, "CheckView"),
        ..NOTHING
    },
    shop_orders::PUSH,
    OperationDoc {
        operation: "listOrders",
        summary: "List orders of a customer or in a stage",
        description: "One of the two filters is needed. Customers see their own orders only.",
        success: (200, "OrdersView"),
        query: &[
            (
                "customer",
                "The customer's identifier; the newest orders come first",
            ),
            ("stage", "The stage; the longest due come first"),
            CURSOR,
            LIMIT,
        ],
        ..NOTHING
    },
    OperationDoc {
        operation: "getOrder",
        summary: "Read an order",
        description: "`ETag` is its version.",
        success: (200, "OrderView"),
        ..NOTHING
    },
    OperationDoc {
        operation: "cancelOrder",
        summary: "Cancel an order before it leaves, or the rest of it (4.3.4)",
        description: "What it holds of stock and credit goes back, and so does what was paid. Cancelling again \
                      changes nothing. With `rest`, what has not left of an order is cancelled: it goes on as an order of \
                      what left, and what was paid beyond that falls due for refund.",
        request: Some("CancelRequest"),
        success: (200, "OrderView"),
        problems: &[409],
        ..NOTHING
    },
    services::AGREE_TO_SPLIT,
    OperationDoc {
        operation: "answerProposal",
        summary: "Accept or decline a counter-proposal (4.3.3)",
        description: "Either way a person decides next.",
        request: Some("ProposalAnswerRequest"),
        success: (200, "OrderView"),
        problems: &[409],
        ..NOTHING
    },
    personal_data::DISCLOSE,
    personal_data::DISCLOSURES,
    OperationDoc {
        operation: "getTerms",
        summary: "Read which version of the terms is in force (4.3.4, R3)",
        description: "A shop shows this version to its customer and sends its version and digest with the order.",
        success: (200, "TermsView"),
        ..NOTHING
    },
    imports::START,
    imports::SHOW,
    imports::ROWS,
    imports::REPORT,
    imports::TEMPLATE,
    OperationDoc {
        operation: "getHealth",
        summary: "See whether the interface answers",
        success: (200, "HealthView"),
        ..NOTHING
    },
    OperationDoc {
        operation: "getOpenApi",
        summary: "Read this document",
        success: (200, "OpenApi"),
        ..NOTHING
    },
    OperationDoc {
        operation: "listWork",
        summary: "List what waits in a work list (4.3.2)",
        description: "`review`, `negotiation`, `payment`, `shortage`, `dispatch`, `delivery`, `settlement`, \
                      `exceptions`, `refunds`, `quarantine`, `overdue`, `assessment`, `purchase_approval`, \
                      `purchase_placement`, `purchase_delivery`, `purchase_overdue`, `production_planned`, `production_running`, \
                      `production_inspection`, `production_late`, `stocktake_count`, \
                      `stocktake_recount`, `stocktake_approval`, `return_shipment`, `return_answer`, `return_closing`, \
                      `disposal_proposal`, `disposal_decision`, `waybill_requested`, `waybill_voiding` or \
                      `waybill_refused`.",
        success: (200, "WorkView"),
        query: review_work::LIST_QUERY,
        ..NOTHING
    },
    OperationDoc {
        operation: "reviewOrder",
        summary: "Approve, reject or negotiate an order (4.3.3)",
        description: "Not by whoever entered it (four-eyes, 4.3.2).",
        request: Some("ReviewDecisionRequest"),
        success: (200, "OrderView"),
        problems: &[409, 412, 428],
        headers: &[IF_MATCH],
        ..NOTHING
    },
    OperationDoc {
        operation: "reviewOrders",
        summary: "Approve or reject up to a hundred orders (4.3.3)",
        description: "Each decision is carried out by itself; the answer tells what became of each.",
        request: Some("ReviewDecisionsRequest"),
        success: (200, "ReviewDecisionsView"),
        ..NOTHING
    },
    review_work::CLAIM,
    review_work::RELEASE_CLAIM,
    review_work::ASSIGN,
    review_work::OVERRIDE_CREDIT,
    review_work::PLACE_HOLD,
    review_work::RELEASE_HOLD,
    OperationDoc {
        operation: "getPolicy",
        summary: "Read the policy in force",
        description: "`ETag` is its version.",
        success: (200, "PolicyView"),
        ..NOTHING
    },
    OperationDoc {
        operation: "revisePolicy",
        summary: "Put another policy into force",
        description: "The whole policy is sent; the journal keeps who changed it and when. Up to eight versions may wait \
                      for their day.",
        query: &[(
            "effective_from",
            "Since when it is in force, an instant in the future; at once if left out",
        )],
        request: Some("Policy"),
        success: (200, "PolicyView"),
        problems: &[412, 428],
        headers: &[IF_MATCH],
        ..NOTHING
    },
    review_rules::CALENDAR_YEAR,
    review_rules::PUBLISH_CALENDAR_YEAR,
    review_rules::SIMULATE,
    catalogue::PRODUCTS,
    catalogue::IMPORT_PRODUCTS,
    catalogue::PRODUCT,
    catalogue::REVISE_PRODUCT,
    customer_terms::BLACKLIST_ENTRY,
    customer_terms::BLACKLIST,
    customer_terms::LIFT,
    customer_terms::BLACKLIST_PHONE,
    customer_terms::LOOK_UP_PHONE,
    customer_terms::BLACKLISTED_PHONE,
    customer_terms::LIFT_PHONE,
    customer_terms::AGREED_PRICES,
    customer_terms::IMPORT_AGREED_PRICES,
    customer_terms::AGREED_PRICE,
    customer_terms::AGREE_ON_PRICE,
    promotions::PROMOTIONS,
    promotions::IMPORT_PROMOTIONS,
    promotions::PROMOTION,
    promotions::REVISE_PROMOTION,
    stock::RECEIVE,
    stock::ADJUST,
    stock::ADJUSTMENT,
    stock::STOCK,
    stock::LOTS,
    stock::LOT_ISSUES,
    stock::PICK,
    stock::PICK_FAILURE,
    stocktake::ZONE,
    stocktake::ASSIGN_ZONE,
    stocktake::PLAN,
    stocktake::STOCKTAKE,
    stocktake::COUNT,
    stocktake::RECOUNT,
    stocktake::APPROVE,
    stocktake::CANCEL,
    disposal::DISPOSALS,
    disposal::DISPOSAL,
    disposal::PROPOSE_DISPOSAL,
    disposal::DECIDE_DISPOSAL,
    reorder::POINTS,
    reorder::IMPORT,
    reorder::POINT,
    reorder::REVISE,
    reorder::REMOVE,
    stock::SHARDS,
    stock::SPREAD,
    stock::EVEN_OUT,
    purchasing::SUPPLIERS,
    purchasing::SUPPLIER,
    purchasing::REVISE_SUPPLIER,
    purchasing::OFFER,
    purchasing::REVISE_OFFER,
    purchasing::QUOTE,
    purchasing::RAISE,
    purchasing::PURCHASE_ORDER,
    purchasing::APPROVE,
    purchasing::PLACE,
    purchasing::PROMISE,
    purchasing::RECEIVE,
    purchasing::CLOSE,
    purchasing::CANCEL,
    production::LINES,
    production::LINE,
    production::REVISE_LINE,
    production::REPLAN_LINE,
    production::ROUTING,
    production::REVISE_ROUTING,
    production::RAISE,
    production::WORK_ORDER,
    production::START,
    production::REPORT,
    production::COMPLETE,
    production::INSPECT,
    production::CLOSE,
    production::CANCEL,
    supplier_returns::RETURN,
    supplier_returns::SUPPLIER_RETURN,
    supplier_returns::SHIP_RETURN,
    supplier_returns::ANSWER_RETURN,
    supplier_returns::CLOSE_RETURN,
    supplier_returns::CANCEL_RETURN,
    carriers::DISPATCH,
    waybills::REQUEST,
    waybills::OF_ORDER,
    waybills::HAND_OVER,
    waybills::WAYBILL,
    waybills::VOID,
    waybills::LABEL,
    waybills::PACKING_LIST,
    waybills::CLOSE_MANIFEST,
    waybills::MANIFEST,
    waybills::MANIFEST_SHEET,
    services::QUOTE_REALLOCATION,
    services::REALLOCATE,
    services::BOOK,
    services::COMPLETE,
    carriers::CARRIERS,
    carriers::AGREEMENT,
    carriers::REVISE_AGREEMENT,
    carriers::TARIFFS,
    carriers::IMPORT_TARIFFS,
    carriers::QUOTES,
    tracking::CARRIER_EVENTS,
    tracking::KUAIDI100_PUSH,
    tracking::KDNIAO_PUSH,
    tracking::CONFIRM_DELIVERY,
    exceptions::REPORT,
    exceptions::LIST,
    exceptions::CLAIM,
    exceptions::MEASURE,
    exceptions::RESOLVE,
    tracking::TIMELINE,
    tracking::TRACK,
    payments::RECORD,
    payments::NOTIFY,
    payments::REFUND,
    credit::ACCOUNT,
    credit::RECORD_PROFILE,
    credit::RECEIVABLES,
];
