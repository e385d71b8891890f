//! Lots that expire soon or have expired are found, and thrown away, marked down or sent back lot by lot (5.2.2).

use contract::disposal::{
    DisposalDecisionRequest, DisposalProposalRequest, DisposalView, MarkDownBody,
    ReturnToSupplierBody,
};
use contract::purchasing::{ReceivedLotBody, ReturnShipmentRequest};
use yudan_tests::waiting::until;

use super::*;
use crate::purchasing;

const APPROVE: DisposalDecisionRequest = DisposalDecisionRequest {
    approve: true,
    reason: None,
};

fn proposal(quantity: u32) -> DisposalProposalRequest {
    DisposalProposalRequest {
        quantity,
        reason: "临期".to_owned(),
        ..DisposalProposalRequest::default()
    }
}

/// What a search of that day finds of a lot that is good for so many days.
fn found(company: &Company, sku: &str, cause: &str, lot: (&str, i32), day: i32) -> DisposalView {
    company.run_job("disposals", in_days(day));
    let auditor = company.person(Role::Auditor);
    until(&format!("{cause} of {}", lot.0), || {
        let of_lot = (lot.0, Some(in_days(lot.1)));
        let known = auditor.disposal_of_lot("CQ1", sku, cause, of_lot).ok();
        known.filter(|known| known.stage == "found")
    })
}

#[test]
fn lots_near_their_expiry_are_marked_down_scrapped_or_sent_back() {
    let company = Company::open(crate::program());
    let sku = goods(&company, LotControl::Expiry, 2);
    purchasing::supplier(&company, &sku, 300, 2);
    let planner = company.person(Role::Planner);
    let bought = purchasing::wanted(&sku, 6);
    planner.raise_purchase_order(&bought).unwrap();
    purchasing::placed(&company, &bought.number);
    let mut came = purchasing::receipt(6, 0);
    came.lots = vec![ReceivedLotBody {
        lot_no: "SOON".to_owned(),
        expiry: Some(in_days(20)),
        quantity: 6,
    }];
    let warehouse = company.person(Role::Warehouse);
    warehouse.receive_purchase(&bought.number, &came).unwrap();
    receive(&company, vec![line(&sku, "LONG", 400, 5)]);

    let seen = found(&company, &sku, "near_expiry", ("SOON", 20), 1);
    assert_eq!((seen.found, seen.unfit_on), (6, Some(in_days(19))));
    let long = ("LONG", Some(in_days(400)));
    let auditor = company.person(Role::Auditor);
    refused(
        auditor.disposal_of_lot("CQ1", &sku, "near_expiry", long),
        404,
        "not_found",
    );
    refused(
        auditor.disposal("CQ1", &sku, "near_expiry"),
        404,
        "not_found",
    );

    let manager = company.person(Role::Manager);
    let some = DisposalProposalRequest {
        scrap: true,
        ..proposal(2)
    };
    planner.propose_disposal(&seen, &some).unwrap();
    let done = manager.decide_disposal(&seen, &APPROVE).unwrap();
    assert_eq!(done.stage, "disposed");
    assert_eq!(level(&company, &sku), (9, 0, 0));
    let then = [held("SOON", 4, 0, 0), held("LONG", 5, 0, 0)];
    assert_eq!(lots(&company, &sku, "CQ1"), then);

    // What is left is found again and goes back to its supplier.
    let seen = found(&company, &sku, "near_expiry", ("SOON", 20), 2);
    let back = DisposalProposalRequest {
        return_to_supplier: Some(ReturnToSupplierBody {
            purchase_order: bought.number.clone(),
            return_no: unique("CT"),
        }),
        ..proposal(3)
    };
    planner.propose_disposal(&seen, &back).unwrap();
    manager.decide_disposal(&seen, &APPROVE).unwrap();
    assert_eq!(lots(&company, &sku, "CQ1")[0], held("SOON", 1, 0, 3));
    let number = back.return_to_supplier.unwrap().return_no;
    let raised = planner.supplier_return(&number).unwrap();
    assert_eq!(
        (raised.lot_no.as_deref(), raised.expiry),
        (Some("SOON"), Some(in_days(20)))
    );
    let shipment = ReturnShipmentRequest {
        waybill_no: unique("SF-BACK"),
    };
    warehouse.ship_supplier_return(&number, &shipment).unwrap();
    assert_eq!(lots(&company, &sku, "CQ1")[0], held("SOON", 1, 0, 0));
    assert_eq!(level(&company, &sku), (6, 0, 0));

    // The last one is sold at another price.
    let seen = found(&company, &sku, "near_expiry", ("SOON", 20), 3);
    let cheaper = DisposalProposalRequest {
        mark_down: Some(MarkDownBody {
            price_fen: 9_900,
            promotion: None,
        }),
        ..proposal(1)
    };
    planner.propose_disposal(&seen, &cheaper).unwrap();
    let kept = manager.decide_disposal(&seen, &APPROVE).unwrap();
    assert_eq!(kept.stage, "kept");
    assert_eq!(lots(&company, &sku, "CQ1")[0], held("SOON", 1, 0, 0));
}

#[test]
fn expired_lots_are_scrapped_and_what_was_scrapped_otherwise_lapses() {
    let company = Company::open(crate::program());
    let sku = goods(&company, LotControl::Expiry, 2);
    receive(&company, vec![line(&sku, "A", 2, 4), line(&sku, "B", 2, 3)]);
    company.run_job("expiry", in_days(1));
    until("both lots to be kept apart", || {
        (level(&company, &sku) == (0, 0, 7)).then_some(())
    });
    let a = found(&company, &sku, "expired", ("A", 2), 1);
    let b = found(&company, &sku, "expired", ("B", 2), 1);
    assert_eq!((a.found, b.found), (4, 3));
    let scrap = DisposalProposalRequest {
        scrap: true,
        ..proposal(4)
    };
    let planner = company.person(Role::Planner);
    planner.propose_disposal(&a, &scrap).unwrap();
    let manager = company.person(Role::Manager);
    manager.decide_disposal(&a, &APPROVE).unwrap();
    let then = [held("A", 0, 0, 0), held("B", 0, 0, 3)];
    assert_eq!(lots(&company, &sku, "CQ1"), then);

    let by_hand = adjustment(AdjustmentKind::Scrap, line(&sku, "B", 2, 3));
    manager.adjust_stock(&by_hand).unwrap();
    company.run_job("expiry", in_days(1));
    company.run_job("disposals", in_days(2));
    until("the other to lapse", || {
        let of_lot = ("B", Some(in_days(2)));
        let known = planner
            .disposal_of_lot("CQ1", &sku, "expired", of_lot)
            .unwrap();
        (known.stage == "lapsed").then_some(())
    });
    assert_eq!(level(&company, &sku), (0, 0, 0));
}
