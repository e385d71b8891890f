//! A plan as the items of one `TransactWriteItems`.

use std::collections::HashSet;

use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::types::builders::PutBuilder;
use aws_sdk_dynamodb::types::{
    Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
};
use jiff::Timestamp;

use crate::commit::{CommitMeta, body_of};
use crate::contact::contact_item;
use crate::counters::Counters;
use crate::credit::CreditChange;
use crate::digest::Digest;
use crate::error::StoreError;
use crate::item::{BODY, HASH, HEAD, Item, PK, VERSION, bytes, key_item, number, size, text};
use crate::key::Key;
use crate::lots::{IssueChange, LotChange};
use crate::plan::{Parts, Transition};
use crate::quota::QuotaChange;
use crate::stock_change::StockChange;

/// Bounds of the service.
const MOST_ITEMS: usize = 100;
const MOST_BYTES: usize = 4 * 1024 * 1024;
const MOST_BYTES_OF_AN_ITEM: usize = 400 * 1024;

/// One operation of the transaction.
#[derive(Debug)]
pub(crate) struct Write {
    pub(crate) key: Key,
    pub(crate) purpose: Purpose,
    pub(crate) operation: TransactWriteItem,
    /// About how many bytes it writes.
    bytes: usize,
}

/// What an operation is for, which tells what its failure means.
#[derive(Debug)]
pub(crate) enum Purpose {
    State,
    /// A commit with this digest.
    Commit(Digest),
    Registration,
    Stock(StockChange),
    Lot(LotChange),
    Issue(IssueChange),
    Credit(CreditChange),
    Quota(QuotaChange),
    /// Written whatever was there.
    Unconditional,
}

/// The operations of a plan.
///
/// # Errors
/// [`StoreError::Unwritable`] when no transaction can hold them.
pub(crate) fn writes_of(
    parts: &Parts,
    meta: &CommitMeta,
    table: &str,
) -> Result<Vec<Write>, StoreError> {
    let mut writes = Vec::new();
    for transition in &parts.transitions {
        writes.extend(transition_writes(transition, meta, table)?);
    }
    for registration in &parts.registrations {
        let key = Key::Registration(registration.key.clone());
        let put = registration.put(meta.at);
        writes.push(put_write(
            key,
            Purpose::Registration,
            put,
            &registration.item(),
            table,
        )?);
    }
    for (order, contact) in &parts.contacts {
        let item = contact_item(*order, contact)?;
        let (key, put) = (Key::Contact { order: *order }, whole(&item));
        writes.push(put_write(key, Purpose::Unconditional, put, &item, table)?);
    }
    for part in &parts.import_parts {
        let item = part.item()?;
        let (key, put) = (part.key(), whole(&item));
        writes.push(put_write(key, Purpose::Unconditional, put, &item, table)?);
    }
    let adjustments = parts
        .transitions
        .iter()
        .flat_map(|transition| &transition.adjustments);
    writes.extend(counter_writes(
        &Counters::merge(adjustments)?,
        meta.at,
        table,
    )?);
    check(&writes)?;
    Ok(writes)
}

/// The state, if its version is unchanged, and the commit, if it is not there yet.
fn transition_writes(
    transition: &Transition,
    meta: &CommitMeta,
    table: &str,
) -> Result<[Write; 2], StoreError> {
    let Transition {
        kind,
        id,
        version,
        previous,
        ..
    } = transition;
    let commit_key = Key::Commit {
        kind: *kind,
        id: id.clone(),
        sequence: *version,
    };
    let body = body_of(meta, *version, &transition.events, &transition.adjustments)?;
    let hash = Digest::of_commit(previous, &commit_key.pk(), &commit_key.sk(), &body);
    let mut commit = key_item(&commit_key);
    commit.insert(BODY.to_owned(), text(body));
    commit.insert(HASH.to_owned(), bytes(&hash));
    let commit_put = absent(whole(&commit))
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);

    let state_key = Key::State {
        kind: *kind,
        id: id.clone(),
    };
    let mut state = key_item(&state_key);
    state.extend(transition.state.clone());
    state.insert(VERSION.to_owned(), number(version));
    state.insert(HEAD.to_owned(), bytes(&hash));
    let state_put = match version {
        1 => absent(whole(&state)),
        _ => whole(&state)
            .condition_expression("#version = :previous")
            .expression_attribute_names("#version", VERSION)
            .expression_attribute_values(":previous", number(version.saturating_sub(1))),
    };
    Ok([
        put_write(state_key, Purpose::State, state_put, &state, table)?,
        put_write(
            commit_key,
            Purpose::Commit(hash),
            commit_put,
            &commit,
            table,
        )?,
    ])
}

fn counter_writes(
    counters: &Counters,
    now: Timestamp,
    table: &str,
) -> Result<Vec<Write>, StoreError> {
    let mut writes = Vec::new();
    for (key, waits) in &counters.backorders {
        let item = key_item(key);
        if *waits {
            let put = whole(&item);
            writes.push(put_write(
                key.clone(),
                Purpose::Unconditional,
                put,
                &item,
                table,
            )?);
            continue;
        }
        let bytes = size(&item);
        let delete = Delete::builder().set_key(Some(item)).table_name(table);
        let delete = delete.build().map_err(incomplete)?;
        let operation = TransactWriteItem::builder().delete(delete).build();
        writes.push(Write {
            key: key.clone(),
            purpose: Purpose::Unconditional,
            operation,
            bytes,
        });
    }
    let stock = counters.stock().map(|change| {
        Ok((
            change.key(),
            Purpose::Stock(change.clone()),
            change.update(now),
        ))
    });
    let lots = counters
        .lots()
        .map(|change| Ok((change.key(), Purpose::Lot(change.clone()), change.update())));
    let issues = counters.issues().map(|change| {
        let purpose = Purpose::Issue(change.clone());
        Ok((change.key.clone(), purpose, change.update()))
    });
    let credit = counters.credit().map(|change| {
        Ok((
            change.key(),
            Purpose::Credit(change.clone()),
            change.update()?,
        ))
    });
    let quotas = counters.quotas().map(|change| {
        Ok((
            change.key(),
            Purpose::Quota(change.clone()),
            change.update(),
        ))
    });
    for change in stock.chain(lots).chain(issues).chain(credit).chain(quotas) {
        let (key, purpose, update) = change?;
        let update = update.table_name(table).build().map_err(incomplete)?;
        let operation = TransactWriteItem::builder().update(update).build();
        let bytes = size(&key_item(&key));
        writes.push(Write {
            key,
            purpose,
            operation,
            bytes,
        });
    }
    Ok(writes)
}

fn whole(item: &Item) -> PutBuilder {
    Put::builder().set_item(Some(item.clone()))
}

fn absent(put: PutBuilder) -> PutBuilder {
    put.condition_expression("attribute_not_exists(#pk)")
        .expression_attribute_names("#pk", PK)
}

fn put_write(
    key: Key,
    purpose: Purpose,
    put: PutBuilder,
    item: &Item,
    table: &str,
) -> Result<Write, StoreError> {
    let put = put.table_name(table).build().map_err(incomplete)?;
    let operation = TransactWriteItem::builder().put(put).build();
    Ok(Write {
        key,
        purpose,
        operation,
        bytes: size(item),
    })
}

fn incomplete(error: BuildError) -> StoreError {
    StoreError::unwritable(error.to_string())
}

/// Refuses what the service would refuse, before the call and in clearer words.
fn check(writes: &[Write]) -> Result<(), StoreError> {
    let refused = |why: String| Err(StoreError::unwritable(why));
    if writes.len() > MOST_ITEMS {
        return refused(format!(
            "at most {MOST_ITEMS} items expected, found {}",
            writes.len()
        ));
    }
    let bytes: usize = writes.iter().map(|write| write.bytes).sum();
    if bytes > MOST_BYTES {
        return refused(format!(
            "at most {MOST_BYTES} bytes expected, found about {bytes}"
        ));
    }
    let mut keys = HashSet::new();
    for Write { key, bytes, .. } in writes {
        if *bytes > MOST_BYTES_OF_AN_ITEM {
            let most = MOST_BYTES_OF_AN_ITEM;
            return refused(format!(
                "{key}: at most {most} bytes expected, found about {bytes}"
            ));
        }
        if !key.fits() {
            return refused("a key is longer than the table holds".to_owned());
        }
        if !keys.insert((key.pk(), key.sk())) {
            return refused(format!("{key} is written twice"));
        }
    }
    Ok(())
}
