//! The operations on waybills and manifests (5.3.2).

use super::operations::{NOTHING, OperationDoc};

/// The media type of a label.
const SVG: &str = "image/svg+xml";
/// The media type of a sheet.
const HTML: &str = "text/html";

/// To request waybills.
pub(super) const REQUEST: OperationDoc = OperationDoc {
    operation: "requestWaybills",
    summary: "Request waybills for the parcels of a consignment (5.3.2)",
    description: "For the pieces that have none: packed as `parcels` say, or by the limits of the service, all with one \
                  service. What is due on delivery is spread over the order's waybills to the fen. The carrier is asked \
                  after that, by message, so a waybill is `requested` first. While all pieces have waybills the same \
                  request answers 200 with them; another one is refused.",
    request: Some("WaybillsRequest"),
    success: (201, "WaybillsView"),
    problems: &[409],
    ..NOTHING
};

/// To list those of an order.
pub(super) const OF_ORDER: OperationDoc = OperationDoc {
    operation: "listOrderWaybills",
    summary: "List the waybills of an order that are not void (5.3.2)",
    success: (200, "WaybillsView"),
    ..NOTHING
};

/// To dispatch with them.
pub(super) const HAND_OVER: OperationDoc = OperationDoc {
    operation: "dispatchConsignment",
    summary: "Hand all parcels of a consignment to the carrier, with their waybills (5.3.2)",
    description: "Every piece must be in a parcel whose waybill is issued; all of them leave at once. Once the consignment \
                  left, the same request answers 200.",
    request: Some("HandoverRequest"),
    success: (201, "HandoverView"),
    problems: &[409],
    ..NOTHING
};

/// To read one.
pub(super) const WAYBILL: OperationDoc = OperationDoc {
    operation: "getWaybill",
    summary: "Read a waybill (5.3.2)",
    description: "`ETag` is its version.",
    success: (200, "WaybillView"),
    ..NOTHING
};

/// To void one.
pub(super) const VOID: OperationDoc = OperationDoc {
    operation: "voidWaybill",
    summary: "Void a waybill whose parcel has not left (5.3.2)",
    description: "The carrier is asked to take its number back, by message: `voiding`, then `voided`, or `issued` again \
                  with the carrier's words when it has collected the parcel. Its pieces can then be requested anew, under \
                  the next number. Asking again changes nothing.",
    request: Some("VoidRequest"),
    success: (200, "WaybillView"),
    problems: &[409],
    ..NOTHING
};

/// To print its label.
pub(super) const LABEL: OperationDoc = OperationDoc {
    operation: "printLabel",
    summary: "Print the label of a parcel, or print it again (5.3.2)",
    description: "100 × 150 mm with a Code 128 barcode of the number. Each print counts and is in the journal; as it shows \
                  the recipient's address, it is in the list of disclosures too. Name and phone are masked.",
    gives_file: &[SVG],
    problems: &[409],
    ..NOTHING
};

/// To print what is in a parcel.
pub(super) const PACKING_LIST: OperationDoc = OperationDoc {
    operation: "getPackingList",
    summary: "Print what is in a parcel (5.3.2)",
    gives_file: &[HTML],
    ..NOTHING
};

/// To close a manifest.
pub(super) const CLOSE_MANIFEST: OperationDoc = OperationDoc {
    operation: "closeManifest",
    summary: "Put the parcels that a carrier took from a warehouse on a day on a manifest (5.3.2)",
    description: "Those that left on that day and are on no manifest, up to 40; ask again under another number for more. A \
                  manifest is closed when it begins. The same request again changes nothing; another one under the same \
                  number is refused.",
    request: Some("ManifestRequest"),
    success: (201, "ManifestView"),
    problems: &[409],
    ..NOTHING
};

/// To read one.
pub(super) const MANIFEST: OperationDoc = OperationDoc {
    operation: "getManifest",
    summary: "Read a handover manifest (5.3.2)",
    success: (200, "ManifestView"),
    ..NOTHING
};

/// To print one.
pub(super) const MANIFEST_SHEET: OperationDoc = OperationDoc {
    operation: "getManifestSheet",
    summary: "Print a handover manifest, to be signed by the driver (5.3.2)",
    gives_file: &[HTML],
    ..NOTHING
};
