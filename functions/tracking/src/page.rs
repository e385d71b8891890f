//! The tracking page 订单跟踪页 (6.1.1): what the customer's link shows in a browser. Made for phones; without scripts,
//! fonts or pictures, so that it opens at once and anywhere.

mod words;

use contract::problem::Language;
use contract::timeline::{TimelineEntry, TrackView};
use domain::calendar::BUSINESS_OFFSET;
use domain::order::StageName;
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use lambda::http::Response;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use self::words::{PageWords, STEPS};

/// Readable in the light and in the dark, from 320 pixels up, and when text is enlarged twofold.
const STYLE: &str = include_str!("page/style.css");

/// The page of an order.
pub(crate) fn of(view: &TrackView, language: Language) -> Response {
    let words = words::in_language(language);
    let body = html! {
        h1 { (view.stage_text) }
        @if let Some(number) = &view.external_no {
            p .number { (words.order) " " span { (number) } }
        }
        @if let Some(expected) = view.expected_on {
            p .expected { (words.expected) " " strong { (day(expected, language)) } }
        }
        @if let Some(reached) = step(view.stage) { (steps(reached, language)) }
        @if !view.shipments.is_empty() {
            section aria-labelledby="parcels" {
                h2 #parcels { (words.parcels) }
                ul .parcels {
                    @for parcel in &view.shipments {
                        li {
                            span .carrier { (parcel.carrier_name.as_deref().unwrap_or(&parcel.carrier)) }
                            " " span .waybill { (parcel.waybill_no) }
                            @if let Some(at) = parcel.delivered_at {
                                " " span .delivered { (words.delivered) " " (moment(at, language)) }
                            }
                        }
                    }
                }
            }
        }
        section aria-labelledby="happenings" {
            h2 #happenings { (words.happenings) }
            ol .happenings reversed {
                @for entry in view.entries.iter().rev() { (happening(entry, language)) }
            }
        }
    };
    page(200, words, language, &body)
}

/// The page of a link that leads nowhere.
pub(crate) fn refused(refusal: &Refusal, language: Language) -> Response {
    let words = words::in_language(language);
    let body = html! {
        h1 { (words.no_order) }
        p { (match language {
            Language::Chinese => &refusal.chinese,
            Language::English => &refusal.english,
        }) }
    };
    page(refusal.class.status(), words, language, &body)
}

fn page(status: u16, words: &PageWords, language: Language, body: &Markup) -> Response {
    let (other, address) = match language {
        Language::Chinese => (Language::English, "?lang=en"),
        Language::English => (Language::Chinese, "?lang=zh"),
    };
    let own = match language {
        Language::Chinese => "?lang=zh",
        Language::English => "?lang=en",
    };
    let page = html! {
        (DOCTYPE)
        html lang=(language.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (words.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    p { (words.title) }
                    nav aria-label=(words.language) {
                        a href=(address) hreflang=(other.tag()) lang=(other.tag()) {
                            (words::in_language(other).name)
                        }
                    }
                }
                main { (body) }
                footer {
                    @if status == 200 { p { a href=(own) { (words.refresh) } } }
                    p { (words.footer) }
                }
            }
        }
    };
    Response::page(status, page.into_string(), STYLE).header("content-language", language.tag())
}

fn steps(reached: usize, language: Language) -> Markup {
    let words = words::in_language(language);
    html! {
        ol .steps aria-label=(words.progress) {
            @for (step, name) in STEPS.iter().enumerate() {
                li .done[step < reached] .current[step == reached] aria-current=[(step == reached).then_some("step")] {
                    (name.in_language(language))
                    @if step < reached { span .unseen { (words.done) } }
                }
            }
        }
    }
}

fn happening(entry: &TimelineEntry, language: Language) -> Markup {
    html! {
        li {
            span { (entry.text) }
            " " time datetime=(entry.at) { (moment(entry.at, language)) }
        }
    }
}

/// How many of the steps are behind an order, unless it will not come.
const fn step(stage: StageName) -> Option<usize> {
    match stage {
        StageName::Received
        | StageName::AwaitingReview
        | StageName::Negotiating
        | StageName::Approved
        | StageName::AwaitingPayment => Some(0),
        StageName::Preparing | StageName::Ready => Some(1),
        StageName::Dispatched => Some(2),
        StageName::Serving => Some(3),
        StageName::Delivered | StageName::Completed => Some(STEPS.len()),
        StageName::Rejected | StageName::Cancelled => None,
    }
}

/// A day as people write it.
fn day(day: Date, language: Language) -> String {
    let format = match language {
        Language::Chinese => "%-m月%-d日",
        Language::English => "%-d %B",
    };
    day.strftime(format).to_string()
}

/// A day and the time of day as people write them, in China.
fn moment(at: Timestamp, language: Language) -> String {
    let at = BUSINESS_OFFSET.to_datetime(at);
    format!("{} {}", day(at.date(), language), at.strftime("%H:%M"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use contract::consignment::ParcelView;
    use domain::event_kind::EventKind;

    use super::*;

    fn view(number: &str) -> TrackView {
        let at: Timestamp = "2026-12-01T17:05:00Z".parse().unwrap();
        TrackView {
            external_no: Some(number.to_owned()),
            stage: StageName::Dispatched,
            stage_text: "On its way".to_owned(),
            expected_on: Some(jiff::civil::date(2026, 12, 4)),
            shipments: vec![ParcelView {
                carrier: "shunfeng".to_owned(),
                carrier_name: Some("顺丰速运".to_owned()),
                waybill_no: "SF1234567890123".to_owned(),
                consignment: None,
                delivered_at: None,
            }],
            entries: vec![TimelineEntry {
                at,
                kind: EventKind::OrderDispatched,
                text: "Dispatched".to_owned(),
                by: None,
            }],
        }
    }

    #[test]
    fn times_are_those_of_china() {
        let body = of(&view("T-1"), Language::English).into_body().unwrap();
        assert!(body.contains("2 December 01:05"), "{body}");
        let body = of(&view("T-1"), Language::Chinese).into_body().unwrap();
        assert!(body.contains("12月2日 01:05"), "{body}");
    }

    #[test]
    fn what_comes_from_outside_is_text_and_never_markup() {
        let body = of(&view("<script>alert(1)</script>\"'&"), Language::Chinese)
            .into_body()
            .unwrap();
        assert!(!body.contains("<script"), "{body}");
        assert!(body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    }

    #[test]
    fn every_stage_has_its_place_on_the_way_or_ends_it() {
        let steps: BTreeSet<Option<usize>> = StageName::ALL.into_iter().map(step).collect();
        let places = (0..=STEPS.len()).map(Some);
        assert_eq!(steps, places.chain([None]).collect());
    }
}
