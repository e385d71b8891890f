//! What the operations on the rules of the review do, take and answer (4.3.1, 4.3.2).

use super::operations::{NOTHING, OperationDoc};

pub(super) const CALENDAR_YEAR: OperationDoc = OperationDoc {
    operation: "getCalendarYear",
    summary: "Read a year of the working calendar (4.3.2)",
    description: "As it was entered, or as it is built in. A year of which nothing is known is not found.",
    success: (200, "CalendarYearView"),
    ..NOTHING
};

pub(super) const PUBLISH_CALENDAR_YEAR: OperationDoc = OperationDoc {
    operation: "publishCalendarYear",
    summary: "Enter or correct a year of the working calendar (4.3.2)",
    description: "The whole year, once the State Council has announced it. Every function goes by it within \
                  seconds; due times that were set before stay. The same year again changes nothing.",
    request: Some("CalendarYearRequest"),
    success: (200, "CalendarYearView"),
    ..NOTHING
};

pub(super) const SIMULATE: OperationDoc = OperationDoc {
    operation: "simulateReview",
    summary: "Try a draft of the policy on past orders (4.3.1)",
    description: "The rules in force and the draft are each applied to a page of orders as of their receipt; \
                  the answer tells what the draft would change. Nothing is written.",
    request: Some("ReviewTrialRequest"),
    success: (200, "ReviewTrialView"),
    ..NOTHING
};
