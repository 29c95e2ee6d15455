//! Versions of a policy, and why a book says nothing of a lead.

use core::fmt;

use crate::lead::{Because, Cause, Fact, FactKind};
use crate::lifecycle::{DealMoved, LeadPreview, PolicyGap, PolicyPreview, RecountError};
use crate::values::{Instant, PolicyStamp};
use crate::wording::words::{Told, Words, displayed};

displayed!(LeadPreview, PolicyGap);

/// A version by its label and since when it is in force; one that always was, by its label.
impl Told for PolicyStamp {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.label)?;
        if self.since > Instant::MIN { write!(f, " of {}", words.at(self.since)) } else { Ok(()) }
    }
}

impl Told for PolicyGap {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Newer { lead, in_force } => write!(
                f,
                "the lead is under policy {} ({}), which is newer than {}, the policy in force here: read the policies again",
                words.of(lead),
                lead.fingerprint,
                words.of(in_force)
            ),
            Self::Unknown { lead, in_force, .. } if lead.fingerprint == in_force.fingerprint => write!(
                f,
                "the lead is under policy {} ({}), the same rules as {} here, from another instant: correct since when they are in force here, or issue `adopt_policy`",
                words.of(lead),
                lead.fingerprint,
                words.of(in_force)
            ),
            Self::Unknown { lead, in_force, zones } => {
                write!(
                    f,
                    "the lead is under policy {} ({}), which is not known here: add it to the policies, or issue `adopt_policy` to put the lead under what is in force here, {} ({})",
                    words.of(lead),
                    lead.fingerprint,
                    words.of(in_force),
                    in_force.fingerprint
                )?;
                let Some((first, others)) = zones.split_first() else { return Ok(()) };
                write!(f, "; if only the zone differs (`{first}`")?;
                others.iter().try_for_each(|zone| write!(f, ", `{zone}`"))?;
                f.write_str("), another edition of the zone database was read: store the policy with the transitions that it was resolved to")
            }
            Self::Before { at, from } => write!(
                f,
                "the policies begin at {}, and what held at {} is not known: add the policy that was in force then",
                words.at(*from),
                words.at(*at)
            ),
        }
    }
}

impl fmt::Display for DealMoved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((old, from), (new, to)) = (&self.from, &self.to);
        write!(f, "deal `{}` of {} goes from `{from}` to `{to}`", self.deal, self.value)?;
        if old == new { Ok(()) } else { write!(f, ", from pipeline `{old}` to `{new}`") }
    }
}

/// A line of what happens to one lead because of a version.
impl Told for LeadPreview {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` comes under policy {}", self.lead, words.of(&self.to))?;
        let effects = [
            (self.promoted, "is promoted"),
            (self.first_contact, "waits for a first contact"),
            (self.held_back, "is at the threshold and held back as stock"),
            (self.demoted, "is demoted"),
            (self.stale, "becomes stale"),
            (self.recount_due, "has to be counted again"),
        ];
        for (_, effect) in effects.iter().filter(|(holds, _)| *holds) {
            write!(f, "; {effect}")?;
        }
        self.deal_moved.as_ref().map_or(Ok(()), |moved| write!(f, "; {moved}"))
    }
}

/// The counts in one line; names are for lists.
impl fmt::Display for PolicyPreview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {} leads come under another version", self.adopted, self.leads)?;
        let counts = [
            (self.promoted, "promoted"),
            (self.first_contacts, "of them waiting for a first contact"),
            (self.held_back, "at the threshold and held back as stock"),
            (self.demoted, "demoted"),
            (self.stale, "stale"),
            (self.deals_moved, "with a deal that moves"),
            (self.recount_due, "to be counted again"),
        ];
        counts.iter().try_for_each(|(count, what)| write!(f, ", {count} {what}"))
    }
}

impl fmt::Display for RecountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Replay(error) => write!(f, "{error}"),
            Self::Policy(gap) => write!(f, "{gap}"),
        }
    }
}

/// Why a rule brought a fact about, where that is not plain: `because the policy `July` of 2026-07-01 00:00`.
pub(super) struct WhyByRule<'a, 'z>(pub(super) &'a Fact, pub(super) Words<'z>);

impl fmt::Display for WhyByRule<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(fact, words) = self;
        match &fact.envelope.cause {
            Cause::Rule(Because::Policy) if fact.kind() == FactKind::PolicyAdopted => Ok(()),
            Cause::Rule(Because::Policy) => write!(f, ", because the policy {}", words.of(&fact.envelope.policy)),
            Cause::Rule(Because::Recount) => f.write_str(", because the score was counted again"),
            Cause::Rule(Because::Correction) => f.write_str(", because facts were taken back or leads parted"),
            Cause::Rule(Because::Merge) => f.write_str(", because another lead was merged into it"),
            Cause::Rule(Because::Fact(_) | Because::Time) | Cause::Command | Cause::Proposal(_) | Cause::Import => {
                Ok(())
            }
        }
    }
}
