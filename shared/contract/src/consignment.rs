//! What of an order leaves together, and in which parcels (5.2.1, 5.3).

use domain::order::{Consignment, Order, OrderShipment};
use domain::stock::Pieces;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Pieces of an order that leave one warehouse together 发货单.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsignmentView {
    /// Its number within the order, from 1.
    #[schema(example = 1)]
    pub no: u16,
    /// From where.
    #[schema(example = "CQ1")]
    pub warehouse: String,
    /// What.
    pub pieces: Vec<PiecesView>,
    /// The number of the waybill under which it left; none while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waybill_no: Option<String>,
}

/// Pieces of one SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PiecesView {
    /// The goods.
    #[schema(example = "TEA-001")]
    pub sku: String,
    /// How many.
    pub quantity: u32,
}

/// A parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ParcelView {
    /// Who carries it.
    pub carrier: String,
    /// The carrier's name, for whoever holds the order's link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "顺丰速运")]
    pub carrier_name: Option<String>,
    /// Under which number.
    pub waybill_no: String,
    /// Which consignment is in it; everything without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consignment: Option<u16>,
    /// When it was signed for, where the order has more than one parcel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub delivered_at: Option<Timestamp>,
}

impl ConsignmentView {
    /// Every consignment of an order, by number.
    pub(crate) fn all_of(order: &Order) -> Vec<Self> {
        let consignments = order.consignments();
        let view = |consignment: &Consignment| {
            let mut parcels = order.shipments.iter();
            let parcel = parcels.find(|parcel| parcel.consignment_no() == consignment.no);
            Self {
                no: consignment.no,
                warehouse: consignment.warehouse.clone(),
                pieces: consignment.pieces.iter().map(PiecesView::of).collect(),
                waybill_no: parcel.map(|parcel| parcel.waybill_no.to_string()),
            }
        };
        consignments.iter().map(view).collect()
    }
}

impl PiecesView {
    pub(crate) fn of(pieces: &Pieces) -> Self {
        Self {
            sku: pieces.sku.to_string(),
            quantity: pieces.quantity,
        }
    }
}

pub(crate) fn parcels(order: &Order) -> Vec<ParcelView> {
    let view = |parcel: &OrderShipment| ParcelView {
        carrier: parcel.carrier.to_string(),
        carrier_name: None,
        waybill_no: parcel.waybill_no.to_string(),
        consignment: parcel.consignment,
        delivered_at: parcel.delivered_at,
    };
    order.shipments.iter().map(view).collect()
}
