//! Stretches in which a clock does not run.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::values::Instant;

/// A stretch in which a clock does not run: from its first second, to the one at which it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Hold {
    /// Its first second.
    pub from: Instant,
    /// When it is over; none: nobody knows yet.
    pub until: Option<Instant>,
}

impl Hold {
    /// Whether the clock is held at an instant.
    #[must_use]
    pub fn covers(&self, at: Instant) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    fn ends_before(&self, at: Instant) -> bool {
        self.until.is_some_and(|until| until < at)
    }
}

/// Adds a hold: those that overlap or touch become one, and they stay in order.
pub(super) fn unite(holds: &mut Vec<Hold>, more: Hold) {
    if more.until.is_some_and(|until| until <= more.from) {
        return;
    }
    let mut whole = more;
    let apart = |known: &Hold| known.ends_before(whole.from) || whole.ends_before(known.from);
    let (apart, joined): (Vec<Hold>, Vec<Hold>) = holds.iter().partition(|known| apart(known));
    for known in joined {
        whole.from = whole.from.min(known.from);
        whole.until = whole.until.zip(known.until).map(|(one, other)| one.max(other));
    }
    *holds = apart;
    let place = holds.iter().position(|known| known.from > whole.from).unwrap_or(holds.len());
    holds.insert(place, whole);
}

/// Ends at an instant what is held then.
pub(super) fn cut(holds: &mut Vec<Hold>, at: Instant) {
    for hold in holds.iter_mut().filter(|hold| hold.covers(at)) {
        hold.until = Some(at);
    }
    holds.retain(|hold| hold.until.is_none_or(|until| until > hold.from));
}

/// Ends at an instant what is held then, and what is held without an end from later on: it never was.
pub(super) fn release(holds: &mut Vec<Hold>, at: Instant) {
    cut(holds, at);
    holds.retain(|hold| hold.until.is_some() || hold.from < at);
}

/// Ends at an instant what is held then, and nothing is held later either.
pub(super) fn close(holds: &mut Vec<Hold>, at: Instant) {
    cut(holds, at);
    holds.retain(|hold| hold.from < at);
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;
    use proptest::prelude::*;

    use crate::sla::hold::{Hold, close, cut, unite};
    use crate::values::Instant;

    fn at(second: i64) -> Instant {
        Instant::from_seconds(second).unwrap()
    }

    fn held(holds: &[Hold], second: i64) -> bool {
        holds.iter().any(|hold| hold.covers(at(second)))
    }

    proptest! {
        /// United holds hold at the same seconds as the single ones, in order, with gaps between them.
        #[test]
        fn united_holds_are_one_set(written in proptest::collection::vec((0_i64..60, proptest::option::of(0_i64..60)), 0..12), end in 0_i64..60) {
            let single: Vec<Hold> = written.iter().map(|(from, until)| Hold { from: at(*from), until: until.map(at) }).collect();
            let mut united = Vec::new();
            for hold in &single {
                unite(&mut united, *hold);
            }
            for second in 0..70 {
                prop_assert_eq!(held(&single, second), held(&united, second));
            }
            prop_assert!(united.windows(2).all(|pair| pair[0].until.is_some_and(|until| until < pair[1].from)));
            let mut closed = united.clone();
            close(&mut closed, at(end));
            for second in 0..70 {
                prop_assert_eq!(held(&closed, second), second < end && held(&united, second));
            }
            cut(&mut united, at(end));
            prop_assert!(!held(&united, end) || end >= 60);
        }
    }
}
