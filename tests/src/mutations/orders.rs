//! Mutations of what happens to orders, and to what they take.

use super::Mutation;

pub(super) const MUTATIONS: &[Mutation] = &[
    Mutation {
        name: "stock-released-twice",
        why: "a cancelled order gives back more than it held",
        file: "shared/domain/src/order/cancel.rs",
        find: "    let reserved = reserved.map(Adjustment::StockRelease);",
        replace: "    let reserved = reserved
        .flat_map(|moved| [moved.clone(), moved].map(Adjustment::StockRelease));",
    },
    Mutation {
        name: "credit-not-released",
        why: "a cancelled order keeps its customer's credit for ever",
        file: "shared/domain/src/order/cancel.rs",
        find: "    if order.exposure.is_positive() {",
        replace: "    if order.exposure.is_negative() {",
    },
    Mutation {
        name: "backorder-not-closed",
        why: "a cancelled order keeps its place in line",
        file: "shared/domain/src/order/cancel.rs",
        find: "    let places = short.map(",
        replace: "    let places = short.take(0).map(",
    },
    Mutation {
        name: "payment-counted-beyond-the-total",
        why: "more of a payment counts than the order owes",
        file: "shared/domain/src/order/settle.rs",
        find: "    let allocated = amount.min(order.outstanding());",
        replace: "    let allocated = amount;",
    },
    Mutation {
        name: "refund-repeated",
        why: "a repeated refund pays twice",
        file: "functions/settlement/src/refund.rs",
        find: "                .carry_out(&held, decision)?
                .register(claim.clone());",
        replace: "                .carry_out(&held, decision)?;",
    },
    Mutation {
        name: "refund-not-requested",
        why: "the money of a cancelled order is forgotten",
        file: "shared/lambda/src/refund_requests.rs",
        find: "    if !events.iter().any(ends) {",
        replace: "    if events.iter().any(ends) {",
    },
    Mutation {
        name: "billed-without-receivable",
        why: "nobody asks for what a delivered order still owes",
        file: "functions/settlement/src/billing.rs",
        find: "                Some(due) => {
                    Ok(plan.begin::<Receivable>(receivable::open(&loaded.state, due, meta.at))?)
                }",
        replace: "                Some(due) => {
                    let _ = receivable::open(&loaded.state, due, meta.at);
                    Ok(plan)
                }",
    },
    Mutation {
        name: "hold-ignored-before-dispatch",
        why: "a parcel leaves while its address or payment is checked",
        file: "shared/domain/src/order/fulfil.rs",
        find: "    not_on_hold(order, BlockedStep::Dispatch)?;",
        replace: "    not_on_hold(order, BlockedStep::Dispatch).ok();",
    },
    Mutation {
        name: "hold-ignored-before-reservation",
        why: "goods are kept for an order that is on hold",
        file: "shared/domain/src/order/fulfil.rs",
        find: "    if !wanted || order.is_on_hold(BlockedStep::Prepare) {",
        replace: "    if !wanted {",
    },
    Mutation {
        name: "rest-forgotten",
        why: "an order that left in part is taken to have left whole",
        file: "shared/domain/src/order/evolve.rs",
        find: "    } else if short.is_empty() {",
        replace: "    } else if short.len() < 9 {",
    },
    Mutation {
        name: "arrived-with-the-first-parcel",
        why: "an order is delivered with the first of its parcels",
        file: "shared/domain/src/order/deliver.rs",
        find: "    if all_left && others_are_there {",
        replace: "    if all_left {",
    },
    Mutation {
        name: "override-by-who-entered",
        why: "whoever enters an order lets it exceed the limit",
        file: "shared/domain/src/order/credit_override.rs",
        find: "    if by == order.entered_by {",
        replace: "    if by.is_empty() {",
    },
    Mutation {
        name: "override-approved-by-who-granted",
        why: "one person lets an order exceed the limit and approves it",
        file: "shared/domain/src/order/credit_override.rs",
        find: "    if granted.by == by {",
        replace: "    if granted.by.is_empty() {",
    },
    Mutation {
        name: "claim-excludes-nobody",
        why: "two reviewers work on the same order, and either decides",
        file: "shared/domain/src/order/claim.rs",
        find: ".filter(|held| held.by != by) else {",
        replace: ".filter(|held| held.by != by && by.is_empty()) else {",
    },
    Mutation {
        name: "late-decision-not-told",
        why: "a reviewer who was slower does not learn who decided",
        file: "functions/review/src/manual.rs",
        find: "matches!(refusal.code, \"stale_version\" | \"order_not_awaiting_review\")",
        replace: "matches!(refusal.code, \"order_not_awaiting_review\")",
    },
    Mutation {
        name: "late-review-stays-with-the-team-lead",
        why: "the manager never hears of a review that is very late",
        file: "shared/domain/src/order/escalation.rs",
        find: "                next: Some(facts.working_minutes_on(minutes)?),",
        replace: "                next: Some(facts.working_minutes_on(minutes)?).filter(|at| *at < facts.now),",
    },
    Mutation {
        name: "import-row-done-before-its-order",
        why: "a row is told as an order that takes long to be written, and may never be",
        file: "functions/intake/src/import/work_off.rs",
        find: "    match receive::receive(app, &arrival, &meta, rules).await? {",
        replace: "    let written = receive::receive(app, &arrival, &meta, rules);
    let moment = std::time::Duration::from_millis(15);
    let Ok(written) = tokio::time::timeout(moment, written).await else {
        return Ok(Done::Made(id));
    };
    match written? {",
    },
    Mutation {
        name: "import-without-registration",
        why: "a row that comes again in another file is another order",
        file: "functions/intake/src/import/work_off.rs",
        find: "        claims: &[claim],",
        replace: "        claims: &[claim][..0],",
    },
    Mutation {
        name: "quota-kept-after-cancelling",
        why: "an order that was cancelled goes on counting towards its customer's purchase limit",
        file: "shared/domain/src/order/cancel.rs",
        find: "    back.extend(give_back(order));",
        replace: "    back.extend(give_back(order).take(0));",
    },
    Mutation {
        name: "quota-of-the-first-lines",
        why: "an accepted proposal changes the pieces and not what they count towards the limit",
        file: "shared/domain/src/order/negotiation.rs",
        find: "    let closed = with_quotas(closed, order, led_to, review);",
        replace: "    let closed = with_quotas(closed, order, order, review);",
    },
];
