//! Keys of lots, and of who got them, in the partition of their SKU (5.2.1, 5.2.2).

use domain::identifiers::{LotNo, Sku};
use domain::lot::Lot;
use jiff::civil::Date;
use uuid::Uuid;

use super::{ISSUES, Key, LOTS};

/// Stands for the expiry of a lot that has none; it sorts after every date.
const NEVER: &str = "none";
/// Sorts after every expiry.
const LAST: char = '~';

fn expiry(lot: &Lot) -> String {
    lot.expiry
        .map_or_else(|| NEVER.to_owned(), |expiry| expiry.to_string())
}

/// The lots of a warehouse sort by expiry.
pub(super) fn lot_sk(warehouse: &str, lot: &Lot) -> String {
    format!("{LOTS}{warehouse}#{}#{}", expiry(lot), lot.lot_no)
}

/// Who got a lot sorts by lot.
pub(super) fn issue_sk(warehouse: &str, lot: &Lot, order: Uuid, consignment: u16) -> String {
    let (number, expiry) = (&lot.lot_no, expiry(lot));
    format!("{ISSUES}{number}#{expiry}#{warehouse}#{order}#{consignment}")
}

/// The first and the last sort key that a lot of the warehouse can have which expires on `from` or later.
pub(crate) fn lots_between(warehouse: &str, from: Option<Date>) -> (String, String) {
    let from = from.map_or_else(String::new, |from| from.to_string());
    let prefix = format!("{LOTS}{warehouse}#");
    (format!("{prefix}{from}"), format!("{prefix}{LAST}"))
}

/// The first and the last sort key of who got the lots with this number.
pub(crate) fn issues_between(number: &LotNo) -> (String, String) {
    let prefix = format!("{ISSUES}{number}#");
    (prefix.clone(), format!("{prefix}{LAST}"))
}

fn read_lot(expiry: &str, number: &str) -> Option<Lot> {
    Some(Lot {
        expiry: match expiry {
            NEVER => None,
            date => Some(date.parse().ok()?),
        },
        lot_no: LotNo::parse(number).ok()?,
    })
}

pub(super) fn parse(sku: Sku, sk: &str) -> Option<Key> {
    if let Some(rest) = sk.strip_prefix(LOTS) {
        let (rest, number) = rest.rsplit_once('#')?;
        let (warehouse, expiry) = rest.rsplit_once('#')?;
        return Some(Key::LotLevel {
            sku,
            warehouse: warehouse.to_owned(),
            lot: read_lot(expiry, number)?,
        });
    }
    let (rest, consignment) = sk.strip_prefix(ISSUES)?.rsplit_once('#')?;
    let (rest, order) = rest.rsplit_once('#')?;
    let (number, rest) = rest.split_once('#')?;
    let (expiry, warehouse) = rest.split_once('#')?;
    Some(Key::LotIssue {
        sku,
        warehouse: warehouse.to_owned(),
        lot: read_lot(expiry, number)?,
        order: order.parse().ok()?,
        consignment: consignment.parse().ok()?,
    })
}
