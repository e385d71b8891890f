//! Registrations: what may happen once only.

use crate::AuditError;
use crate::attribute::{self, Item};
use crate::finding::{Code, Findings};
use crate::key;
use crate::ledger::Ledger;
use crate::partition::{shaped, unreadable};

/// A channel's own order number.
pub(crate) fn external(
    id: &str,
    place: &str,
    item: &Item,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Result<(), AuditError> {
    let (Some((channel, number)), Some(target)) = (
        two_parts(id, place, findings),
        target(place, item, &[], findings),
    ) else {
        return Ok(());
    };
    ledger.external(&channel, number, target)
}

/// A caller's key: it has an end.
pub(crate) fn idempotency(
    place: &str,
    item: &Item,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Result<(), AuditError> {
    let Some(target) = target(place, item, &["expires_at"], findings) else {
        return Ok(());
    };
    if attribute::number(item, "expires_at").is_none() {
        unreadable(place, "expires_at in seconds", findings);
    }
    ledger.idempotency(place, target)
}

/// A refund's number within its payment.
pub(crate) fn refund(
    id: &str,
    place: &str,
    item: &Item,
    ledger: &mut Ledger,
    findings: &mut Findings,
) -> Result<(), AuditError> {
    let (Some((payment, number)), Some(target)) = (
        two_parts(id, place, findings),
        target(place, item, &[], findings),
    ) else {
        return Ok(());
    };
    if payment != target {
        findings.add(
            Code::RegistrationStray,
            place,
            format!("the payment {payment}"),
            target,
        );
        return Ok(());
    }
    ledger.refund_claimed(&payment, number)
}

fn two_parts<'a>(id: &'a str, place: &str, findings: &mut Findings) -> Option<(String, &'a str)> {
    let parts = key::two_parts(id);
    if parts.is_none() {
        findings.add(
            Code::UnknownKey,
            place,
            "two parts in the key of a registration",
            "one",
        );
    }
    parts
}

fn target<'a>(
    place: &str,
    item: &'a Item,
    more: &[&str],
    findings: &mut Findings,
) -> Option<&'a str> {
    let required: Vec<&str> = ["digest", "target"]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    if !shaped(place, item, &required, &[], findings) {
        return None;
    }
    let target = attribute::text(item, "target");
    if attribute::digest(item, "digest").is_none() || target.is_none() {
        unreadable(place, "a digest of 32 bytes and a target", findings);
        return None;
    }
    target
}
