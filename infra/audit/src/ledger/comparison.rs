//! What must agree between partitions, as queries that find what does not.

mod shards;

use rusqlite::Connection;

use super::Ledger;
use crate::AuditError;
use crate::finding::{Code, Findings};

/// A rule and the query for its breaches: where, what was expected, what was found.
struct Rule {
    code: Code,
    query: &'static str,
}

const fn rule(code: Code, query: &'static str) -> Rule {
    Rule { code, query }
}

/// What is compared: reviews, imports, money, parcels, stock, lots, credit, quotas, purchases, and numbers that are
/// used once.
const RULES: [Rule; 35] = [
    rule(
        Code::FourEyesMissing,
        "SELECT 'order ' || order_id, 'a review by another than who entered it', 'by the same person'
         FROM reviewed_by_who_entered WHERE NOT EXISTS (SELECT 1 FROM two_eyes_suffice)",
    ),
    rule(
        Code::ImportedOrderDiffers,
        "SELECT 'order ' || order_id, 'an order of ' || imported.channel || ', as import ' || import || ' says',
                COALESCE('one of ' || orders.channel, 'none')
         FROM imported LEFT JOIN orders ON id = order_id WHERE id IS NULL OR orders.channel <> imported.channel
         UNION ALL
         SELECT 'order ' || order_id, 'made by one import', COUNT(*) || ' say so'
         FROM imported WHERE made GROUP BY order_id HAVING COUNT(*) > 1",
    ),
    rule(
        Code::AllocationDiffers,
        "SELECT 'payment ' || payment, counted.counted || ' for order ' || counted.order_id,
                COALESCE(payments.counted || ' for order ' || payments.order_id, 'no such payment')
         FROM counted LEFT JOIN payments ON payments.id = payment
         WHERE payments.id IS NULL OR payments.order_id <> counted.order_id OR payments.counted <> counted.counted
         UNION ALL
         SELECT 'payment ' || id, payments.counted || ' counted by order ' || payments.order_id, 'nothing'
         FROM payments LEFT JOIN counted ON counted.payment = id
         WHERE payments.counted > 0 AND counted.payment IS NULL",
    ),
    rule(
        Code::RefundDiffers,
        "SELECT 'payment ' || payment, counted.refunded || ' back as order ' || counted.order_id || ' says',
                payments.uncounted
         FROM counted JOIN payments ON payments.id = payment
         WHERE counted.refunded <> payments.uncounted",
    ),
    rule(
        Code::RefundNotRequested,
        "SELECT 'payment ' || payments.id, amount - payments.refunded || ' to go back, as order ' || orders.id || ' is ' || stage,
                refund_due
         FROM orders JOIN counted ON counted.order_id = orders.id JOIN payments ON payments.id = payment
         WHERE stage IN ('rejected', 'cancelled') AND amount - payments.refunded <> refund_due",
    ),
    rule(
        Code::ReceivableDiffers,
        "SELECT 'receivable of order ' || id, orders.outstanding || ' owed by ' || orders.customer,
                COALESCE(receivables.outstanding || ' owed by ' || receivables.customer, 'none')
         FROM orders LEFT JOIN receivables ON order_id = id
         WHERE billed AND (order_id IS NULL OR receivables.outstanding <> orders.outstanding
               OR receivables.customer <> orders.customer)
         UNION ALL
         SELECT 'receivable of order ' || order_id, 'an order that was billed', COALESCE('stage ' || stage, 'none')
         FROM receivables LEFT JOIN orders ON id = order_id WHERE id IS NULL OR NOT billed",
    ),
    rule(
        Code::ParcelDiffers,
        "SELECT 'parcel ' || parcel, 'of order ' || parcels_of_orders.order_id,
                COALESCE('of order ' || parcels.order_id, 'none')
         FROM parcels_of_orders LEFT JOIN parcels ON id = parcel
         WHERE id IS NULL OR parcels.order_id <> parcels_of_orders.order_id
         UNION ALL
         SELECT 'parcel ' || id, 'order ' || parcels.order_id || ' left with it', 'it did not'
         FROM parcels LEFT JOIN parcels_of_orders ON parcel = id WHERE parcel IS NULL",
    ),
    rule(
        Code::ParcelDiffers,
        "SELECT 'parcel ' || parcels.id, CASE parcels.signed WHEN 0 THEN 'signed, as order ' ELSE 'not signed, as order ' END
                || orders.id || ' is ' || stage, CASE parcels.signed WHEN 0 THEN 'not signed' ELSE 'signed' END
         FROM parcels JOIN orders ON orders.id = parcels.order_id
              JOIN parcels_of_orders known ON known.parcel = parcels.id AND known.order_id = orders.id
         WHERE parcels.signed <> known.signed",
    ),
    rule(
        Code::StockLevelDiffers,
        "SELECT 'stock of ' || COALESCE(moved.sku, level.sku) || ' in ' || COALESCE(moved.warehouse, level.warehouse)
                || ', shard ' || COALESCE(moved.shard, level.shard),
                COALESCE(moved.available, 0) || ' available, ' || COALESCE(moved.reserved, 0) || ' reserved and '
                || COALESCE(moved.quarantined, 0) || ' quarantined, by movements',
                COALESCE(level.available || ', ' || level.reserved || ' and ' || level.quarantined, 'no level')
         FROM stock_moved moved FULL JOIN stock_levels level ON moved.sku = level.sku AND moved.warehouse = level.warehouse
              AND moved.shard = level.shard
         WHERE COALESCE(moved.available, 0) <> COALESCE(level.available, 0)
            OR COALESCE(moved.reserved, 0) <> COALESCE(level.reserved, 0)
            OR COALESCE(moved.quarantined, 0) <> COALESCE(level.quarantined, 0)",
    ),
    rule(
        Code::StockReservedDiffers,
        "SELECT 'stock of ' || COALESCE(held.sku, moved.sku) || ' in ' || COALESCE(held.warehouse, moved.warehouse)
                || ', shard ' || COALESCE(held.shard, moved.shard),
                COALESCE(held.reserved, 0) || ' held by orders', COALESCE(moved.reserved, 0) || ' reserved, by movements'
         FROM stock_held held FULL JOIN stock_moved moved ON held.sku = moved.sku AND held.warehouse = moved.warehouse
              AND held.shard = moved.shard
         WHERE COALESCE(held.reserved, 0) <> COALESCE(moved.reserved, 0)",
    ),
    rule(
        Code::LotLevelDiffers,
        "SELECT 'lot ' || lot || ' of ' || sku,
                SUM(available) FILTER (WHERE said_by = 'moved') || ' available, ' || SUM(picked) FILTER (WHERE said_by = 'moved')
                || ' picked and ' || SUM(quarantined) FILTER (WHERE said_by = 'moved') || ' quarantined, by movements',
                COALESCE(SUM(available) FILTER (WHERE said_by = 'counted') || ', ' || SUM(picked) FILTER (WHERE said_by = 'counted')
                || ' and ' || SUM(quarantined) FILTER (WHERE said_by = 'counted'), 'no counter')
         FROM lots WHERE said_by <> 'held' GROUP BY sku, lot
         HAVING SUM(CASE said_by WHEN 'moved' THEN 1 ELSE -1 END * available) <> 0
             OR SUM(CASE said_by WHEN 'moved' THEN 1 ELSE -1 END * picked) <> 0
             OR SUM(CASE said_by WHEN 'moved' THEN 1 ELSE -1 END * quarantined) <> 0",
    ),
    rule(
        Code::LotPickedDiffers,
        "SELECT 'lot ' || lot || ' of ' || sku,
                COALESCE(SUM(picked) FILTER (WHERE said_by = 'held'), 0) || ' picked for orders that wait',
                COALESCE(SUM(picked) FILTER (WHERE said_by = 'moved'), 0) || ' picked, by movements'
         FROM lots WHERE said_by <> 'counted' GROUP BY sku, lot
         HAVING SUM(CASE said_by WHEN 'held' THEN 1 ELSE -1 END * picked) <> 0",
    ),
    rule(
        Code::LotsDoNotAddUp,
        "SELECT 'stock of ' || level.sku || ' in ' || level.warehouse,
                CASE by_lot WHEN 0 THEN 'no pieces in lots'
                     ELSE level.available + level.reserved || ' and ' || level.quarantined || ' quarantined in lots' END,
                COALESCE(SUM(lots.available + lots.picked), 0) || ' and ' || COALESCE(SUM(lots.quarantined), 0)
         FROM stock_levels level LEFT JOIN lots
              ON lots.sku = level.sku AND lots.warehouse = level.warehouse AND said_by = 'counted' AND shard = 0
         GROUP BY level.sku, level.warehouse, shard
         HAVING COALESCE(SUM(lots.available + lots.picked), 0) <> by_lot * (level.available + level.reserved)
             OR COALESCE(SUM(lots.quarantined), 0) <> by_lot * level.quarantined",
    ),
    rule(
        Code::LotIssueDiffers,
        "SELECT 'lot ' || place || ' of ' || sku,
                COALESCE(SUM(pieces) FILTER (WHERE said_by = 'held'), 0) || ' as its order says, '
                || COALESCE(SUM(pieces) FILTER (WHERE said_by = 'moved'), 0) || ' by movements',
                COALESCE(SUM(pieces) FILTER (WHERE said_by = 'counted'), 'no counter')
         FROM lot_issues GROUP BY sku, place
         HAVING COALESCE(SUM(pieces) FILTER (WHERE said_by = 'moved'), 0) <> COALESCE(SUM(pieces) FILTER (WHERE said_by = 'counted'), 0)
             OR COALESCE(SUM(pieces) FILTER (WHERE said_by = 'held'), 0) <> COALESCE(SUM(pieces) FILTER (WHERE said_by = 'counted'), 0)",
    ),
    rule(
        Code::CountMarkDiffers,
        "SELECT 'stock of ' || sku || ' in ' || warehouse, 'counted by ' || stocktake || ' as sheet and level say',
                'said by the ' || MIN(said_by) || ' alone'
         FROM counts_open GROUP BY sku, warehouse, stocktake HAVING COUNT(*) <> 2",
    ),
    rule(
        Code::BackorderMissing,
        "SELECT 'line for ' || place, 'a place in line', 'none' FROM lines_wanted
         WHERE place NOT IN (SELECT place FROM line_places)",
    ),
    rule(
        Code::BackorderStray,
        "SELECT 'line for ' || place, 'an order that is short', 'none' FROM line_places
         WHERE place NOT IN (SELECT place FROM lines_wanted)",
    ),
    rule(
        Code::CreditBalanceDiffers,
        "SELECT 'credit of ' || COALESCE(moved.customer, balance.customer),
                COALESCE(moved.exposure, 0) || ' taken of ' || COALESCE(moved.credit_limit, 0) || ', by movements',
                COALESCE(balance.credit_limit - headroom || ' of ' || balance.credit_limit, 'no balance')
         FROM credit_moved moved FULL JOIN credit_balances balance ON moved.customer = balance.customer
         WHERE COALESCE(moved.exposure, 0) <> COALESCE(balance.credit_limit - headroom, 0)
            OR COALESCE(moved.credit_limit, 0) <> COALESCE(balance.credit_limit, 0)",
    ),
    rule(
        Code::CreditExposureDiffers,
        "SELECT 'credit of ' || COALESCE(moved.customer, held.customer), COALESCE(held.exposure, 0) || ' held by orders',
                COALESCE(moved.exposure, 0) || ' taken, by movements'
         FROM credit_moved moved FULL JOIN credit_held held ON moved.customer = held.customer
         WHERE COALESCE(moved.exposure, 0) <> COALESCE(held.exposure, 0)",
    ),
    rule(
        Code::CreditLimitDiffers,
        "SELECT 'credit of ' || COALESCE(moved.customer, accounts.customer),
                'a limit of ' || COALESCE(accounts.credit_limit, 0) || ' as the account says',
                COALESCE(moved.credit_limit, 0) || ', by movements'
         FROM credit_moved moved FULL JOIN accounts ON moved.customer = accounts.customer
         WHERE COALESCE(moved.credit_limit, 0) <> COALESCE(accounts.credit_limit, 0)",
    ),
    rule(
        Code::CreditOverLimit,
        "SELECT 'credit of ' || moved.customer,
                'at most ' || moved.credit_limit || ' and ' || COALESCE(beyond, 0) || ' by overrides', moved.exposure
         FROM credit_moved moved LEFT JOIN accounts ON accounts.customer = moved.customer
         LEFT JOIN credit_held held ON held.customer = moved.customer
         WHERE moved.exposure > moved.credit_limit + COALESCE(beyond, 0) AND NOT COALESCE(lowered, 0)",
    ),
    rule(
        Code::QuotaDiffers,
        "SELECT 'quota ' || place, COALESCE(SUM(pieces) FILTER (WHERE said_by = 'moved'), 0) || ' taken, by movements',
                COALESCE(SUM(pieces) FILTER (WHERE said_by = 'counted'), 'no counter')
         FROM quotas GROUP BY place
         HAVING COALESCE(SUM(pieces) FILTER (WHERE said_by = 'moved'), 0) <> COALESCE(SUM(pieces) FILTER (WHERE said_by = 'counted'), 0)",
    ),
    rule(
        Code::QuotaHeldDiffers,
        "SELECT 'quota ' || place, COALESCE(SUM(pieces) FILTER (WHERE said_by = 'held'), 0) || ' held by orders',
                COALESCE(SUM(pieces) FILTER (WHERE said_by = 'moved'), 0) || ' taken, by movements'
         FROM quotas GROUP BY place
         HAVING COALESCE(SUM(pieces) FILTER (WHERE said_by = 'moved'), 0) <> COALESCE(SUM(pieces) FILTER (WHERE said_by = 'held'), 0)",
    ),
    rule(
        Code::PegDiffers,
        "SELECT COALESCE(pegs.number, supplies.number),
                COALESCE(supplies.pieces || ' of ' || supplies.sku || ' for order ' || supplies.order_id, 'no order that knows of it'),
                COALESCE(pegs.pieces || ' of ' || pegs.sku || ' for order ' || pegs.order_id, 'none')
         FROM pegs FULL JOIN supplies ON supplies.number = pegs.number AND supplies.order_id = pegs.order_id
         WHERE pegs.number IS NULL OR supplies.number IS NULL OR pegs.pieces <> supplies.pieces OR pegs.sku <> supplies.sku
         UNION ALL
         SELECT pegs.number, 'more to come, as order ' || pegs.order_id || ' waits', 'it has ended'
         FROM pegs JOIN supplies ON supplies.number = pegs.number AND supplies.order_id = pegs.order_id
         WHERE supplies.live AND NOT pegs.live",
    ),
    rule(
        Code::QueueDiffers,
        "SELECT 'work order ' || work_order, MAX(pieces || ' on line ' || line) FILTER (WHERE said_by = 'work order'),
                MAX(pieces || ' on line ' || line) FILTER (WHERE said_by = 'line')
         FROM queued GROUP BY work_order
         HAVING COUNT(*) <> 2 OR MIN(line) <> MAX(line) OR MIN(pieces) <> MAX(pieces) OR MIN(started) <> MAX(started)",
    ),
    rule(
        Code::DeliveriesDiffer,
        "SELECT 'supplier ' || supplier,
                SUM(receipts) FILTER (WHERE said_by = 'received') || ' receipts, by its purchase orders',
                SUM(receipts) FILTER (WHERE said_by = 'counted') || ' counted'
         FROM deliveries GROUP BY supplier
         HAVING SUM(CASE said_by WHEN 'counted' THEN 1 ELSE -1 END * inspected) <> 0
             OR SUM(CASE said_by WHEN 'counted' THEN 1 ELSE -1 END * passed) <> 0
             OR SUM(CASE said_by WHEN 'counted' THEN 1 ELSE -1 END * receipts) <> 0
             OR SUM(CASE said_by WHEN 'counted' THEN 1 ELSE -1 END * on_time) <> 0",
    ),
    rule(
        Code::GoodsReturnDiffers,
        "SELECT 'return ' || number, pieces || ' of purchase order ' || order_no || ', as both say',
                'said by the ' || MIN(said_by) || ' alone'
         FROM goods_returns GROUP BY number, order_no, from_stock, pieces HAVING COUNT(*) <> 2",
    ),
    rule(
        Code::DeliveriesDiffer,
        "SELECT 'supplier ' || supplier,
                COALESCE(SUM(pieces) FILTER (WHERE said_by = 'returned'), 0) || ' pieces back, by its returns',
                COALESCE(SUM(pieces) FILTER (WHERE said_by = 'counted'), 0) || ' counted'
         FROM pieces_back GROUP BY supplier
         HAVING SUM(CASE said_by WHEN 'counted' THEN 1 ELSE -1 END * pieces) <> 0",
    ),
    rule(
        Code::WaybillDiffers,
        "SELECT 'waybill ' || COALESCE(waybills.id, known.id), COALESCE(known.cod || ' to collect, as its order says', 'void, as its order says'),
                COALESCE(waybills.cod || ' to collect', 'none or void')
         FROM (SELECT * FROM waybills WHERE live) waybills FULL JOIN waybills_of_orders known ON known.id = waybills.id
         WHERE waybills.id IS NULL OR known.id IS NULL OR waybills.cod <> known.cod",
    ),
    rule(
        Code::WaybillDiffers,
        "SELECT 'waybill ' || waybills.id, 'a parcel ' || parcel || ' of its order, as it left', COALESCE('of order ' || order_id, 'none')
         FROM waybills LEFT JOIN parcels ON parcels.id = parcel
         WHERE has_left AND (order_id IS NULL OR waybills.id NOT LIKE order_id || '.%')
         UNION ALL
         SELECT 'parcel ' || parcel, 'the number of one waybill', COUNT(*) || ' of them'
         FROM waybills WHERE live AND parcel IS NOT NULL GROUP BY parcel HAVING COUNT(*) > 1",
    ),
    rule(
        Code::ManifestDiffers,
        "SELECT 'waybill ' || waybill, 'manifest ' || manifest || ', as waybill and manifest say', 'only the ' || MIN(said_by)
         FROM on_manifests GROUP BY manifest, waybill HAVING COUNT(*) <> 2
         UNION ALL
         SELECT 'waybill ' || waybill, 'on one manifest', COUNT(*) || ' of them'
         FROM on_manifests WHERE said_by = 'manifest' GROUP BY waybill HAVING COUNT(*) > 1",
    ),
    rule(
        Code::RegistrationMissing,
        "SELECT 'order ' || id, 'number ' || external_no || ' of ' || orders.channel || ' registered', 'not registered'
         FROM orders LEFT JOIN external_numbers numbers ON numbers.channel = orders.channel AND number = external_no
         WHERE external_no IS NOT NULL AND number IS NULL",
    ),
    rule(
        Code::ExternalNoShared,
        "SELECT 'order ' || orders.id, 'number ' || number || ' of ' || orders.channel || ' its own', 'also of order ' || other.id
         FROM orders JOIN external_numbers numbers ON numbers.channel = orders.channel AND number = orders.external_no
              JOIN orders other ON other.id = target AND other.channel = numbers.channel AND other.external_no = number
         WHERE target <> orders.id",
    ),
    rule(
        Code::RegistrationStray,
        "SELECT 'number ' || number || ' of ' || numbers.channel, 'the order ' || target || ' with that number', 'none'
         FROM external_numbers numbers LEFT JOIN orders
              ON orders.id = target AND orders.channel = numbers.channel AND external_no = number
         WHERE orders.id IS NULL
         UNION ALL
         SELECT place, 'the order ' || target, 'none' FROM idempotency_keys WHERE target NOT IN (SELECT id FROM orders)
         UNION ALL
         SELECT 'refund ' || number || ' of payment ' || payment, 'a refund of that number', 'none'
         FROM refunds_claimed WHERE (payment, number) NOT IN (SELECT payment, number FROM refunds_made)",
    ),
    rule(
        Code::RefundUnregistered,
        "SELECT 'refund ' || number || ' of payment ' || payment, 'its number registered', 'not registered'
         FROM refunds_made WHERE (payment, number) NOT IN (SELECT payment, number FROM refunds_claimed)",
    ),
];

impl Ledger {
    /// Holds everything that partitions said against what the others said.
    pub(crate) fn compare(&self, findings: &mut Findings) -> Result<(), AuditError> {
        for rule in RULES.iter().chain(&shards::RULES) {
            compare(&self.connection, rule, findings)?;
        }
        Ok(())
    }
}

fn compare(
    connection: &Connection,
    rule: &Rule,
    findings: &mut Findings,
) -> Result<(), AuditError> {
    let mut statement = connection.prepare(rule.query)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |column| match row.get_ref(column)? {
            rusqlite::types::ValueRef::Text(text) => Ok(String::from_utf8_lossy(text).into_owned()),
            rusqlite::types::ValueRef::Integer(number) => Ok(number.to_string()),
            rusqlite::types::ValueRef::Null
            | rusqlite::types::ValueRef::Real(_)
            | rusqlite::types::ValueRef::Blob(_) => Ok::<_, rusqlite::Error>(String::new()),
        };
        findings.add(rule.code, text(0)?, text(1)?, text(2)?);
    }
    Ok(())
}
