//! The operations on what becomes of parcels (5.3.3, 6.1.1).

use super::operations::{NOTHING, OperationDoc, SIGNATURE, TIMESTAMP};

/// The media type of a form.
const FORM: &[&str] = &["application/x-www-form-urlencoded"];

/// What carriers report.
pub(super) const CARRIER_EVENTS: OperationDoc = OperationDoc {
    operation: "recordCarrierEvents",
    summary: "Take a carrier's events of a parcel (5.3.3)",
    description: "States only move forward; late and repeated events are harmless.",
    request: Some("CarrierEventsRequest"),
    success: (200, "CarrierEventsView"),
    headers: &[TIMESTAMP, SIGNATURE],
    ..NOTHING
};

/// What 快递100 pushes.
pub(super) const KUAIDI100_PUSH: OperationDoc = OperationDoc {
    operation: "takeKuaidi100Push",
    summary: "Take a push of 快递100 (5.3.3)",
    description: "The form of its documented interface 推送接口: `param` with `lastResult`, and `sign`, the MD5 of \
                  `param` and the salt. Only `statusCode` is read, or `state` where there is none; never words. \
                  Parcels that are not known and events from the future are left out.",
    takes_file: FORM,
    success: (200, "Kuaidi100Answer"),
    ..NOTHING
};

/// What 快递鸟 pushes.
pub(super) const KDNIAO_PUSH: OperationDoc = OperationDoc {
    operation: "takeKdniaoPush",
    summary: "Take a push of 快递鸟 (5.3.3)",
    description: "The form of its documented interface 推送接口: `RequestData`, `RequestType` (101 or 102) and \
                  `DataSign`, the base64 of the MD5 of `RequestData` and the AppKey. Only `Action` is read, never \
                  words. At most 100 parcels; those that are not known and events from the future are left out.",
    takes_file: FORM,
    success: (200, "KdniaoAnswer"),
    ..NOTHING
};

/// To say that the recipient has it.
pub(super) const CONFIRM_DELIVERY: OperationDoc = OperationDoc {
    operation: "confirmDelivery",
    summary: "Say that the recipient has the order (5.3.3)",
    description: "For what the carrier does not report clearly, such as a proxy's signature with consent (R4).",
    request: Some("DeliveryRequest"),
    success: (200, "ShipmentView"),
    problems: &[409],
    ..NOTHING
};

/// To read what happened.
pub(super) const TIMELINE: OperationDoc = OperationDoc {
    operation: "getTimeline",
    summary: "Read everything that happened to an order (6.1.1)",
    description: "Customers see milestones only.",
    success: (200, "TimelineView"),
    ..NOTHING
};

/// To follow an order by its link.
pub(super) const TRACK: OperationDoc = OperationDoc {
    operation: "trackOrder",
    summary: "Follow an order by its link (6.1.1)",
    description: "No token is needed but the one in the link. Nothing personal is shown. Browsers, which prefer \
                  `text/html` in `accept`, get a page. Whoever sends the `ETag` that they have in `if-none-match` gets \
                  304 while nothing changed.",
    success: (200, "TrackView"),
    query: &[(
        "lang",
        "`zh` or `en`; what `accept-language` says if left out",
    )],
    headers: &[(
        "if-none-match",
        false,
        "The `ETag` of what the caller has already",
    )],
    ..NOTHING
};
