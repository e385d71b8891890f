//! The lots of goods that a supplier delivers (5.1.2, 5.2.1).

use domain::purchasing::ReceivedLot;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::lot::lot;
use crate::mistakes::Mistakes;

/// The most lots of a receipt.
const MOST_LOTS: usize = 30;

/// Pieces of a lot that passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceivedLotBody {
    /// The number of the lot.
    #[schema(example = "20260301A", max_length = 32)]
    pub lot_no: String,
    /// The last day on which it is good, where the product is kept by expiry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expiry: Option<Date>,
    /// Pieces.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub quantity: u32,
}

impl ReceivedLotBody {
    pub(super) fn of(received: &ReceivedLot) -> Self {
        Self {
            lot_no: received.lot.lot_no.to_string(),
            expiry: received.lot.expiry,
            quantity: received.quantity,
        }
    }
}

/// The lots of a receipt, each once.
pub(super) fn received_lots(
    mistakes: &mut Mistakes,
    bodies: &[ReceivedLotBody],
) -> Vec<ReceivedLot> {
    mistakes.within("lots", bodies.len(), &(0..=MOST_LOTS));
    let mut lots: Vec<ReceivedLot> = Vec::new();
    for (index, body) in bodies.iter().take(MOST_LOTS).enumerate() {
        let at = format!("lots[{index}]");
        mistakes.within(&format!("{at}.quantity"), body.quantity, &(1..=100_000_000));
        let Some(lot) = lot(mistakes, &at, Some(&body.lot_no), body.expiry) else {
            continue;
        };
        if lots.iter().any(|earlier| earlier.lot == lot) {
            mistakes.note(format!("{at}.lot_no"), "each lot once", &body.lot_no);
        } else {
            lots.push(ReceivedLot {
                lot,
                quantity: body.quantity,
            });
        }
    }
    lots
}
