//! Writing into the ledger.

use rusqlite::{Params, params};

use super::Ledger;
use crate::AuditError;
use crate::movement::Movement;

/// What others must agree with of an order.
#[derive(Debug)]
pub(crate) struct OrderFacts<'a> {
    pub(crate) id: &'a str,
    pub(crate) customer: &'a str,
    pub(crate) stage: &'a str,
    pub(crate) channel: &'a str,
    pub(crate) external_no: Option<&'a str>,
    pub(crate) outstanding: i64,
    pub(crate) exposure: i64,
    /// How far it may take the exposure beyond the limit, while it holds any.
    pub(crate) beyond_limit: i64,
    pub(crate) billed: bool,
}

/// What others must agree with of a payment.
#[derive(Debug)]
pub(crate) struct PaymentFacts<'a> {
    pub(crate) id: &'a str,
    pub(crate) order: &'a str,
    pub(crate) amount: i64,
    /// What counted when it came in.
    pub(crate) counted: i64,
    /// What of that went back.
    pub(crate) uncounted: i64,
    pub(crate) refunded: i64,
    pub(crate) refund_due: i64,
}

impl Ledger {
    pub(super) fn write(&mut self, statement: &str, row: impl Params) -> Result<(), AuditError> {
        self.connection.prepare_cached(statement)?.execute(row)?;
        Ok(())
    }

    pub(crate) fn order(&mut self, order: &OrderFacts<'_>) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO orders VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                order.id,
                order.customer,
                order.stage,
                order.channel,
                order.external_no,
                order.outstanding,
                order.exposure,
                order.billed
            ],
        )?;
        if order.exposure != 0 {
            self.write(
                "INSERT INTO credit_held VALUES (?1, ?2, ?3)
                 ON CONFLICT DO UPDATE
                 SET exposure = exposure + excluded.exposure, beyond = beyond + excluded.beyond",
                params![order.customer, order.exposure, order.beyond_limit],
            )?;
        }
        Ok(())
    }

    pub(crate) fn reviewed_by_who_entered(&mut self, order: &str) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO reviewed_by_who_entered VALUES (?1)",
            [order],
        )
    }

    pub(crate) fn two_eyes_suffice(&mut self) -> Result<(), AuditError> {
        self.write("INSERT OR REPLACE INTO two_eyes_suffice VALUES (1)", [])
    }

    pub(crate) fn imported(
        &mut self,
        import: &str,
        order: &str,
        channel: &str,
        made: bool,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO imported VALUES (?1, ?2, ?3, ?4)",
            params![import, order, channel, made],
        )
    }

    pub(crate) fn counted(
        &mut self,
        order: &str,
        payment: &str,
        counted: i64,
        refunded: i64,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO counted VALUES (?1, ?2, ?3, ?4)",
            params![order, payment, counted, refunded],
        )
    }

    pub(crate) fn payment(&mut self, payment: &PaymentFacts<'_>) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO payments VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![
                payment.id,
                payment.order,
                payment.amount,
                payment.counted,
                payment.uncounted,
                payment.refunded,
                payment.refund_due
            ],
        )
    }

    /// `signed`: whether the order knows that the recipient has it.
    pub(crate) fn parcel_of_order(
        &mut self,
        order: &str,
        parcel: &str,
        signed: bool,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO parcels_of_orders VALUES (?1, ?2, ?3)",
            params![parcel, order, signed],
        )
    }

    pub(crate) fn parcel(&mut self, id: &str, order: &str, signed: bool) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO parcels VALUES (?1, ?2, ?3)",
            params![id, order, signed],
        )
    }

    pub(crate) fn receivable(
        &mut self,
        order: &str,
        customer: &str,
        outstanding: i64,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO receivables VALUES (?1, ?2, ?3)",
            params![order, customer, outstanding],
        )
    }

    pub(crate) fn external(
        &mut self,
        channel: &str,
        number: &str,
        target: &str,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO external_numbers VALUES (?1, ?2, ?3)",
            params![channel, number, target],
        )
    }

    pub(crate) fn idempotency(&mut self, place: &str, target: &str) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO idempotency_keys VALUES (?1, ?2)",
            params![place, target],
        )
    }

    pub(crate) fn refund_claimed(&mut self, payment: &str, number: &str) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO refunds_claimed VALUES (?1, ?2)",
            params![payment, number],
        )
    }

    pub(crate) fn refund_made(&mut self, payment: &str, number: &str) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO refunds_made VALUES (?1, ?2)",
            params![payment, number],
        )
    }

    pub(crate) fn moved(&mut self, movement: &Movement) -> Result<(), AuditError> {
        match movement {
            Movement::Stock {
                sku,
                warehouse,
                shard,
                available,
                reserved,
                quarantined,
            } => self.stock_moved(
                (sku, warehouse, *shard),
                [*available, *reserved, *quarantined],
            ),
            Movement::Lot {
                sku,
                lot,
                available,
                picked,
                quarantined,
            } => self.lot("moved", sku, lot, [*available, *picked, *quarantined]),
            Movement::Issue { sku, place, pieces } => self.lot_issue("moved", sku, place, *pieces),
            Movement::Spread {
                sku,
                warehouse,
                shards,
                widest,
            } => self.spread("moved", sku, warehouse, [*shards, *widest]),
            Movement::Drawn { customer, fen } => self.credit_moved(customer, *fen, 0),
            Movement::Limit { customer, from, to } => {
                self.credit_moved(customer, 0, to.saturating_sub(*from))
            }
            Movement::Quota { place, pieces } => self.quota("moved", place, *pieces),
            // The places themselves are compared with the orders that are short, and the marks with the sheets.
            Movement::Line { .. } | Movement::Count { .. } => Ok(()),
        }
    }

    fn credit_moved(&mut self, customer: &str, drawn: i64, raised: i64) -> Result<(), AuditError> {
        self.write(
            "INSERT INTO credit_moved VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE
             SET exposure = exposure + excluded.exposure, credit_limit = credit_limit + excluded.credit_limit",
            params![customer, drawn, raised],
        )
    }

    pub(crate) fn line_wanted(&mut self, place: &str) -> Result<(), AuditError> {
        self.write("INSERT OR REPLACE INTO lines_wanted VALUES (?1)", [place])
    }

    pub(crate) fn line_place(&mut self, place: &str) -> Result<(), AuditError> {
        self.write("INSERT OR REPLACE INTO line_places VALUES (?1)", [place])
    }

    pub(crate) fn credit_balance(
        &mut self,
        customer: &str,
        limit: i64,
        headroom: i64,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO credit_balances VALUES (?1, ?2, ?3)",
            params![customer, limit, headroom],
        )
    }

    /// What a counter says.
    pub(crate) fn quota_counter(&mut self, place: &str, taken: i64) -> Result<(), AuditError> {
        self.quota("counted", place, taken)
    }

    /// What an order holds.
    pub(crate) fn quota_held(&mut self, place: &str, pieces: i64) -> Result<(), AuditError> {
        self.quota("held", place, pieces)
    }

    fn quota(&mut self, said_by: &str, place: &str, pieces: i64) -> Result<(), AuditError> {
        self.write(
            "INSERT INTO quotas VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET pieces = pieces + excluded.pieces",
            params![place, said_by, pieces],
        )
    }

    pub(crate) fn account(
        &mut self,
        customer: &str,
        limit: i64,
        lowered: bool,
    ) -> Result<(), AuditError> {
        self.write(
            "INSERT OR REPLACE INTO accounts VALUES (?1, ?2, ?3)",
            params![customer, limit, lowered],
        )
    }
}
