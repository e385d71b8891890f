//! The operations on exceptions of parcels (5.3.3).

use super::operations::{NOTHING, OperationDoc};

/// To report one.
pub(super) const REPORT: OperationDoc = OperationDoc {
    operation: "reportException",
    summary: "Report what is wrong with a parcel (5.3.3)",
    description: "One exception of a kind is open at a time: reporting it again answers with that one (200) and alerts \
                  nobody. Its deadline follows from its severity and the policy's `tracking`.",
    request: Some("ExceptionRequest"),
    success: (201, "ExceptionView"),
    problems: &[409],
    ..NOTHING
};

/// To list those of an order.
pub(super) const LIST: OperationDoc = OperationDoc {
    operation: "listExceptions",
    summary: "List the exceptions of an order's parcels (5.3.3)",
    description: "All that are open and the last that ended; the timeline shows the others.",
    success: (200, "ExceptionsView"),
    ..NOTHING
};

/// To look after one.
pub(super) const CLAIM: OperationDoc = OperationDoc {
    operation: "claimException",
    summary: "Look after an exception (5.3.3)",
    description: "Takes no body. Claiming it again changes nothing; one that somebody else looks after is refused \
                  (`exception_claimed`).",
    success: (200, "ExceptionView"),
    problems: &[409],
    ..NOTHING
};

/// To write down what was done.
pub(super) const MEASURE: OperationDoc = OperationDoc {
    operation: "takeMeasure",
    summary: "Record a measure taken on an exception (5.3.3)",
    description: "The same measure again changes nothing.",
    request: Some("MeasureRequest"),
    success: (200, "ExceptionView"),
    problems: &[409],
    ..NOTHING
};

/// To settle one.
pub(super) const RESOLVE: OperationDoc = OperationDoc {
    operation: "resolveException",
    summary: "Settle an exception (5.3.3)",
    description: "Settling it again for the same reason changes nothing; otherwise it is refused \
                  (`exception_resolved`). Most exceptions end by themselves when the parcel comes further.",
    request: Some("ExceptionResolutionRequest"),
    success: (200, "ExceptionView"),
    problems: &[409],
    ..NOTHING
};
