//! The host's present is the newest date that it has seen, and the machine's clock is not asked: a mistyped year would
//! carry every lead into it. So a date that lies far after the newest one before is refused, by name.
//!
//! What can become the present, each compared before anything of it is stored: a line of the journal, `--now` of `load`,
//! `backfill` and `clock`, `--at` of `do` and `take-back`, and `as_of` of a mapping. `--happened`, and what a line says of when it
//! happened, never does: the crate refuses what lies after the present. `--now` of a report changes nothing.

use lead_lifecycle::Instant;

use crate::problem::Problem;

/// How many days the present may go on at once, unless `--jump` says otherwise.
pub(crate) const DAYS: u32 = 400;

/// The date that another one is compared with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Beside {
    /// The newest that is stored or was read before.
    Newest(Instant),
    /// Before the first date there is, nothing lies: it is compared with the line that follows it.
    Following(Instant),
}

/// How far the present may go on at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Jump {
    pub(crate) days: u32,
}

impl Jump {
    /// Whether a date may become the present, after the newest one before it. Where there is none it may: there is
    /// nothing to compare it with.
    pub(crate) fn check(self, what: &str, at: Instant, newest: Option<Instant>) -> Result<(), Problem> {
        self.check_beside(what, at, newest.map(Beside::Newest))
    }

    /// The same, beside any date.
    pub(crate) fn check_beside(self, what: &str, at: Instant, beside: Option<Beside>) -> Result<(), Problem> {
        let (known, whose) = match beside {
            None => return Ok(()),
            Some(Beside::Newest(known)) => (known, "the newest date before it"),
            Some(Beside::Following(known)) => (known, "the date of the next line"),
        };
        let days = days_after(at, known);
        if days <= i64::from(self.days) {
            return Ok(());
        }
        Err(Problem::Far(format!(
            "{what} `{at}` lies {days} days after {whose}, `{known}`, and more than {} are hardly meant: write the right \
             date, or `--jump {days}` if it is right",
            self.days
        )))
    }
}

/// Whole days, the begun one too: so many are enough for `--jump`.
fn days_after(at: Instant, newest: Instant) -> i64 {
    at.seconds().saturating_sub(newest.seconds()).saturating_add(86_399).div_euclid(86_400)
}
