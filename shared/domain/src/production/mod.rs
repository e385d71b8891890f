//! Production 生产 (5.1.1, 5.1.3): lines with their capacity, how goods are made on them, the work orders by which
//! they are made, and the schedule of each line.

mod inspection;
mod line;
mod policy;
mod replan;
mod routing;
mod schedule;
mod work_order;

pub use inspection::{Sampling, SamplingStep};
pub use line::{
    CapacityException, LINES_LIST, LineEvent, LineProfile, MOST_EXCEPTIONS, MOST_QUEUED,
    ProductionLine, QueuedWork, Slot, Worked, revise_line,
};
pub use policy::ProductionPolicy;
pub use replan::{LineChange, Queueing, replan, slot_of};
pub use routing::{MOST_PIECES, Routing, RoutingEvent};
pub use schedule::{Portion, fill};
pub use work_order::{
    Completion, INSPECTION_LIST, Inspection, MOST_INSPECTIONS, MOST_REPORTS, Outcome, PLANNED_LIST,
    RUNNING_LIST, Report, Wanted, WorkOrder, WorkOrderEvent, WorkStage, cancel, close, complete,
    follow, inspect, raise, received, release_peg, report, reschedule, start,
};
