//! The steps from the catalogue to a completed order, each as the person who takes it.

use contract::carrier_events::{CarrierEventBody, CarrierEventsRequest};
use contract::order_request::OrderRequest;
use contract::order_view::OrderView;
use contract::payment::{PaymentNotifyRequest, PaymentRequest, PaymentView, ReceivedBy};
use contract::product::{PriceRule, ProductRequest};
use contract::review::{ReviewDecisionRequest, Verdict};
use contract::shipment::{ShipmentRequest, ShipmentView};
use contract::stock::{StockLine, StockReceiptRequest};
use domain::order::StageName;
use domain::role::Role;
use jiff::Timestamp;
use uuid::Uuid;
use yudan::client::ClientError;

use crate::company::Company;
use crate::purchase::{LIST_PRICE, unique};
use crate::waiting::until;

/// Codes of a parcel's usual way in the vocabulary of 快递100: collected, under way, with the
/// courier, signed.
pub const USUAL_WAY: [&str; 4] = ["103", "0", "5", "3"];

/// Approval without words.
pub const APPROVE: ReviewDecisionRequest = ReviewDecisionRequest {
    decision: Verdict::Approve,
    reason: None,
    proposal: None,
};

impl Company {
    /// Enters new goods with a list price of [`LIST_PRICE`] and a floor of 9,900 fen, 180 g.
    pub fn goods(&self) -> String {
        let sku = unique("SKU");
        let price = PriceRule::Listed {
            list_fen: LIST_PRICE,
            floor_fen: 9_900,
        };
        self.enter(&sku, price, true);
        sku
    }

    /// Enters new goods whose price is whatever was agreed.
    pub fn goods_by_agreement(&self) -> String {
        let sku = unique("SKU");
        self.enter(&sku, PriceRule::Agreed, true);
        sku
    }

    /// Enters goods.
    pub fn enter(&self, sku: &str, price: PriceRule, on_sale: bool) {
        let product = ProductRequest::plain("永川秀芽 100g", price, on_sale, 180);
        self.person(Role::Planner)
            .put_product(sku, &product)
            .unwrap();
    }

    /// Receives pieces into the warehouse.
    pub fn stock(&self, sku: &str, quantity: u32) {
        let receipt = StockReceiptRequest {
            receipt_no: unique("RK"),
            warehouse: None,
            lines: vec![StockLine::plain(sku.to_owned(), quantity)],
            reference: None,
        };
        assert!(
            self.person(Role::Warehouse)
                .receive_stock(&receipt)
                .unwrap()
                .new
        );
    }

    /// What the warehouse has of a SKU: pieces available and pieces reserved.
    pub fn stock_of(&self, sku: &str) -> (u64, u64) {
        let levels = self.person(Role::Auditor).stock(sku).unwrap().warehouses;
        levels.iter().fold((0, 0), |(available, reserved), level| {
            assert_eq!(level.on_hand, level.available + level.reserved);
            (available + level.available, reserved + level.reserved)
        })
    }

    /// Places an order as sales staff do, and waits until the automatic review has seen it.
    pub fn reviewed(&self, order: &OrderRequest) -> OrderView {
        let placed = self.person(Role::Sales).place_order(order).unwrap();
        assert!(placed.new);
        let id = placed.view.summary.id;
        until("the automatic review", || {
            let order = self.order(id);
            (order.summary.stage != StageName::Received).then_some(order)
        })
    }

    /// Places an order, which must pass the automatic review, and approves it.
    pub fn approved(&self, order: &OrderRequest) -> OrderView {
        let reviewed = self.reviewed(order);
        assert_eq!(
            reviewed.summary.stage,
            StageName::AwaitingReview,
            "{:?}",
            reviewed.findings
        );
        self.approve(&reviewed).unwrap()
    }

    /// Places an order, approves it, takes what is due before preparation, and waits until its
    /// goods are reserved.
    pub fn reserved(&self, order: &OrderRequest) -> OrderView {
        let approved = self.approved(order);
        if approved.summary.stage == StageName::AwaitingPayment {
            self.transfer(&approved, approved.outstanding_fen);
        }
        self.comes_to(approved.summary.id, StageName::Ready)
    }

    /// Approves an order as it was seen.
    pub fn approve(&self, seen: &OrderView) -> Result<OrderView, ClientError> {
        let summary = &seen.summary;
        self.person(Role::Reviewer)
            .review_order(summary.id, summary.version, &APPROVE)
    }

    /// An order as it stands.
    pub fn order(&self, id: Uuid) -> OrderView {
        self.person(Role::Auditor).order(id).unwrap()
    }

    /// Waits until an order stands in a stage.
    pub fn comes_to(&self, id: Uuid, stage: StageName) -> OrderView {
        until(&format!("order {id} to be {stage}"), || {
            let order = self.order(id);
            let found = order.summary.stage;
            assert!(
                found == stage || !found.is_final(),
                "{id} is {found} instead of {stage}"
            );
            (found == stage).then_some(order)
        })
    }

    /// A provider's notice of a payment of the order.
    pub fn notice(order: &OrderView, amount_fen: i64) -> PaymentNotifyRequest {
        PaymentNotifyRequest {
            transaction_id: unique("TX"),
            order_id: order.summary.id,
            amount_fen,
            currency: "CNY".to_owned(),
            paid_at: Timestamp::now(),
        }
    }

    /// The provider `wechat` tells of a payment; gives the payment's identity.
    pub fn pay_online(&self, notice: &PaymentNotifyRequest) -> String {
        let secret = self.access().payment_secret();
        self.nobody()
            .notify_payment(secret, "wechat", notice)
            .unwrap();
        format!("wechat:{}", notice.transaction_id)
    }

    /// Money that finance finds for an order.
    pub fn money(order: &OrderView, method: ReceivedBy, amount_fen: i64) -> PaymentRequest {
        PaymentRequest {
            order_id: order.summary.id,
            method,
            reference: unique("REF"),
            amount_fen,
            received_at: Timestamp::now(),
        }
    }

    /// Finance records a bank transfer.
    pub fn transfer(&self, order: &OrderView, amount_fen: i64) -> PaymentView {
        self.receive_money(&Self::money(order, ReceivedBy::BankTransfer, amount_fen))
    }

    /// Finance records money that came in.
    pub fn receive_money(&self, money: &PaymentRequest) -> PaymentView {
        let recorded = self.person(Role::Finance).record_payment(money).unwrap();
        assert!(recorded.new);
        recorded.view
    }

    /// Hands a reserved order to the cheapest carrier.
    pub fn ship(&self, id: Uuid) -> ShipmentView {
        let shipment = ShipmentRequest {
            consignment: None,
            carrier: None,
            waybill_no: unique("WAYBILL"),
        };
        let shipped = self.person(Role::Logistics).ship(id, &shipment).unwrap();
        assert!(shipped.new);
        shipped.view
    }

    /// The carrier reports codes of 快递100, one second after the other; gives the status.
    pub fn report(&self, parcel: &ShipmentView, codes: &[&str]) -> String {
        let body = Self::reports(parcel, codes);
        let secret = self.access().carrier_secret();
        let view = self
            .nobody()
            .report_carrier_events(secret, &parcel.carrier, &body)
            .unwrap();
        assert_eq!(view.received, codes.len());
        view.status
    }

    /// What the carrier says: codes of 快递100, one second after the other.
    pub fn reports(parcel: &ShipmentView, codes: &[&str]) -> CarrierEventsRequest {
        let mut at = Timestamp::now();
        let events = codes.iter().map(|code| {
            at += jiff::SignedDuration::from_secs(1);
            CarrierEventBody {
                code: (*code).to_owned(),
                at,
                text: None,
                location: None,
            }
        });
        CarrierEventsRequest {
            waybill_no: parcel.waybill_no.clone(),
            source: None,
            events: events.collect(),
        }
    }

    /// Ships a reserved order and has its recipient sign for it.
    pub fn deliver(&self, id: Uuid) {
        let parcel = self.ship(id);
        assert_eq!(self.report(&parcel, &USUAL_WAY), "signed");
    }

    /// The whole way of a prepaid order.
    pub fn completed(&self, order: &OrderRequest) -> OrderView {
        let reserved = self.reserved(order);
        self.deliver(reserved.summary.id);
        self.comes_to(reserved.summary.id, StageName::Completed)
    }
}
