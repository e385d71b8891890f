use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::order::OrderId;

/// The identifier of a waybill and of its parcel (5.3.2): the order, a dot, and the parcel's number within the
/// order, from 1. A number is given once: a parcel that is requested anew has the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WaybillId {
    /// The order.
    pub order: OrderId,
    /// The parcel's number within it.
    pub no: u16,
}

/// The text is not a waybill's identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected an order's identifier, a dot and a number from 1")]
pub struct InvalidWaybillId;

/// Digits of the code that carriers know a parcel by.
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

impl WaybillId {
    /// Reads an identifier in the one spelling there is.
    ///
    /// # Errors
    /// [`InvalidWaybillId`].
    pub fn parse(text: &str) -> Result<Self, InvalidWaybillId> {
        let (order, no) = text.split_once('.').ok_or(InvalidWaybillId)?;
        let order = Uuid::parse_str(order).map_err(|_| InvalidWaybillId)?;
        let no = no.parse().map_err(|_| InvalidWaybillId)?;
        let id = Self { order, no };
        if no > 0 && id.to_string() == text {
            Ok(id)
        } else {
            Err(InvalidWaybillId)
        }
    }

    /// The order code 订单编号 under which the carrier is asked for the parcel's number: the same for every
    /// repetition, so that it gives the same number. At most 30 characters, which is what carriers take: the
    /// order's identifier to the base of 36, a hyphen and the number.
    #[must_use]
    pub fn order_code(self) -> String {
        let mut left = self.order.as_u128();
        let mut digits = Vec::new();
        while left > 0 {
            let digit = usize::try_from(left % 36).unwrap_or_default();
            digits.push(DIGITS.get(digit).copied().map_or('0', char::from));
            left /= 36;
        }
        let order: String = digits.into_iter().rev().collect();
        format!("{order}-{}", self.no)
    }
}

impl fmt::Display for WaybillId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.order, self.no)
    }
}

impl TryFrom<String> for WaybillId {
    type Error = InvalidWaybillId;

    fn try_from(text: String) -> Result<Self, InvalidWaybillId> {
        Self::parse(&text)
    }
}

impl From<WaybillId> for String {
    fn from(id: WaybillId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_reads_back_in_one_spelling_only() {
        let id = WaybillId {
            order: Uuid::from_u128(7),
            no: 12,
        };
        assert_eq!(WaybillId::parse(&id.to_string()), Ok(id));
        for other in [
            "00000000-0000-0000-0000-000000000007",
            "00000000-0000-0000-0000-000000000007.0",
            "00000000-0000-0000-0000-000000000007.012",
            "00000000000000000000000000000007.12",
            "x.1",
        ] {
            assert!(WaybillId::parse(other).is_err(), "{other}");
        }
    }

    #[test]
    fn order_codes_are_short_and_tell_parcels_apart() {
        let last = WaybillId {
            order: Uuid::max(),
            no: 9_999,
        };
        assert_eq!(last.order_code().len(), 30);
        let code = |order, no| {
            let order = Uuid::from_u128(order);
            WaybillId { order, no }.order_code()
        };
        assert_eq!(code(36, 1), "10-1");
        assert_ne!(code(36, 1), code(36, 2));
        assert_ne!(code(35, 1), code(36, 1));
    }
}
