//! Trying again what the server could not do just now.

use std::time::Duration;

use super::{Answer, ClientError};

/// How often a call is tried, and how long the pauses between are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Tries in all.
    pub tries: u32,
    /// The first pause; each one after it is twice as long.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
}

impl Patience {
    /// One try.
    pub const ONCE: Self = Self {
        tries: 1,
        first_pause: Duration::ZERO,
        longest_pause: Duration::ZERO,
    };

    /// Ten tries within about fifteen seconds, enough for a server that restarts.
    pub const PERSISTENT: Self = Self {
        tries: 10,
        first_pause: Duration::from_millis(50),
        longest_pause: Duration::from_secs(3),
    };

    /// The first answer that more patience would not change: anything but "too many" (429),
    /// "not now" (503) and no answer at all.
    pub(super) fn keep_trying(
        self,
        mut attempt: impl FnMut() -> Result<Answer, ClientError>,
    ) -> Result<Answer, ClientError> {
        let mut pause = self.first_pause;
        for _ in 1..self.tries {
            match attempt() {
                Ok(answer) if matches!(answer.status, 429 | 503) => {}
                Err(ClientError::Unreachable { .. }) => {}
                settled => return settled,
            }
            std::thread::sleep(pause);
            pause = pause.saturating_mul(2).min(self.longest_pause);
        }
        attempt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16) -> Answer {
        Answer {
            status,
            headers: ureq::http::HeaderMap::new(),
            body: Vec::new(),
        }
    }

    #[test]
    fn only_what_may_pass_is_tried_again_and_not_for_ever() {
        let patience = Patience {
            tries: 3,
            ..Patience::ONCE
        };
        let table: [(&[u16], u16, usize); 4] = [
            (&[201], 201, 1),
            (&[503, 429, 200], 200, 3),
            (&[503, 503, 503, 200], 503, 3),
            (&[500, 200], 500, 1),
        ];
        for (statuses, expected, tries) in table {
            let mut seen = 0;
            let last = patience.keep_trying(|| {
                seen += 1;
                Ok(answer(statuses[seen - 1]))
            });
            assert_eq!(
                (last.unwrap().status, seen),
                (expected, tries),
                "{statuses:?}"
            );
        }
    }
}
