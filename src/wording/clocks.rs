//! Service-level clocks in words.

use core::fmt;

use crate::lead::ClocksChanged;
use crate::sla::{ClockRun, ClockTrace, StopKind, Target, TracePart, TraceState};
use crate::values::{Addressee, Instant};
use crate::wording::words::{Told, Words, displayed};

displayed!(ClockRun, ClockTrace, ClocksChanged, TracePart);

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Elapsed(span) => write!(f, "{span}"),
            Self::Working(span) => write!(f, "{span} of working time"),
            Self::BusinessDays(1) => f.write_str("1 business day"),
            Self::BusinessDays(days) => write!(f, "{days} business days"),
        }
    }
}

/// `, due …` or nothing.
pub(super) struct Due<'z>(pub(super) Option<Instant>, pub(super) Words<'z>);

impl fmt::Display for Due<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |due| write!(f, ", due {}", self.1.at(due)))
    }
}

/// Whom a step tells.
pub(super) struct Tell<'a>(pub(super) &'a [Addressee]);

impl fmt::Display for Tell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nobody is told");
        }
        for (number, word) in self.0.iter().enumerate() {
            let before = if number == 0 { "tell " } else { ", or if there is none " };
            write!(f, "{before}{word}")?;
        }
        Ok(())
    }
}

impl Told for ClocksChanged {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, run) in self.runs().enumerate() {
            f.write_str(if number == 0 { "" } else { "; " })?;
            write!(f, "{}", words.of(run))?;
        }
        Ok(())
    }
}

impl Told for ClockRun {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let run = self;
        write!(f, "clock `{}` ({})", run.clock(), run.target())?;
        let Some(stop) = run.stop() else {
            return match run.due_at() {
                Some(due) => write!(f, " runs, due {}", words.at(due)),
                None => f.write_str(" is held, and nobody knows until when"),
            };
        };
        match stop.how {
            StopKind::Done if run.is_late() => write!(f, " stopped late, {}", words.at(stop.at))?,
            StopKind::Done => write!(f, " stopped in time, {}", words.at(stop.at))?,
            StopKind::Restarted => write!(f, " begins anew {}", words.at(stop.at))?,
            StopKind::Ended => write!(f, " ended without it, {}", words.at(stop.at))?,
            StopKind::Retired => f.write_str(" ended: the policy has it no longer")?,
            StopKind::Withdrawn => return f.write_str(" never ran, as is known now"),
        }
        write!(f, " after {}", stop.worked)?;
        write!(f, "{}", Due(run.due_at(), words))
    }
}

impl Told for ClockTrace {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, part) in self.parts.iter().enumerate() {
            f.write_str(if number == 0 { "" } else { "; " })?;
            write!(f, "{}", words.of(part))?;
        }
        if let Some(known) = self.holidays_known_until {
            write!(f, " (holidays are known until {known} only)")?;
        }
        let Some(cut) = self.cut_at else { return Ok(()) };
        write!(f, "; not told from {} on: there are too many parts", words.at(cut))
    }
}

impl Told for TracePart {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}: ", words.at(self.from), words.at(self.until))?;
        match &self.state {
            TraceState::Worked => write!(f, "worked {}", self.until.saturating_since(self.from)),
            TraceState::Closed(closed) => write!(f, "{closed}"),
            TraceState::Held => f.write_str("held"),
        }
    }
}
