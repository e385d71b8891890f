//! Mutations of goods: made, bought, kept, counted and sent.

use super::Mutation;

pub(super) const MUTATIONS: &[Mutation] = &[
    Mutation {
        name: "scrap-becomes-stock",
        why: "pieces that the inspection scrapped are sold",
        file: "shared/domain/src/production/work_order/inspect.rs",
        find: "        quantity: inspection.passed,",
        replace: "        quantity: inspection.passed.saturating_add(inspection.scrapped),",
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
        find: "set.push(\"#stocktake = :stocktake\");
                conditions.push(\"attribute_not_exists(#stocktake)\");",
        replace: "set.push(\"#stocktake = :stocktake\");
                conditions.push(\"(attribute_not_exists(#stocktake) OR attribute_exists(#stocktake))\");",
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
