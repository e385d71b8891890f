//! Production lines, routings and work orders (5.1.1, 5.1.3).

mod line;
mod request;
mod routing;
#[cfg(test)]
mod tests;
mod work_order;

pub use line::{CapacityExceptionBody, LineRequest, LineView, LinesView, QueuedView};
pub use request::{
    CompletionRequest, InspectionRequest, ReportRequest, RequestedWork, WorkOrderRequest,
};
pub use routing::{RoutingRequest, RoutingView, UpcomingRouting};
pub use work_order::{CompletionView, InspectionView, ReportView, WorkOrderView};
