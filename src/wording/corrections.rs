//! Why facts are not taken back, and what changes if they are.

use alloc::string::ToString as _;
use core::fmt;

use crate::lead::{FactKind, MilestoneMark};
use crate::lifecycle::{Correction, CorrectionUnmet, Corrections, FactAt, Leads, TakeBackError};
use crate::values::{Date, Milestone, Moment};
use crate::wording::facts::Facts as Runs;
use crate::wording::words::{Told, Words, displayed};

displayed!(Correction);

/// `12 became_sql, 14 won`: by revision, with what it is.
pub(super) struct FactsAt<'a>(pub(super) &'a [FactAt]);

impl fmt::Display for FactsAt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, FactAt { fact, kind }) in self.0.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            write!(f, "{comma}{fact} `{kind}`")?;
        }
        Ok(())
    }
}

impl fmt::Display for CorrectionUnmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingNamed => f.write_str("nothing is named: say which facts, or what happened instead"),
            Self::TooMany { given, most } => write!(f, "{given} are given in one order, at most {most} may be"),
            Self::NoSuchFact { facts, newest } => {
                let are = if facts.len() == 1 { "there is no" } else { "there are no" };
                write!(f, "{are} {}: the newest is {newest}", Runs(facts))
            }
            Self::NeedsWhole { snapshot } => {
                write!(f, "it reaches back to before the snapshot at revision {snapshot}: give the whole history")
            }
            Self::MadeByRule { facts } => {
                write!(
                    f,
                    "made by rule, leave them out: {}; they fall when their grounds do: name these, or tell instead what was missing",
                    FactsAt(facts)
                )
            }
            Self::TellAgain { facts } => {
                write!(f, "leave these out, they are corrected by telling again what is right: {}", FactsAt(facts))
            }
            Self::NeverTakenBack { facts } => {
                write!(f, "never taken back, leave them out: {}", FactsAt(facts))?;
                let of_merge = |one: &FactAt| {
                    matches!(
                        one.kind,
                        FactKind::MergedInto
                            | FactKind::MergedFrom
                            | FactKind::SplitFrom
                            | FactKind::SplitOff
                            | FactKind::ContributionCorrected
                    )
                };
                f.write_str(if facts.iter().any(of_merge) { "; `merge` and `split` undo each other" } else { "" })
            }
            Self::OfStage { facts } => {
                write!(f, "the right `take_back_stage` is needed for {}", FactsAt(facts))
            }
            Self::TurnsAfter { facts } => {
                write!(f, "later turns are to be taken back too: {}", FactsAt(facts))
            }
            Self::StandOn { facts } => {
                write!(f, "these stand on what is taken back, and are to be taken back too: {}", FactsAt(facts))
            }
            Self::Merged { into } => {
                write!(f, "it was merged into `{into}`, which is to be told too: give its history, or split")
            }
            Self::OfMerged { facts } => {
                write!(f, "of a merged lead only news are taken back, split it first: {}", FactsAt(facts))
            }
            Self::NotInstead { command } => write!(f, "`{command}` does not tell what happened instead"),
            Self::InsteadTakenBack { activity } => {
                write!(
                    f,
                    "activity `{activity}` is among those that were taken back: tell what did happen under another id"
                )
            }
            Self::InsteadRefused { number, command } => {
                write!(f, "what is told instead, number {number} (`{command}`), is refused, for what follows")
            }
        }
    }
}

/// `mql (2026-04-03)`, in a list.
fn milestones(
    f: &mut fmt::Formatter<'_>,
    words: Words<'_>,
    what: &str,
    these: &[(Milestone, MilestoneMark)],
) -> fmt::Result {
    for (index, (milestone, mark)) in these.iter().enumerate() {
        f.write_str(if index > 0 { ", " } else { what })?;
        write!(f, "{milestone}")?;
        if let Some(moment) = mark.day.map(Moment::Day).or(mark.at.map(Moment::At)) {
            write!(f, " ({})", words.moment(moment))?;
        }
    }
    Ok(())
}

impl Told for Correction {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = self.stage;
        write!(f, "lead `{}`: {from}", self.lead)?;
        if from != to {
            write!(f, " -> {to}")?;
        }
        match self.score {
            Some((before, after)) if before != after => write!(f, ", score {before} -> {after}")?,
            Some((before, _)) => write!(f, ", score {before}")?,
            None => {}
        }
        milestones(f, words, "; never reached: ", &self.never)?;
        milestones(f, words, "; reached anew: ", &self.anew)?;
        let promotions = [("; hollow: mql (", &self.hollow), ("; hollow no longer: mql (", &self.sound)];
        for (what, these) in promotions {
            for (index, at) in these.iter().enumerate() {
                f.write_str(if index > 0 { ", " } else { what })?;
                write!(f, "{}", words.at(*at))?;
            }
            f.write_str(if these.is_empty() { "" } else { ")" })?;
        }
        Ok(())
    }
}

/// `2026-04`, or that nobody knows the month.
fn month(f: &mut fmt::Formatter<'_>, first: Option<Date>) -> fmt::Result {
    match first {
        Some(first) => f.write_str(first.to_string().get(..7).unwrap_or_default()),
        None => f.write_str("of an unknown month"),
    }
}

impl fmt::Display for Corrections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "leads looked at: {}", self.leads)?;
        for ((from, to), leads) in &self.stages {
            write!(f, "\n{from} -> {to}: {}", leads.count)?;
            names(f, leads)?;
        }
        for ((first, milestone), unmade) in &self.milestones {
            let parts = [
                ("never reached", &unmade.never),
                ("hollow", &unmade.hollow),
                ("hollow no longer", &unmade.sound),
                ("reached anew", &unmade.anew),
            ];
            for (what, leads) in parts.into_iter().filter(|(_, leads)| leads.count > 0) {
                write!(f, "\n{milestone} ")?;
                month(f, *first)?;
                write!(f, ", {what}: {}", leads.count)?;
                names(f, leads)?;
            }
        }
        Ok(())
    }
}

fn names(f: &mut fmt::Formatter<'_>, leads: &Leads) -> fmt::Result {
    for (index, name) in leads.names.iter().enumerate() {
        write!(f, "{} {name}", if index > 0 { "," } else { " -" })?;
    }
    Ok(())
}

impl fmt::Display for TakeBackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Replay(error) => write!(f, "{error}"),
            Self::Refused(refusal) => write!(f, "{refusal}"),
        }
    }
}
