//! What 快递100 and 快递鸟 push of parcels, in their own shapes and with their own signatures (5.3.3).

use std::collections::BTreeMap;

use contract::carrier_pushes::{self, KdniaoAnswer, Kuaidi100Answer, Pushed};
use lambda::http::{Failure, Request, Response};
use lambda::{origin, push_signature};

use crate::{App, reports};

/// 快递鸟's interface 轨迹推送; others, such as of money collected, are answered and left alone.
const TRACES: [&str; 2] = ["101", "102"];

/// `POST /v1/carrier-pushes/kuaidi100`
pub(crate) async fn kuaidi100(app: &App, request: Request) -> Result<Response, Failure> {
    let form = request.form()?;
    let field = |name: &str| form.get(name).map_or("", String::as_str);
    let (param, sign) = (field("param"), field("sign"));
    let expected = push_signature::kuaidi100(param, &app.kuaidi100_salt);
    // Examples of the service have either case.
    if !push_signature::is(&expected, &sign.to_uppercase(), &app.kuaidi100_salt) {
        return Err(request.refused_signature("sign").into());
    }
    let pushed = carrier_pushes::kuaidi100(param, request.received_at)?;
    take(app, &request, pushed).await?;
    Response::ok(&Kuaidi100Answer::taken())
}

/// `POST /v1/carrier-pushes/kdniao`
pub(crate) async fn kdniao(app: &App, request: Request) -> Result<Response, Failure> {
    let form = request.form()?;
    let field =
        |form: &BTreeMap<String, String>, name: &str| form.get(name).cloned().unwrap_or_default();
    let data = field(&form, "RequestData");
    let expected = push_signature::kdniao(&data, &app.kdniao_key);
    if !push_signature::is(&expected, &field(&form, "DataSign"), &app.kdniao_key) {
        return Err(request.refused_signature("DataSign").into());
    }
    let (company, pushed) = carrier_pushes::kdniao(&data, request.received_at)?;
    if TRACES.contains(&field(&form, "RequestType").as_str()) {
        take(app, &request, pushed).await?;
    }
    Response::ok(&KdniaoAnswer::taken(company, request.received_at))
}

/// Takes the reports parcel by parcel. A parcel that is not known, or not yet, is left out: each push holds the whole
/// history, so the next one of that parcel has what this one had.
async fn take(app: &App, request: &Request, pushed: Pushed) -> Result<(), Failure> {
    let meta = origin::request(request);
    let (mut unknown, left_out) = (0_usize, pushed.left_out);
    for parcel in pushed.parcels {
        let named = (&parcel.carrier, &parcel.waybill_no);
        let taken = reports::take(app, &meta, named, &parcel.reports).await;
        match taken {
            Ok(Some(_)) => {}
            Ok(None) => unknown = unknown.saturating_add(1),
            Err(failure) => return Err(failure),
        }
    }
    if unknown > 0 || left_out > 0 {
        tracing::warn!(unknown, left_out, "parts of a push were left out");
    }
    Ok(())
}
