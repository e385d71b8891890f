-- What partitions say of each other. Amounts in fen, quantities in pieces.
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -32768;
PRAGMA temp_store = FILE;

CREATE TABLE orders (
    id TEXT PRIMARY KEY, customer TEXT NOT NULL, stage TEXT NOT NULL, channel TEXT NOT NULL, external_no TEXT,
    outstanding INTEGER NOT NULL, exposure INTEGER NOT NULL, billed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE reviewed_by_who_entered (order_id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE two_eyes_suffice (ever INTEGER PRIMARY KEY) WITHOUT ROWID;
-- What imports say became of rows; `made`: an order that this import made.
CREATE TABLE imported (
    import TEXT NOT NULL, order_id TEXT NOT NULL, channel TEXT NOT NULL, made INTEGER NOT NULL, PRIMARY KEY (import, order_id)
) WITHOUT ROWID;
-- An order's view of its payments.
CREATE TABLE counted (
    order_id TEXT NOT NULL, payment TEXT NOT NULL, counted INTEGER NOT NULL, refunded INTEGER NOT NULL,
    PRIMARY KEY (payment, order_id)
) WITHOUT ROWID;
-- A payment's view of itself: what counted at first, what of that went back.
CREATE TABLE payments (
    id TEXT PRIMARY KEY, order_id TEXT NOT NULL, amount INTEGER NOT NULL, counted INTEGER NOT NULL,
    uncounted INTEGER NOT NULL, refunded INTEGER NOT NULL, refund_due INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE parcels_of_orders (parcel TEXT NOT NULL, order_id TEXT NOT NULL, signed INTEGER NOT NULL, PRIMARY KEY (parcel, order_id)) WITHOUT ROWID;
CREATE TABLE parcels (id TEXT PRIMARY KEY, order_id TEXT NOT NULL, signed INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE receivables (order_id TEXT PRIMARY KEY, customer TEXT NOT NULL, outstanding INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE external_numbers (channel TEXT NOT NULL, number TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (channel, number)) WITHOUT ROWID;
CREATE TABLE idempotency_keys (place TEXT PRIMARY KEY, target TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE refunds_claimed (payment TEXT NOT NULL, number TEXT NOT NULL, PRIMARY KEY (payment, number)) WITHOUT ROWID;
CREATE TABLE refunds_made (payment TEXT NOT NULL, number TEXT NOT NULL, PRIMARY KEY (payment, number)) WITHOUT ROWID;

CREATE TABLE stock_moved (
    sku TEXT NOT NULL, warehouse TEXT NOT NULL, shard INTEGER NOT NULL, available INTEGER NOT NULL,
    reserved INTEGER NOT NULL, quarantined INTEGER NOT NULL, PRIMARY KEY (sku, warehouse, shard)
) WITHOUT ROWID;
CREATE TABLE stock_levels (
    sku TEXT NOT NULL, warehouse TEXT NOT NULL, shard INTEGER NOT NULL, available INTEGER NOT NULL,
    reserved INTEGER NOT NULL, quarantined INTEGER NOT NULL, by_lot INTEGER NOT NULL, PRIMARY KEY (sku, warehouse, shard)
) WITHOUT ROWID;
CREATE TABLE stock_held (
    sku TEXT NOT NULL, warehouse TEXT NOT NULL, shard INTEGER NOT NULL, reserved INTEGER NOT NULL,
    PRIMARY KEY (sku, warehouse, shard)
) WITHOUT ROWID;
CREATE TABLE spreads (
    said_by TEXT NOT NULL, sku TEXT NOT NULL, warehouse TEXT NOT NULL, shards INTEGER NOT NULL, widest INTEGER NOT NULL,
    PRIMARY KEY (said_by, sku, warehouse)
) WITHOUT ROWID;
-- What lots hold, as movements and counters say; of the picked pieces, also as waiting orders say.
CREATE TABLE lots (
    sku TEXT NOT NULL, warehouse TEXT NOT NULL, lot TEXT NOT NULL, said_by TEXT NOT NULL, available INTEGER NOT NULL,
    picked INTEGER NOT NULL, quarantined INTEGER NOT NULL, PRIMARY KEY (sku, lot, said_by)
) WITHOUT ROWID;
-- Pieces of a lot that a consignment got, as movements, counters and orders say.
CREATE TABLE lot_issues (
    sku TEXT NOT NULL, place TEXT NOT NULL, said_by TEXT NOT NULL, pieces INTEGER NOT NULL, PRIMARY KEY (sku, place, said_by)
) WITHOUT ROWID;
CREATE TABLE lines_wanted (place TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE line_places (place TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE credit_moved (customer TEXT PRIMARY KEY, exposure INTEGER NOT NULL, credit_limit INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE credit_balances (customer TEXT PRIMARY KEY, credit_limit INTEGER NOT NULL, headroom INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE credit_held (customer TEXT PRIMARY KEY, exposure INTEGER NOT NULL, beyond INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE accounts (customer TEXT PRIMARY KEY, credit_limit INTEGER NOT NULL, lowered INTEGER NOT NULL) WITHOUT ROWID;

-- Pieces of a quota, as movements, counters and orders say.
CREATE TABLE quotas (place TEXT NOT NULL, said_by TEXT NOT NULL, pieces INTEGER NOT NULL, PRIMARY KEY (place, said_by)) WITHOUT ROWID;

-- Which purchase order or work order was raised for which order, as each of the two says; `live`: more comes, and is waited for.
CREATE TABLE pegs (
    number TEXT PRIMARY KEY, order_id TEXT NOT NULL, sku TEXT NOT NULL, pieces INTEGER NOT NULL, live INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE supplies (
    number TEXT NOT NULL, order_id TEXT NOT NULL, sku TEXT NOT NULL, pieces INTEGER NOT NULL, live INTEGER NOT NULL,
    PRIMARY KEY (number, order_id)
) WITHOUT ROWID;
-- What is to be made on a line, as each work order and its line say.
CREATE TABLE queued (
    work_order TEXT NOT NULL, said_by TEXT NOT NULL, line TEXT NOT NULL, pieces INTEGER NOT NULL, started INTEGER NOT NULL,
    PRIMARY KEY (work_order, said_by, line)
) WITHOUT ROWID;
-- What came from a supplier, as its purchase orders and its record say.
CREATE TABLE deliveries (
    supplier TEXT NOT NULL, said_by TEXT NOT NULL, inspected INTEGER NOT NULL, passed INTEGER NOT NULL,
    receipts INTEGER NOT NULL, on_time INTEGER NOT NULL, PRIMARY KEY (supplier, said_by)
) WITHOUT ROWID;
-- Which levels stocktakes count, as `level` and `sheet` say.
CREATE TABLE counts_open (
    sku TEXT NOT NULL, warehouse TEXT NOT NULL, stocktake TEXT NOT NULL, said_by TEXT NOT NULL,
    PRIMARY KEY (sku, warehouse, stocktake, said_by)
) WITHOUT ROWID;
-- Which pieces of a purchase order are on which return, as `purchase order` and `return` say.
CREATE TABLE goods_returns (
    number TEXT NOT NULL, order_no TEXT NOT NULL, from_stock INTEGER NOT NULL, pieces INTEGER NOT NULL, said_by TEXT NOT NULL,
    PRIMARY KEY (number, order_no, from_stock, pieces, said_by)
) WITHOUT ROWID;
-- Pieces that had passed and went back to a supplier, as its record and its returns say.
CREATE TABLE pieces_back (
    supplier TEXT NOT NULL, said_by TEXT NOT NULL, pieces INTEGER NOT NULL, PRIMARY KEY (supplier, said_by)
) WITHOUT ROWID;

-- Waybills, as they say themselves and as orders say; and the parcels on manifests, as waybills and manifests say.
CREATE TABLE waybills (
    id TEXT PRIMARY KEY, live INTEGER NOT NULL, has_left INTEGER NOT NULL, cod INTEGER NOT NULL, parcel TEXT
) WITHOUT ROWID;
CREATE TABLE waybills_of_orders (id TEXT PRIMARY KEY, cod INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE on_manifests (
    said_by TEXT NOT NULL, manifest TEXT NOT NULL, waybill TEXT NOT NULL, PRIMARY KEY (said_by, manifest, waybill)
) WITHOUT ROWID;
