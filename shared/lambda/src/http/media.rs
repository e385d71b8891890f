//! Whether somebody reads with a browser (RFC 9110, 12.5.1).

use super::quality::{Ranges, Weight};

/// Whether `Accept` prefers a page to JSON, as browsers do; not when it prefers neither.
pub(super) fn prefers_page(accept: Option<&str>) -> bool {
    let ranges = Ranges::parse(accept);
    weight(&ranges, "text/html", "text/*") > weight(&ranges, "application/json", "application/*")
}

/// The weight of a media type: that of the range that names it most closely.
fn weight(ranges: &Ranges, media_type: &str, family: &str) -> Option<Weight> {
    [media_type, family, "*/*"]
        .iter()
        .find_map(|wanted| ranges.weight(|name| name == *wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_get_pages_and_programs_get_json() {
        for browser in [
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "text/html, application/json;q=0.9",
            "text/*, application/json;q=0.5",
            "TEXT/HTML;level=1",
        ] {
            assert!(prefers_page(Some(browser)), "{browser}");
        }
        for program in [
            "",
            "*/*",
            "application/json",
            "application/json, text/html",
            "application/json, text/html;q=0.9",
            "text/html;q=0, */*",
            "text/html;q=banana",
            "image/png",
        ] {
            assert!(!prefers_page(Some(program)), "{program}");
        }
        assert!(!prefers_page(None));
    }
}
