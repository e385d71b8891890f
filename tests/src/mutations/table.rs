//! The mutations.

use super::Mutation;

/// Every mutation.
pub const MUTATIONS: &[Mutation] = &[
    Mutation {
        name: "version-not-checked",
        why: "two writers of one aggregate: the second undoes the first, and the journal loses a commit",
        file: "shared/store/src/writes.rs",
        find: "    let commit_put = absent(whole(&commit))
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);

    let state_key = Key::State {
        kind: *kind,
        id: id.clone(),
    };
    let mut state = key_item(&state_key);
    state.extend(transition.state.clone());
    state.insert(VERSION.to_owned(), number(version));
    state.insert(HEAD.to_owned(), bytes(&hash));
    let state_put = match version {
        1 => absent(whole(&state)),
        _ => whole(&state)
            .condition_expression(\"#version = :previous\")
            .expression_attribute_names(\"#version\", VERSION)
            .expression_attribute_values(\":previous\", number(version.saturating_sub(1))),
    };",
        replace: "    let commit_put = whole(&commit);

    let state_key = Key::State {
        kind: *kind,
        id: id.clone(),
    };
    let mut state = key_item(&state_key);
    state.extend(transition.state.clone());
    state.insert(VERSION.to_owned(), number(version));
    state.insert(HEAD.to_owned(), bytes(&hash));
    let state_put = whole(&state);",
    },
    Mutation {
        name: "commit-not-written",
        why: "a state that no event explains, and news that nobody hears",
        file: "shared/store/src/writes.rs",
        find: "        writes.extend(transition_writes(transition, meta, table)?);",
        replace: "        let written = transition_writes(transition, meta, table)?.into_iter();
        writes.extend(written.filter(|write| !matches!(write.purpose, Purpose::Commit(_))));",
    },
    Mutation {
        name: "refusal-taken-as-written",
        why: "a transaction that the service cancelled is told to its caller as done",
        file: "shared/store/src/outcome.rs",
        find: "    if is_applied(writes, reasons) {",
        replace: "    if is_applied(writes, reasons) || writes.len() == reasons.len() {",
    },
    Mutation {
        name: "registration-without-condition",
        why: "one order number of a channel leads to two orders",
        file: "shared/store/src/registration.rs",
        find: ".condition_expression(\"attribute_not_exists(#pk) OR #expires_at <= :now\")",
        replace: ".condition_expression(\"attribute_not_exists(#pk) OR attribute_exists(#pk) OR #expires_at <= :now\")",
    },
    Mutation {
        name: "stale-load",
        why: "a decision on what the aggregate was a while ago",
        file: "shared/store/src/load.rs",
        find: "            .consistent_read(true)",
        replace: "            .consistent_read(false)",
    },
    Mutation {
        name: "oversold",
        why: "more pieces are promised than there are",
        file: "shared/store/src/stock_change.rs",
        find: "conditions.push(\"#available >= :promised\");",
        replace: "conditions.push(\"(#available >= :promised OR #available < :promised)\");",
    },
    Mutation {
        name: "credit-not-bounded",
        why: "a customer gets more credit than its limit",
        file: "shared/store/src/credit.rs",
        find: "\" AND #headroom >= :needed\"",
        replace: "\" AND (#headroom >= :needed OR #headroom < :needed)\"",
    },
    Mutation {
        name: "acknowledged-before-done",
        why: "a message whose handling failed is taken out of its queue",
        file: "shared/lambda/src/queue.rs",
        find: "                if one(received, handle).await.is_err() {",
        replace: "                if one(received, handle).await.is_err() && id.is_empty() {",
    },
    Mutation {
        name: "stream-failure-hidden",
        why: "a commit that could not be published is passed over",
        file: "shared/lambda/src/stream.rs",
        find: "    Answer::Batch(BatchReply::of([sequence_number]))",
        replace: "    Answer::Batch(BatchReply::default())",
    },
    Mutation {
        name: "refused-entry-ignored",
        why: "the topic took some messages of a batch, and nobody looks at those that it did not",
        file: "shared/lambda/src/topic.rs",
        find: "        match refused.min() {",
        replace: "        match refused.min().filter(|(place, _)| *place > AT_ONCE) {",
    },
    Mutation {
        name: "relay-skips-a-record",
        why: "some commits never come to the topic",
        file: "functions/relay/src/outbox.rs",
        find: "    if kinds.iter().all(|kind| route(*kind).is_empty()) {",
        replace: "    if kinds.iter().all(|kind| route(*kind).is_empty()) || commit.sequence == 3 {",
    },
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
    Mutation {
        name: "scrap-becomes-stock",
        why: "pieces that the inspection scrapped are sold",
        file: "shared/domain/src/production/work_order/inspect.rs",
        find: "            quantity: inspection.passed,",
        replace: "            quantity: inspection.passed.saturating_add(inspection.scrapped),",
    },
    Mutation {
        name: "line-not-planned-with-the-step",
        why: "a line goes on with work that is done, and knows nothing of rework",
        file: "functions/fulfilment/src/production/pegs.rs",
        find: "        plan = plan.carry_out(&line, production::replan(&line.state, change, facts)?)?;",
        replace: "        let mut planned = production::replan(&line.state, change, facts)?;
        planned.events.clear();
        plan = plan.carry_out(&line, planned)?;",
    },
    Mutation {
        name: "lot-left-behind",
        why: "pieces come and go, and their lot says otherwise: what may leave is unknown, and a recall finds nobody",
        file: "shared/store/src/counters.rs",
        find: "        if let Some(lot) = &moved.lot {
            let change = self.lot_of",
        replace: "        if let Some(lot) = moved.lot.as_ref().filter(|_| signs[0] <= 0) {
            let change = self.lot_of",
    },
    Mutation {
        name: "picked-stays-picked",
        why: "an order that is cancelled gives back its reservation, and what was picked for it lies there for ever",
        file: "shared/domain/src/order/cancel.rs",
        find: "    picked.chain(reserved).chain(places).collect()",
        replace: "    picked.take(0).chain(reserved).chain(places).collect()",
    },
    Mutation {
        name: "stocktake-approved-by-whoever-planned",
        why: "one person brings any variance into the books alone",
        file: "shared/domain/src/stocktake/approve.rs",
        find: "    if stocktake.planned_by == by || stocktake.was_counted_by(by) {",
        replace: "    if stocktake.planned_by == by && stocktake.was_counted_by(by) {",
    },
    Mutation {
        name: "level-on-two-sheets",
        why: "two stocktakes find the same variance, and both bring it into the books",
        file: "shared/store/src/stock_change.rs",
        find: "conditions.push(\"attribute_not_exists(#stocktake)\");",
        replace: "conditions.push(\"(attribute_not_exists(#stocktake) OR attribute_exists(#stocktake))\");",
    },
    Mutation {
        name: "return-not-told-to-its-order",
        why: "more goes back to a supplier than came with the purchase order",
        file: "functions/fulfilment/src/purchasing/returns.rs",
        find: "                .begin::<SupplierReturn>(raised)?
                .carry_out(&loaded, known)?)",
        replace: "                .begin::<SupplierReturn>(raised)?)",
    },
    Mutation {
        name: "low-stock-ordered-again",
        why: "each run of the job orders again what is low already, until the warehouse is full",
        file: "shared/domain/src/reorder/watch.rs",
        find: "    (low.proposal.is_none() && below && room).then_some(())?;",
        replace: "    room.then_some(())?;",
    },
    Mutation {
        name: "replenished-though-low",
        why: "an alert ends while stock is low, so that it is told and ordered again in every hour",
        file: "shared/domain/src/reorder/watch.rs",
        find: "    let enough = seen.available >= u64::from(levels.reorder_point);",
        replace: "    let enough = seen.position() >= u64::from(levels.reorder_point);",
    },
    Mutation {
        name: "another-order-code-each-time",
        why: "an answer that is lost leaves a number at the carrier that no waybill has",
        file: "functions/fulfilment/src/carrier_api/parcel.rs",
        find: "        \"OrderCode\": waybill.id.order_code(),
        \"PayType\"",
        replace: "        \"OrderCode\": lambda::clock::fresh_id().simple().to_string().get(..30),
        \"PayType\"",
    },
    Mutation {
        name: "waybills-kept-after-cancelling",
        why: "a carrier comes for the parcels of an order that was cancelled",
        file: "functions/fulfilment/src/waybills/asking.rs",
        find: "        if is_for_nothing(&order, &loaded.state) {",
        replace: "        if is_for_nothing(&order, &loaded.state) && id.is_empty() {",
    },
    Mutation {
        name: "shard-forgotten",
        why: "pieces are reserved, and go back and leave, in the first shard of a level, wherever they are",
        file: "shared/domain/src/order/consignment.rs",
        find: "            .map(|share| moved(Some(share.shard), share.quantity))",
        replace: "            .map(|share| moved(Some(0), share.quantity))",
    },
    Mutation {
        name: "drained-shards-out-of-sight",
        why: "with fewer shards than before, nobody looks at the others any more, although pieces come back into them",
        file: "shared/domain/src/stock_spread/mod.rs",
        find: "            widest: before.widest.max(shards),",
        replace: "            widest: shards,",
    },
];
