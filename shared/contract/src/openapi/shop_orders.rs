//! What the operation of shops that push their orders does, takes and answers (4.1.1).

use super::operations::{NOTHING, OperationDoc, SIGNATURE, TIMESTAMP};

pub(super) const PUSH: OperationDoc = OperationDoc {
    operation: "pushOrder",
    summary: "Take an order that a shop's platform pushes (4.1.1)",
    description: "The policy (`shops`) names the shops and the platform of each. A shop of the platform `yudan` \
                  sends the body described here, with the channel `marketplace` and its `external_no`; the \
                  others send their platform's own, whose fields nobody has to strip, and pointers in \
                  `errors` are into that body. The order's `external_no` becomes `SHOP:NUMBER`. The same order \
                  again answers with the first one (200); with other content it is refused (409). An order that \
                  its platform does not count as placed is refused (`order_not_placed`).",
    request: Some("OrderRequest"),
    success: (201, "OrderView"),
    problems: &[409],
    headers: &[TIMESTAMP, SIGNATURE],
    ..NOTHING
};
