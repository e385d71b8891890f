//! What the bench sends: one order like another, each with numbers of its own.

use contract::carrier_events::{CarrierEventBody, CarrierEventsRequest};
use contract::order_request::{OrderCustomer, OrderLine, OrderPaymentTerms, OrderRequest, ShipTo};
use contract::payment::PaymentNotifyRequest;
use contract::review::{OrderDecisionBody, Verdict};
use contract::shipment::ShipmentRequest;
use domain::order::{Channel, CustomerKind};
use domain::payment_terms::PaymentMethod;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

/// Where payment notices seem to come from.
pub(super) const PROVIDER: &str = "bench";
/// Picked up, on its way; out for delivery, signed by the recipient: the carrier tells twice.
pub(super) const CARRIER_TELLS: [[&str; 2]; 2] = [["103", "0"], ["5", "301"]];

/// Price of what an order of one line is for.
pub(super) const PRICE_FEN: i64 = 5900;

/// What it is for.
pub(super) const ARTICLE: &str = "GENERAL";

/// Numbers that no other run has used.
#[derive(Clone, Debug)]
pub(super) struct Run(String);

impl Run {
    pub(super) fn starting_now() -> Self {
        Self(format!("{:X}", Timestamp::now().as_millisecond()))
    }

    /// A number for an order and for what belongs to it. All are of one length and in capitals, as
    /// waybills are kept, so that one can stand in for another.
    pub(super) fn number(&self, phase: char, order: usize) -> String {
        format!("BENCH-{}-{phase}{order:08}", self.0)
    }

    /// An order that the review finds nothing wrong with.
    pub(super) fn order(&self, phase: char, order: usize) -> OrderRequest {
        let (name, mobile) = ("测试客户".to_owned(), "13800138000".to_owned());
        OrderRequest {
            channel: Channel::Website,
            external_no: Some(self.number(phase, order)),
            customer: OrderCustomer {
                id: None,
                kind: CustomerKind::Consumer,
                name: name.clone(),
                mobile: Some(mobile.clone()),
                email: None,
                domicile: None,
                uscc: None,
            },
            ship_to: ShipTo {
                name: Some(name),
                mobile: Some(mobile),
                address: "四川省成都市武侯区人民南路四段1号".to_owned(),
            },
            lines: vec![line(ARTICLE)],
            total_fen: None,
            payment: OrderPaymentTerms {
                method: PaymentMethod::Online,
                schedule: None,
            },
            requested_delivery: None,
            split_shipments: false,
            remark: None,
            terms: None,
            created_at: None,
        }
    }

    /// The provider's notice that an order was paid.
    pub(super) fn notice(&self, phase: char, order: usize, id: Uuid) -> PaymentNotifyRequest {
        PaymentNotifyRequest {
            transaction_id: self.number(phase, order),
            order_id: id,
            amount_fen: PRICE_FEN,
            currency: contract::CURRENCY.to_owned(),
            paid_at: Timestamp::now(),
        }
    }

    /// The parcel of an order, with whichever carrier is cheapest.
    pub(super) fn shipment(&self, phase: char, order: usize) -> ShipmentRequest {
        ShipmentRequest {
            consignment: None,
            carrier: None,
            waybill_no: self.number(phase, order),
        }
    }

    /// What the carrier tells of that parcel, a second apart.
    pub(super) fn carrier_events(
        &self,
        phase: char,
        order: usize,
        codes: [&str; 2],
    ) -> CarrierEventsRequest {
        let now = Timestamp::now();
        let earlier = now.checked_sub(SignedDuration::from_secs(1)).unwrap_or(now);
        let event = |(code, at): (&str, Timestamp)| CarrierEventBody {
            code: code.to_owned(),
            at,
            text: None,
            location: None,
        };
        CarrierEventsRequest {
            waybill_no: self.number(phase, order),
            source: None,
            events: codes.into_iter().zip([earlier, now]).map(event).collect(),
        }
    }
}

/// One piece of an article.
pub(super) fn line(sku: &str) -> OrderLine {
    OrderLine::plain(sku.to_owned(), 1, PRICE_FEN)
}

/// The reviewer takes an order.
pub(super) fn approval(id: Uuid) -> OrderDecisionBody {
    OrderDecisionBody {
        order_id: id,
        version: None,
        decision: Verdict::Approve,
        reason: None,
    }
}
