//! Ranges with their weights, as in `Accept` and `Accept-Language` (RFC 9110, 12.4.2).

/// The most ranges that are looked at; browsers send fewer than ten.
const MOST_RANGES: usize = 32;

/// The ranges of a header, in the order in which they stand.
pub(super) struct Ranges(Vec<Range>);

/// One range with its weight in thousandths.
struct Range {
    name: String,
    thousandths: u16,
}

/// How much something is wanted, and after it how early it was named: a tie goes to the earlier one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weight(u16, usize);

impl Ranges {
    /// Reads a header; ranges that are malformed are dropped, and not the header.
    pub(super) fn parse(header: Option<&str>) -> Self {
        let ranges = header.unwrap_or_default().split(',').take(MOST_RANGES);
        Self(ranges.filter_map(Range::parse).collect())
    }

    /// The weight of those ranges of which `is_meant` holds, by their names in lower case; none when no range is
    /// meant. What is refused weighs as little as what is unknown.
    pub(super) fn weight(&self, is_meant: impl Fn(&str) -> bool) -> Option<Weight> {
        let ranges = self.0.iter().enumerate();
        let meant = ranges.filter(|(_, range)| is_meant(&range.name));
        let weights = meant.map(|(index, range)| match range.thousandths {
            0 => Weight::default(),
            weight => Weight(weight, MOST_RANGES.saturating_sub(index)),
        });
        weights.max()
    }
}

impl Range {
    /// `en-GB;q=0.8`; `None` when it is not of this form. Parameters other than the weight, as media types have them,
    /// are passed over.
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(';');
        let name = parts.next()?.trim().to_ascii_lowercase();
        let mut weight = 1000;
        for parameter in parts {
            let parameter = parameter.trim();
            if let Some(quality) = parameter.strip_prefix(['q', 'Q']) {
                weight = thousandths(quality.trim_start().strip_prefix('=')?.trim())?;
            }
        }
        (!name.is_empty()).then_some(Self {
            name,
            thousandths: weight,
        })
    }
}

/// `0.85` as 850; `None` unless it is 0 to 1 with at most three decimals.
fn thousandths(quality: &str) -> Option<u16> {
    let (whole, decimals) = quality.split_once('.').unwrap_or((quality, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(fraction),
        "1" if fraction == 0 => Some(1000),
        _ => None,
    }
}
