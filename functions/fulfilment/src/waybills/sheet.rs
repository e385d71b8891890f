//! Sheets to be printed: what is in a parcel 装箱单, and the manifest 交接单 that a driver signs.

use domain::dated::Dated;
use domain::handover_manifest::HandoverManifest;
use domain::product::Product;
use domain::waybill::Waybill;
use lambda::http::{Failure, Request, Response};

use super::label::{escaped, yuan};
use super::{manifest as manifests, named};
use crate::App;

const MEDIA_TYPE: &str = "text/html; charset=utf-8";

/// `GET /v1/waybills/{waybill}/packing-list`: no personal data.
pub(super) async fn packing_list(app: &App, request: Request) -> Result<Response, Failure> {
    let waybill = named(app, &request).await?.state;
    let skus: Vec<String> = waybill.pieces.iter().map(|it| it.sku.to_string()).collect();
    let products = app.store.load_many::<Dated<Product>>(&skus).await?;
    let products: Vec<&Product> = products
        .iter()
        .map(|it| it.state.at_or_first(request.received_at).value)
        .collect();
    let page = packing(&waybill, &products);
    let name = format!("packing-list-{}.html", waybill.id);
    Ok(Response::file(MEDIA_TYPE, &name, page.as_bytes()))
}

/// `GET /v1/manifests/{number}/sheet`
pub(super) async fn manifest(app: &App, request: Request) -> Result<Response, Failure> {
    let manifest = manifests::named(app, request.path("number")).await?;
    let name = format!("manifest-{}.html", manifest.number);
    Ok(Response::file(
        MEDIA_TYPE,
        &name,
        handover(&manifest).as_bytes(),
    ))
}

fn packing(waybill: &Waybill, products: &[&Product]) -> String {
    let rows = waybill.pieces.iter().map(|pieces| {
        let product = products.iter().find(|product| product.sku == pieces.sku);
        let name = product.map_or_else(String::new, |product| product.name.clone());
        [pieces.sku.to_string(), name, pieces.quantity.to_string()]
    });
    let number = waybill.waybill_no().map(ToString::to_string);
    let facts = [
        ("订单", waybill.id.order.to_string()),
        ("运单号", number.unwrap_or_default()),
        ("仓库", waybill.warehouse.clone()),
        ("重量（克）", waybill.weight_g.to_string()),
    ];
    page("装箱单", &facts, ["SKU", "商品", "数量"], rows)
}

fn handover(manifest: &HandoverManifest) -> String {
    let rows = manifest.parcels.iter().map(|parcel| {
        [
            parcel.waybill_no.to_string(),
            parcel.weight_g.to_string(),
            yuan(parcel.cod),
        ]
    });
    let facts = [
        ("交接单号", manifest.number.to_string()),
        ("承运商", manifest.carrier.to_string()),
        ("仓库", manifest.warehouse.clone()),
        ("日期", manifest.date.to_string()),
        ("件数", manifest.parcels.len().to_string()),
        ("司机签字", String::new()),
    ];
    let columns = ["运单号", "重量（克）", "代收货款（元）"];
    page("交接单", &facts, columns, rows)
}

fn page<const N: usize>(
    title: &str,
    facts: &[(&str, String)],
    columns: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> String {
    let facts = facts.iter().map(|(name, value)| {
        let value = escaped(value);
        format!("<p>{name}：{value}</p>\n")
    });
    let head = columns.map(|column| format!("<th>{column}</th>")).concat();
    let rows = rows.map(|row| {
        let cells = row.map(|cell| format!("<td>{}</td>", escaped(&cell)));
        format!("<tr>{}</tr>\n", cells.concat())
    });
    format!(
        "<!doctype html>\n<html lang=\"zh\"><meta charset=\"utf-8\"><title>{title}</title>\n\
         <style>table{{border-collapse:collapse}}td,th{{border:1px solid;padding:2px 8px}}</style>\n\
         <h1>{title}</h1>\n{}<table>\n<tr>{head}</tr>\n{}</table>\n</html>\n",
        facts.collect::<String>(),
        rows.collect::<String>(),
    )
}
