//! The waybills 电子面单 of an order's parcels (5.3.2), and what each collects 代收货款 (7.1.1).

use serde::{Deserialize, Serialize};

use super::hold::not_on_hold;
use super::{Consignment, Facts, Order, OrderEvent};
use crate::aggregate::Decision;
use crate::carrier::MOST_PARCELS;
use crate::hold_policy::BlockedStep;
use crate::identifiers::Sku;
use crate::money::Money;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::stock::Pieces;

/// The most waybills that one order can have in its life, void ones included.
pub const MOST_WAYBILLS: u16 = 500;

/// Items that the transaction in which a consignment leaves writes of each parcel: waybill and shipment, state
/// and commit.
const WRITES_OF_A_PARCEL: usize = 4;
/// Items that it may write of parcels and goods, so that it has room for the order.
const MOST_WRITES: usize = 96;

/// The waybills of an order that are not void.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderWaybills {
    /// The number of the last parcel that was requested; numbers are given once.
    pub last_no: u16,
    /// What all of them are to collect, in fen: what was due on delivery when the first was requested.
    pub cod: Money,
    /// Those that are not void, by number.
    pub live: Vec<OrderWaybill>,
}

/// The waybill of one parcel, as the order knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderWaybill {
    /// The parcel's number within the order.
    pub no: u16,
    /// The consignment that it is of.
    pub consignment: u16,
    /// What is in it; each SKU once.
    pub pieces: Vec<Pieces>,
    /// What the carrier collects, in fen.
    pub cod: Money,
}

impl OrderWaybills {
    /// Whether none was ever requested.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.last_no == 0
    }

    /// Those of a consignment, by number.
    pub fn of(&self, consignment: u16) -> impl Iterator<Item = &OrderWaybill> {
        let of_it = move |waybill: &&OrderWaybill| waybill.consignment == consignment;
        self.live.iter().filter(of_it)
    }

    /// Adds those that were requested.
    pub(super) fn add(&mut self, requested: &[OrderWaybill], cod: Money) {
        self.cod = cod;
        self.live.extend_from_slice(requested);
        self.last_no = requested
            .iter()
            .map(|it| it.no)
            .fold(self.last_no, u16::max);
    }

    /// Takes out one that is void; `None` when it is not there.
    pub(super) fn take_out(&mut self, no: u16) -> Option<()> {
        let before = self.live.len();
        self.live.retain(|waybill| waybill.no != no);
        (self.live.len() < before).then_some(())
    }
}

impl Order {
    /// The pieces of a consignment that are in no parcel with a waybill.
    #[must_use]
    pub fn unlabelled(&self, consignment: &Consignment) -> Vec<Pieces> {
        let mut open = consignment.pieces.clone();
        for pieces in &mut open {
            let labelled = self.waybills.of(consignment.no).flat_map(|it| &it.pieces);
            for labelled in labelled.filter(|it| it.sku == pieces.sku) {
                pieces.quantity = pieces.quantity.saturating_sub(labelled.quantity);
            }
        }
        open.retain(|pieces| pieces.quantity > 0);
        open
    }

    /// What is due on delivery and not paid yet, in fen (7.1.1).
    fn due_on_delivery(&self) -> Money {
        self.payment.due_on_delivery().min(self.outstanding())
    }

    /// What the goods are worth that some pieces of a consignment are.
    #[must_use]
    pub fn value_of_pieces(&self, consignment: &Consignment, pieces: &[Pieces]) -> Money {
        self.value_of(&Consignment {
            pieces: pieces.to_vec(),
            ..consignment.clone()
        })
    }
}

/// 5.3.2: requests waybills for the pieces of a waiting consignment that have none, spread over parcels as
/// `parcels` say; gives them back with what each collects.
///
/// All waybills of an order together collect exactly what was due on delivery when the first was requested. A
/// consignment collects its share by the value of its goods; the one after which nothing of the order is left
/// without a waybill collects the rest. Within it each parcel collects by the value of its goods.
///
/// # Errors
/// `order_on_hold`; 422 `parcels_do_not_add_up` with what is in too few or too many; 422 `too_many_parcels`;
/// `too_many_waybills`.
pub fn request_waybills(
    order: &Order,
    consignment: &Consignment,
    parcels: &[Vec<Pieces>],
    facts: &Facts<'_>,
) -> Result<(Vec<OrderWaybill>, Decision<OrderEvent>), Refusal> {
    not_on_hold(order, BlockedStep::Dispatch)?;
    let open = order.unlabelled(consignment);
    adds_up(&open, parcels)?;
    let before = order.waybills.of(consignment.no).count();
    let together = before.saturating_add(parcels.len());
    let writes = consignment.pieces.len() + together * WRITES_OF_A_PARCEL;
    if together > MOST_PARCELS || writes > MOST_WRITES {
        let found = format!("{together} parcels of {} SKUs", consignment.pieces.len());
        return Err(Refusal::new(
            RefusalClass::Unacceptable,
            "too_many_parcels",
            format!("一张发货单最多 {MOST_PARCELS} 个包裹，商品种类多时更少"),
            format!("a consignment has {MOST_PARCELS} parcels at most, fewer with many SKUs"),
        )
        .because(Evidence::new("parcels", MOST_PARCELS.to_string(), found)));
    }
    let first = order.waybills.last_no.saturating_add(1);
    let count = u16::try_from(parcels.len()).unwrap_or(u16::MAX);
    if order.waybills.last_no.saturating_add(count) > MOST_WAYBILLS {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "too_many_waybills",
            format!("同一订单最多可申请 {MOST_WAYBILLS} 张面单"),
            format!("at most {MOST_WAYBILLS} waybills can be requested for an order"),
        ));
    }
    let all = if order.waybills.live.is_empty() {
        order.due_on_delivery()
    } else {
        order.waybills.cod
    };
    let share = share_of(order, consignment, &open, all);
    let worth = |pieces: &Vec<Pieces>| {
        let worth = order.value_of_pieces(consignment, pieces).fen();
        u64::try_from(worth).unwrap_or_default()
    };
    let mut weights: Vec<u64> = parcels.iter().map(worth).collect();
    if weights.iter().all(|weight| *weight == 0) {
        weights.fill(1);
    }
    let shares = share.split(&weights).unwrap_or_default();
    let waybills = (first..).zip(parcels).zip(shares);
    let waybills: Vec<OrderWaybill> = waybills
        .map(|((no, pieces), cod)| OrderWaybill {
            no,
            consignment: consignment.no,
            pieces: pieces.clone(),
            cod,
        })
        .collect();
    let event = OrderEvent::WaybillsRequested {
        at: facts.now,
        waybills: waybills.clone(),
        cod: all,
    };
    Ok((waybills, Decision::of(vec![event])))
}

/// 5.3.2: a waybill is void; nothing to do when the order knows.
#[must_use]
pub fn void_waybill(order: &Order, no: u16, facts: &Facts<'_>) -> Decision<OrderEvent> {
    if order.waybills.live.iter().all(|waybill| waybill.no != no) {
        return Decision::done();
    }
    Decision::of(vec![OrderEvent::WaybillVoided { at: facts.now, no }])
}

/// What of `all` the open pieces of a consignment collect.
fn share_of(order: &Order, consignment: &Consignment, open: &[Pieces], all: Money) -> Money {
    let by_worth = |consignment: &Consignment, pieces: &[Pieces]| {
        let worth = order.value_of_pieces(consignment, pieces).fen();
        let part = i128::from(all.fen()) * i128::from(worth);
        let part = part.checked_div(i128::from(order.total.fen()));
        Money::from_fen(
            part.and_then(|it| i64::try_from(it).ok())
                .unwrap_or_default(),
        )
    };
    let labelled = order.waybills.live.iter().map(|waybill| waybill.cod);
    // What left under a number that was typed collects its share too.
    let consignments = order.consignments();
    let left = |no| order.shipments.iter().any(|it| it.consignment_no() == no);
    let typed = consignments
        .iter()
        .filter(|it| left(it.no) && order.waybills.of(it.no).next().is_none());
    let typed = typed.map(|it| by_worth(it, &it.pieces));
    let taken = Money::sum(labelled.chain(typed)).unwrap_or(all);
    let rest = all.checked_sub(taken).filter(|rest| rest.is_positive());
    let rest = rest.unwrap_or(Money::ZERO);
    let others_labelled = consignments
        .iter()
        .all(|it| it.no == consignment.no || left(it.no) || order.unlabelled(it).is_empty());
    if others_labelled && order.unreserved().is_empty() {
        rest
    } else {
        by_worth(consignment, open).min(rest)
    }
}

/// Refuses parcels that are empty, or that together are not the open pieces.
fn adds_up(open: &[Pieces], parcels: &[Vec<Pieces>]) -> Result<(), Refusal> {
    let mut evidence = Vec::new();
    let sum = |sku: &Sku| {
        let pieces = parcels.iter().flatten().filter(|it| it.sku == *sku);
        pieces.map(|it| u64::from(it.quantity)).sum::<u64>()
    };
    for pieces in open {
        let packed = sum(&pieces.sku);
        if packed != u64::from(pieces.quantity) {
            let at = format!("parcels: {}", pieces.sku);
            evidence.push(Evidence::new(
                at,
                pieces.quantity.to_string(),
                packed.to_string(),
            ));
        }
    }
    for (index, parcel) in parcels.iter().enumerate() {
        if parcel.is_empty() || parcel.iter().any(|it| it.quantity == 0) {
            let at = format!("parcels[{index}]");
            evidence.push(Evidence::new(at, "one piece or more of each SKU", "none"));
        }
        let strange = parcel
            .iter()
            .filter(|it| open.iter().all(|open| open.sku != it.sku));
        for pieces in strange {
            let at = format!("parcels[{index}]: {}", pieces.sku);
            evidence.push(Evidence::new(at, "0", pieces.quantity.to_string()));
        }
    }
    if parcels.is_empty() {
        evidence.push(Evidence::new("parcels", "one or more", "none"));
    }
    if evidence.is_empty() {
        return Ok(());
    }
    let refusal = Refusal::new(
        RefusalClass::Unacceptable,
        "parcels_do_not_add_up",
        "各包裹合计须等于发货单中尚无面单的货物，详见 errors",
        "the parcels together must be the pieces of the consignment that have no waybill, see errors",
    );
    Err(evidence.into_iter().fold(refusal, Refusal::because))
}
