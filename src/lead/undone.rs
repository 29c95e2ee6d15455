//! What a correction says: of the lead, and of the facts that count no longer.

use crate::lead::fact::FactBody;
use crate::lead::revisions::Revisions;
use crate::lead::sections::Sections;
use crate::lead::split::Split;
use crate::lead::taken_back::TakenBack;

/// Which facts a correction says count no longer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Undone<'a> {
    /// The facts that it is about.
    pub(super) facts: Option<&'a Revisions>,
    /// What fell with them.
    pub(super) fallen: &'a Revisions,
    /// The promotions that are hollow.
    pub(super) hollow: &'a Revisions,
    /// Up to this revision nothing was looked at.
    pub(super) since: u64,
}

impl FactBody {
    /// What a correction says of the lead.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only corrections say what a lead comes to")]
    pub(super) fn sections(&self) -> Option<&Sections> {
        match self {
            Self::TakenBack(taken) => Some(&taken.lead),
            Self::SplitFrom(split) | Self::SplitOff(split) => Some(&split.sections),
            Self::ContributionCorrected(said) => Some(&said.sections),
            _ => None,
        }
    }

    /// Which facts a correction says count no longer.
    #[expect(clippy::wildcard_enum_match_arm, reason = "only corrections say it")]
    pub(super) fn undone(&self) -> Option<Undone<'_>> {
        match self {
            Self::TakenBack(taken) => {
                let TakenBack { facts, fallen, hollow, since, .. } = &**taken;
                Some(Undone { facts: Some(facts), fallen, hollow, since: *since })
            }
            Self::SplitFrom(split) | Self::SplitOff(split) => {
                let Split { facts, fallen, hollow, .. } = &**split;
                Some(Undone { facts: Some(facts), fallen, hollow, since: 0 })
            }
            Self::ContributionCorrected(said) => {
                Some(Undone { facts: None, fallen: &said.fallen, hollow: &said.hollow, since: 0 })
            }
            _ => None,
        }
    }
}
