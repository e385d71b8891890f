//! Lots that may no longer leave are kept apart, so that nobody is promised them (5.2.2).

use domain::aggregate::Aggregate as _;
use domain::calendar;
use domain::dated::Dated;
use domain::lot::{self, EXPIRED_LOTS_LIST, LOTS_LIST, LotControl, LotLevel, LotStage, StockLot};
use domain::order::{self, Consignment, Facts, LostBecause, LostPieces, Order, StageName};
use domain::product::Product;
use domain::refusal::Refusal;
use jiff::Timestamp;
use lambda::Fault;
use lambda::schedule::Job;
use store::{CommitMeta, Loaded, Plan, Store, Written};

use crate::App;
use crate::picking::{TRIES, goods, promised};

/// Lots, and orders, that are looked at in one page.
const PAGE: u32 = 100;

/// Quarantines what is available of every lot that may no longer leave on the job's date. A run that repeats,
/// overlaps or stops half-way ends in the same state.
pub(crate) async fn expire_lots(app: &App, job: Job) -> Result<u64, Fault> {
    let meta = lambda::origin::job("fulfilment", &job.correlation_id);
    let rules = app.rules.open().await?;
    // It goes by the time it was due, and so do the rules.
    let facts = rules.at(job.at);
    let until = calendar::at(job.date, 0, 0).map_err(Fault::poison)?;
    let run = Run {
        app,
        meta: &meta,
        facts: &facts,
        job: &job,
    };
    // First those that are known to have expired, so that none is looked at twice in one run.
    let again = run.expire_list(EXPIRED_LOTS_LIST, until).await?;
    let newly = run.expire_list(LOTS_LIST, until).await?;
    Ok(again.saturating_add(newly))
}

/// One run of the job.
struct Run<'a> {
    app: &'a App,
    meta: &'a CommitMeta,
    facts: &'a Facts<'a>,
    job: &'a Job,
}

impl Run<'_> {
    async fn expire_list(&self, list: &str, until: Timestamp) -> Result<u64, Fault> {
        let store = &self.app.store;
        let mut cursor = None;
        let mut seen = 0_u64;
        loop {
            let page = store
                .work_states::<StockLot>(list, Some(until), cursor.as_deref(), PAGE)
                .await?;
            let lots = page.items.into_iter().map(|loaded| loaded.state);
            let lots = self.still_unfit(lots.collect()).await?;
            let places = lots
                .iter()
                .map(|lot| (lot.sku.clone(), lot.warehouse.clone(), lot.lot.clone()));
            let levels = store.lot_levels(places).await?;
            for known in &lots {
                seen = seen.saturating_add(1);
                let held = levels.iter().find(|(sku, level)| {
                    *sku == known.sku
                        && level.warehouse == known.warehouse
                        && level.lot == known.lot
                });
                // Nothing of it can leave any more until somebody has decided about what is quarantined.
                let settled = held.is_some_and(|(_, level)| {
                    level.available == 0 && level.picked == 0 && level.quarantined > 0
                });
                if known.stage == LotStage::Fit || !settled {
                    self.expire(known).await?;
                }
            }
            match page.next {
                Some(next) => cursor = Some(next),
                None => return Ok(seen),
            }
        }
    }

    /// Those that may not leave by what their products say today: that may have changed since the lots came in.
    async fn still_unfit(&self, mut lots: Vec<StockLot>) -> Result<Vec<StockLot>, Fault> {
        let mut skus: Vec<String> = lots.iter().map(|lot| lot.sku.to_string()).collect();
        skus.sort();
        skus.dedup();
        let products = self.app.store.load_many::<Dated<Product>>(&skus).await?;
        let mut days = std::collections::HashMap::new();
        for loaded in &products {
            let product = loaded.state.at_or_first(self.facts.now).value;
            if product.lot_control == LotControl::Expiry {
                days.insert(&product.sku, product.minimum_shelf_life_days);
            }
        }
        lots.retain(|lot| {
            let days = days.get(&lot.sku).copied().unwrap_or_default();
            !lot.lot.may_leave(days, self.job.date)
        });
        Ok(lots)
    }

    /// Orders that have picked the lot pick others; what of it no order has reserved is quarantined; and of the rest
    /// orders are short again.
    async fn expire(&self, known: &StockLot) -> Result<(), Fault> {
        if level(&self.app.store, known).await?.picked > 0 {
            self.pick_anew(known).await?;
        }
        self.quarantine(known).await?;
        if level(&self.app.store, known).await?.available > 0 {
            self.take_from_orders(known).await?;
        }
        Ok(())
    }

    async fn quarantine(&self, known: &StockLot) -> Result<(), Fault> {
        let store = &self.app.store;
        for _ in 0..TRIES {
            let written = store
                .transact(self.meta, async || {
                    let Some(loaded) = store.load::<StockLot>(&known.id()).await? else {
                        return Ok::<_, Fault>(Plan::new(()));
                    };
                    let lot = &loaded.state;
                    let level = level(store, lot).await?;
                    let free = promised(store, &lot.sku, &lot.warehouse).await?;
                    let pieces = u32::try_from(level.available.min(free)).unwrap_or(u32::MAX);
                    let empty = level.available == 0 && level.picked == 0;
                    let decision =
                        if lot.stage == LotStage::Expired && empty && level.quarantined == 0 {
                            lot::close_lot(lot, self.meta.at)
                        } else {
                            lot::expire_lot(lot, pieces, self.meta.at)
                        };
                    Ok(Plan::new(()).carry_out(&loaded, decision)?)
                })
                .await?;
            if matches!(written, Written::Done { .. }) {
                return Ok(());
            }
        }
        // Stock keeps changing under the lot; the next run goes on.
        Ok(())
    }

    /// Orders for which the lot is picked pick others, or are short again.
    async fn pick_anew(&self, known: &StockLot) -> Result<(), Fault> {
        let store = &self.app.store;
        let mut cursor: Option<String> = None;
        loop {
            let page = store
                .lot_issues(&known.sku, &known.lot.lot_no, cursor.as_deref(), PAGE)
                .await?;
            let here = page.items.iter().filter(|issue| {
                issue.quantity > 0 && issue.lot == known.lot && issue.warehouse == known.warehouse
            });
            for issue in here {
                let (id, no) = (issue.order.to_string(), issue.consignment);
                self.change(&id, async |order| {
                    let mut waiting = order.waiting_consignments().into_iter();
                    let Some(waits) = waiting.find(|waits| waits.no == no) else {
                        return Ok(Ok(domain::aggregate::Decision::done()));
                    };
                    let goods = goods(store, &waits, self.facts.now, false).await?;
                    let by = self.meta.actor.as_str();
                    Ok(order::pick(&order, Some(no), &goods, by, self.facts))
                })
                .await?;
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(());
            }
        }
    }

    /// More of the SKU is reserved than other lots hold: the orders that came last are short again.
    async fn take_from_orders(&self, known: &StockLot) -> Result<(), Fault> {
        for id in self.holders(known).await? {
            let left = level(&self.app.store, known).await?.available;
            if left == 0 {
                return Ok(());
            }
            self.change(&id, async |order| {
                let Some((no, pieces)) = unpicked(&order, known) else {
                    return Ok(Ok(domain::aggregate::Decision::done()));
                };
                let left = level(&self.app.store, known).await?.available;
                let quantity = u32::try_from(left).unwrap_or(u32::MAX).min(pieces);
                if quantity == 0 {
                    return Ok(Ok(domain::aggregate::Decision::done()));
                }
                let lost = vec![LostPieces {
                    sku: known.sku.clone(),
                    lot: known.lot.clone(),
                    quantity,
                    because: LostBecause::Expired,
                }];
                let by = self.meta.actor.as_str();
                Ok(order::lose_reservation(&order, no, lost, by, self.facts))
            })
            .await?;
        }
        Ok(())
    }

    /// The orders that wait to be dispatched and have reserved the SKU there without having picked it, the one that
    /// was received last first.
    async fn holders(&self, known: &StockLot) -> Result<Vec<String>, Fault> {
        let mut holders = Vec::new();
        let mut cursor = None;
        loop {
            let page = self
                .app
                .store
                .work_states::<Order>(StageName::Ready.work_list(), None, cursor.as_deref(), PAGE)
                .await?;
            let orders = page.items.into_iter().map(|loaded| loaded.state);
            let orders = orders.filter(|order| unpicked(order, known).is_some());
            holders.extend(orders.map(|order| (order.received_at, order.id)));
            cursor = page.next;
            if cursor.is_none() {
                holders.sort_unstable();
                return Ok(holders.iter().rev().map(|(_, id)| id.to_string()).collect());
            }
        }
    }

    /// Changes an order. What its rules refuse, such as a hold, is left for the next run.
    async fn change<F>(&self, id: &str, decide: impl Fn(Order) -> F) -> Result<(), Fault>
    where
        F: Future<
            Output = Result<Result<domain::aggregate::Decision<order::OrderEvent>, Refusal>, Fault>,
        >,
    {
        let store = &self.app.store;
        for _ in 0..TRIES {
            let written = store
                .transact(self.meta, async || {
                    let Some(loaded): Option<Loaded<Order>> = store.load(id).await? else {
                        return Ok::<_, Fault>(Plan::new(()));
                    };
                    match decide(loaded.state.clone()).await? {
                        Ok(decision) => Ok(Plan::new(()).carry_out(&loaded, decision)?),
                        Err(refusal) => {
                            tracing::info!(order = id, code = refusal.code, "left as it is");
                            Ok(Plan::new(()))
                        }
                    }
                })
                .await?;
            if matches!(written, Written::Done { .. }) {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// The waiting consignment of the order that has reserved the lot's SKU in its warehouse without having picked it,
/// and how many pieces.
fn unpicked(order: &Order, lot: &StockLot) -> Option<(u16, u32)> {
    let waiting = order.waiting_consignments();
    let mut here = waiting.iter().filter(|it| it.warehouse == lot.warehouse);
    here.find_map(|waits: &Consignment| {
        let pieces = order.unpicked(waits, &lot.sku);
        (pieces > 0).then_some((waits.no, pieces))
    })
}

/// What the lot holds.
async fn level(store: &Store, lot: &StockLot) -> Result<LotLevel, Fault> {
    let place = (lot.sku.clone(), lot.warehouse.clone(), lot.lot.clone());
    let levels = store.lot_levels([place]).await?;
    let level = levels.into_iter().next().map(|(_, level)| level);
    Ok(level.unwrap_or_else(|| LotLevel {
        lot: lot.lot.clone(),
        warehouse: lot.warehouse.clone(),
        available: 0,
        picked: 0,
        quarantined: 0,
    }))
}
