use super::*;
use domain::role::Role;
use std::collections::BTreeSet;

/// One letter per role in the order of `Role::ALL`; a dot where the role may not call.
const TABLE: &str = "
        POST /v1/orders                      cs........A
        POST /v1/orders/check                cs........A
        POST /v1/channels/{shop}/orders      signed
        GET /v1/orders                       csrpwlfvamA
        GET /v1/orders/{id}                  csrpwlfvamA
        POST /v1/orders/{id}/cancel          cs.....v.mA
        POST /v1/orders/{id}/split-shipments cs.....v..A
        POST /v1/orders/{id}/negotiation     cs........A
        POST /v1/orders/{id}/contact         .sr.wl.v..A
        GET /v1/orders/{id}/disclosures      ........amA
        GET /v1/terms                        public
        POST /v1/imports                     .s.......mA
        GET /v1/imports/{id}                 .s.......mA
        GET /v1/imports/{id}/rows            .s.......mA
        GET /v1/imports/{id}/report.csv      .s.......mA
        GET /v1/imports/template             .s.......mA
        GET /v1/health                       public
        GET /v1/openapi.json                 public
        GET /v1/work/{list}                  .srpwlfvamA
        POST /v1/orders/{id}/review          ..r......mA
        POST /v1/work/review/decisions       ..r......mA
        POST /v1/orders/{id}/review/claim    ..r......mA
        DELETE /v1/orders/{id}/review/claim  ..r......mA
        POST /v1/orders/{id}/review/assignment  .........mA
        POST /v1/orders/{id}/credit-override ......f..mA
        POST /v1/orders/{id}/holds           .srpwlfv.mA
        POST /v1/orders/{id}/holds/{hold}/release  .srpwlfv.mA
        GET /v1/policy                       .srpwlfvamA
        PUT /v1/policy                       .........mA
        GET /v1/calendar/{year}              .srpwlfvamA
        PUT /v1/calendar/{year}              .........mA
        POST /v1/review/simulations          ..r......mA
        GET /v1/products                     csrpwlfvamA
        POST /v1/products/import             ...p.....mA
        GET /v1/products/{sku}               csrpwlfvamA
        PUT /v1/products/{sku}               ...p.....mA
        GET /v1/blacklist/{customer}         .srpwlfvamA
        PUT /v1/blacklist/{customer}         .........mA
        DELETE /v1/blacklist/{customer}      .........mA
        POST /v1/blacklist/phones            .........mA
        POST /v1/blacklist/phones/lookup     .srpwlfvamA
        GET /v1/blacklist/phones/{entry}     .srpwlfvamA
        DELETE /v1/blacklist/phones/{entry}  .........mA
        GET /v1/prices                       .s.......mA
        POST /v1/prices/import               .........mA
        GET /v1/prices/{audience}/{sku}      .s.......mA
        PUT /v1/prices/{audience}/{sku}      .........mA
        GET /v1/promotions                   .srpwlfvamA
        POST /v1/promotions/import           ...p.....mA
        GET /v1/promotions/{id}              .srpwlfvamA
        PUT /v1/promotions/{id}             ...p.....mA
        POST /v1/stock/receipts              ....w.....A
        POST /v1/stock/adjustments           ...pw....mA
        GET /v1/stock/adjustments/{no}       .srpwlfvamA
        GET /v1/stock/{sku}                  .srpwlfvamA
        GET /v1/stock/{sku}/lots             .srpwlfvamA
        GET /v1/stock/{sku}/lots/{lot}       .srpwlfvamA
        POST /v1/orders/{id}/picks           ....wl....A
        POST /v1/orders/{id}/picks/failures  ....wl....A
        GET /v1/stock/{sku}/zones/{warehouse}  .srpwlfvamA
        PUT /v1/stock/{sku}/zones/{warehouse}  ...pw....mA
        POST /v1/stocktakes                  ...p.....mA
        GET /v1/stocktakes/{number}          .srpwlfvamA
        POST /v1/stocktakes/{number}/counts  ....w.....A
        POST /v1/stocktakes/{number}/recount   ...p..f..mA
        POST /v1/stocktakes/{number}/approval  ......f..mA
        POST /v1/stocktakes/{number}/cancel    ...p.....mA
        GET /v1/disposals                    .srpwlfvamA
        GET /v1/disposals/{warehouse}/{sku}/{cause}  .srpwlfvamA
        POST /v1/disposals/{warehouse}/{sku}/{cause}/proposal  ...pw....mA
        POST /v1/disposals/{warehouse}/{sku}/{cause}/decision  .........mA
        GET /v1/reorder-points               .srpwlfvamA
        POST /v1/reorder-points/import       ...p.....mA
        GET /v1/reorder-points/{sku}/{warehouse}  .srpwlfvamA
        PUT /v1/reorder-points/{sku}/{warehouse}  ...p.....mA
        DELETE /v1/reorder-points/{sku}/{warehouse}  ...p.....mA
        GET /v1/stock/{sku}/shards/{warehouse} .srpwlfvamA
        PUT /v1/stock/{sku}/shards/{warehouse} ...p.....mA
        POST /v1/stock/{sku}/shards/{warehouse}/balance ...p.....mA
        GET /v1/suppliers                    .srpwlfvamA
        GET /v1/suppliers/{supplier}         .srpwlfvamA
        PUT /v1/suppliers/{supplier}         ...p.....mA
        GET /v1/suppliers/{supplier}/offers/{sku}  .srpwlfvamA
        PUT /v1/suppliers/{supplier}/offers/{sku}  ...p.....mA
        POST /v1/purchase-orders/quotes      ...p.....mA
        POST /v1/purchase-orders             ...p.....mA
        GET /v1/purchase-orders/{number}     .srpwlfvamA
        POST /v1/purchase-orders/{number}/approval   ...p.....mA
        POST /v1/purchase-orders/{number}/placement  ...p.....mA
        POST /v1/purchase-orders/{number}/promise    ...p.....mA
        POST /v1/purchase-orders/{number}/receipts   ....w.....A
        POST /v1/purchase-orders/{number}/close      ...p.....mA
        POST /v1/purchase-orders/{number}/cancel     ...p.....mA
        GET /v1/production-lines  .srpwlfvamA
        GET /v1/production-lines/{line}  .srpwlfvamA
        PUT /v1/production-lines/{line}  ...p.....mA
        POST /v1/production-lines/{line}/schedule  ...p.....mA
        GET /v1/routings/{sku}  .srpwlfvamA
        PUT /v1/routings/{sku}  ...p.....mA
        POST /v1/work-orders  ...p.....mA
        GET /v1/work-orders/{number}  .srpwlfvamA
        POST /v1/work-orders/{number}/start  ...pw.....A
        POST /v1/work-orders/{number}/reports  ...pw.....A
        POST /v1/work-orders/{number}/completion  ...pw.....A
        POST /v1/work-orders/{number}/inspections  ...pw....mA
        POST /v1/work-orders/{number}/close  ...p.....mA
        POST /v1/work-orders/{number}/cancel  ...p.....mA
        POST /v1/supplier-returns            ...p.....mA
        GET /v1/supplier-returns/{number}    .srpwlfvamA
        POST /v1/supplier-returns/{number}/shipment  ....wl....A
        POST /v1/supplier-returns/{number}/answer    ...p.....mA
        POST /v1/supplier-returns/{number}/close     ......f..mA
        POST /v1/supplier-returns/{number}/cancel    ...p.....mA
        POST /v1/orders/{id}/shipments       ....wl....A
        POST /v1/stock/{sku}/reallocations/quotes ...p.....mA
        POST /v1/stock/{sku}/reallocations   ...p.....mA
        POST /v1/orders/{id}/services/{sku}/appointment .s.....v.mA
        POST /v1/orders/{id}/services/{sku}/completion  .......v.mA
        POST /v1/orders/{id}/waybills        ....wl....A
        GET /v1/orders/{id}/waybills         .srpwlfvamA
        POST /v1/orders/{id}/dispatch        ....wl....A
        GET /v1/waybills/{waybill}           .srpwlfvamA
        POST /v1/waybills/{waybill}/void     ....wl....A
        POST /v1/waybills/{waybill}/label    ....wl....A
        GET /v1/waybills/{waybill}/packing-list .srpwlfvamA
        POST /v1/manifests                   ....wl....A
        GET /v1/manifests/{number}           .srpwlfvamA
        GET /v1/manifests/{number}/sheet     .srpwlfvamA
        GET /v1/carriers                     .srpwlfvamA
        GET /v1/carriers/{carrier}/agreement .srpwlfvamA
        PUT /v1/carriers/{carrier}/agreement .....l...mA
        GET /v1/carriers/{carrier}/tariffs   .srpwlfvamA
        POST /v1/carriers/{carrier}/tariffs/import .....l...mA
        POST /v1/carriers/quotes             .s.pwl.v.mA
        POST /v1/carriers/{carrier}/events   signed
        POST /v1/carrier-pushes/kuaidi100    signed
        POST /v1/carrier-pushes/kdniao       signed
        POST /v1/orders/{id}/delivery         .....l.v..A
        POST /v1/orders/{id}/exceptions      .s..wl.v..A
        GET /v1/orders/{id}/exceptions       .srpwlfvamA
        POST /v1/orders/{id}/exceptions/{exception}/claim .....l.v..A
        POST /v1/orders/{id}/exceptions/{exception}/measures .....l.v..A
        POST /v1/orders/{id}/exceptions/{exception}/resolution .....l.v..A
        GET /v1/orders/{id}/timeline         csrpwlfvamA
        GET /v1/track/{token}                public
        POST /v1/payments                    ......f...A
        POST /v1/payments/{provider}/notify  signed
        POST /v1/payments/{id}/refunds       ......f...A
        GET /v1/customers/{id}/account       csr...f.amA
        PUT /v1/customers/{id}/account       ......f..mA
        GET /v1/receivables                  ......f.amA
    ";

#[test]
fn every_route_admits_exactly_the_roles_of_the_table() {
    // The team lead, who comes last, has a test of its own.
    let letters = "csrpwlfvamA";
    let mut seen = 0;
    for line in TABLE.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (key, expected) = line.rsplit_once(' ').unwrap();
        let access = access(key.trim()).unwrap_or_else(|| panic!("no route {key}"));
        let found: String = match access {
            Access::Public => "public".to_owned(),
            Access::Signed => "signed".to_owned(),
            Access::Roles(_) => Role::ALL
                .into_iter()
                .zip(letters.chars())
                .map(|(role, letter)| if access.admits(&[role]) { letter } else { '.' })
                .collect(),
        };
        assert_eq!(found, expected, "{key}");
        seen += 1;
    }
    assert_eq!(seen, ROUTES.len(), "the table of the test has every route");
}

#[test]
fn a_team_lead_may_call_what_a_reviewer_may() {
    for route in ROUTES {
        let (lead, reviewer) = (&[Role::TeamLead], &[Role::Reviewer]);
        assert!(
            route.access.admits(lead) || !route.access.admits(reviewer),
            "{}",
            route.key
        );
    }
    let assigns = access("POST /v1/orders/{id}/review/assignment").unwrap();
    assert!(assigns.admits(&[Role::TeamLead]) && !assigns.admits(&[Role::Reviewer]));
    assert!(!access("PUT /v1/policy").unwrap().admits(&[Role::TeamLead]));
}

#[test]
fn keys_and_operations_are_unique_and_well_formed() {
    let keys: BTreeSet<_> = ROUTES.iter().map(|route| route.key).collect();
    let operations: BTreeSet<_> = ROUTES.iter().map(|route| route.operation).collect();
    assert_eq!((keys.len(), operations.len()), (ROUTES.len(), ROUTES.len()));
    for route in ROUTES {
        assert!(
            ["GET", "POST", "PUT", "DELETE"].contains(&route.method()),
            "{}",
            route.key
        );
        assert!(route.path().starts_with("/v1/"), "{}", route.key);
    }
}

#[test]
fn roles_add_up_and_no_role_admits_nowhere() {
    let access = access("PUT /v1/policy").unwrap();
    assert!(access.admits(&[Role::Sales, Role::Manager]));
    assert!(!access.admits(&[Role::Sales, Role::Finance]));
    assert!(!access.admits(&[]));
    assert_eq!(super::access("DELETE /v1/orders"), None);
}
