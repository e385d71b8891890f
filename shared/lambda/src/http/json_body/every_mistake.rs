//! Every mistake in the shape of a body, not only the first one.
//!
//! The reader stops at the first value that does not fit. Here that value is noted, another that
//! fits stands in for it, and the reader tries again, until nothing is wrong any more or nothing
//! is found that fits.

use domain::refusal::Evidence;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use serde_path_to_error::{Path, Segment};

use super::evidence;

/// The most mistakes that are looked for; the rest follows once these are mended.
const MOST: usize = 50;
/// The most times that a body is read.
const MOST_READINGS: usize = 400;
/// The most bytes of a body in which more than the first mistake is looked for.
const LARGEST: usize = 32 * 1024;

/// A step on the way to a value.
#[derive(Clone, Debug, PartialEq)]
enum Step {
    Key(String),
    Index(usize),
}

/// Where the reader stopped, and why.
struct Mistake {
    place: Vec<Step>,
    evidence: Evidence,
    /// Whether the value is there but may not be.
    unknown: bool,
    /// What the reader says.
    message: String,
}

/// The mistakes after the first one, which the reader found in `body` by itself.
pub(super) fn others<T: DeserializeOwned>(body: &[u8], first: &Evidence) -> Vec<Evidence> {
    let value = (body.len() <= LARGEST).then(|| serde_json::from_slice(body).ok());
    let Some(Some(value)) = value else {
        return Vec::new();
    };
    let mut search = Search {
        value,
        readings: 0,
        stood_in: Vec::new(),
    };
    let mut found = search.all::<T>();
    found.retain(|mistake| mistake != first);
    found
}

struct Search {
    value: Value,
    readings: usize,
    /// Where another value stands in: what is wrong within it is no mistake of the caller's.
    stood_in: Vec<Vec<Step>>,
}

impl Search {
    fn all<T: DeserializeOwned>(&mut self) -> Vec<Evidence> {
        let mut found = Vec::new();
        while found.len() < MOST {
            let Some(mistake) = self.read::<T>() else {
                break;
            };
            if !self.stood_in.iter().any(|at| mistake.place.starts_with(at)) {
                found.push(mistake.evidence.clone());
            }
            if !self.mend::<T>(&mistake) {
                break;
            }
        }
        found
    }

    /// The first mistake, if there is one and it has a place.
    fn read<T: DeserializeOwned>(&mut self) -> Option<Mistake> {
        self.readings = self.readings.saturating_add(1);
        let error = serde_path_to_error::deserialize::<_, T>(&self.value).err()?;
        let message = error.inner().to_string();
        let mut place = steps(error.path())?;
        if let Some(field) = message.strip_prefix("missing field ") {
            place.push(Step::Key(field.trim_matches('`').to_owned()));
        }
        Some(Mistake {
            evidence: evidence(&error.path().to_string(), error.inner()),
            unknown: message.starts_with("unknown field "),
            place,
            message,
        })
    }

    /// Puts something in the place of the mistake with which the reader gets past it.
    fn mend<T: DeserializeOwned>(&mut self, mistake: &Mistake) -> bool {
        let Some((last, way)) = mistake.place.split_last() else {
            return false;
        };
        if mistake.unknown {
            return match (at(&mut self.value, way), last) {
                (Some(Value::Object(fields)), Step::Key(key)) => fields.remove(key).is_some(),
                _ => false,
            };
        }
        self.stood_in.push(mistake.place.clone());
        let mut stand_ins: Vec<Value> = of_each_kind().into();
        stand_ins.extend(first_word(&mistake.message));
        while let Some(stand_in) = stand_ins.pop() {
            let tried = stand_in.clone();
            if self.readings >= MOST_READINGS || !put(&mut self.value, way, last, stand_in) {
                return false;
            }
            match self.read::<T>() {
                Some(next) if next.place == mistake.place => {
                    let word = first_word(&next.message);
                    stand_ins.extend(word.filter(|word| *word != tried));
                }
                Some(_) | None => return true,
            }
        }
        false
    }
}

/// The way to where the reader stopped; `None` when it cannot be told.
fn steps(path: &Path) -> Option<Vec<Step>> {
    let steps = path.iter().map(|segment| match segment {
        Segment::Seq { index } => Some(Step::Index(*index)),
        Segment::Map { key } => Some(Step::Key(key.clone())),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    steps.collect()
}

fn at<'a>(value: &'a mut Value, way: &[Step]) -> Option<&'a mut Value> {
    way.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(index),
    })
}

fn put(value: &mut Value, way: &[Step], last: &Step, stand_in: Value) -> bool {
    match (at(value, way), last) {
        (Some(Value::Object(fields)), Step::Key(key)) => {
            fields.insert(key.clone(), stand_in);
            true
        }
        (Some(Value::Array(items)), Step::Index(index)) => {
            items.get_mut(*index).map(|item| *item = stand_in).is_some()
        }
        _ => false,
    }
}

/// The first of the words that the reader expects, where it names them.
fn first_word(message: &str) -> Option<Value> {
    let (_, expected) = message.rsplit_once(", expected ")?;
    expected.split('`').nth(1).map(Value::from)
}

/// A value of each kind that bodies have; the last is tried first.
fn of_each_kind() -> [Value; 8] {
    [
        json!("00000000-0000-0000-0000-000000000000"),
        json!("2000-01-01T00:00:00Z"),
        json!("2000-01-01"),
        json!(true),
        json!({}),
        json!([]),
        json!(""),
        json!(1),
    ]
}
