//! What the process and scoring demand of a draft.

use alloc::string::ToString as _;
use core::fmt;

use crate::values::grouping::grouped;
use crate::values::{ProcessDemand, ScoringDemand, StageKind};
use crate::wording::names::one_of;

impl fmt::Display for ProcessDemand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AssistantGrant => "`propose` or `no`: an assistant never decides",
            Self::FlagOnly => "`flag`: only `mql` and `sql` can be recycled",
            Self::GoneDealPlace => "a name that the new version no longer has: what it has stays where it is",
            Self::NoCircle => "a calendar that does not extend this one in turn",
            Self::NoteFreeReason => "a reason that needs no note, because the clock cannot write one",
            Self::OneCalendarPerTeam => "a team that no other calendar names",
            Self::OneEntryPerWeekday => "a weekday that no other entry names",
            Self::OneFormOfPipelines => "`pipeline` or `pipelines`: write one of them",
            Self::OpenDealStage => "the name of an open stage: `won` and `lost` are outcomes",
            Self::EachPresetOnce => "each preset once",
            Self::FactOfLife => "a fact of the lead's life, none of clocks or corrections",
            Self::LastTargetForAll => "no target after the one that is for all leads: it is never chosen",
            Self::StepsInOrder => "steps in the order in which they come: from the start, then from the deadline",
            Self::WarningBeforeTarget => "a warning before the deadline",
            Self::OpenSomeTime => "opening hours on some weekday",
            Self::OpenStage => {
                f.write_str("an open stage: ")?;
                return one_of(f, [StageKind::Lead, StageKind::Mql, StageKind::Sql, StageKind::Opportunity]);
            }
            Self::OwnStageName => "a name that no other stage has",
            Self::ShiftsApart => "opening intervals that do not overlap",
            Self::UnreservedReason => "a code that is not reserved for the crate itself",
        })
    }
}

impl fmt::Display for ScoringDemand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BetterGradeFirst => f.write_str("the better grade's points first"),
            Self::DifferentDimensions => f.write_str("different dimensions"),
            Self::DifferentFingerprints => f.write_str("names with different fingerprints: rename one"),
            Self::ExitUpToEnter => f.write_str("`exit` of at most `enter`"),
            Self::FallingStep => f.write_str("no more than the step before keeps"),
            Self::FallingRanks => f.write_str("`a` of at least `b`"),
            Self::FloorUpToCap => f.write_str("a `floor` of at most the `cap`"),
            Self::LaterStep => f.write_str("a later age than the step before"),
            Self::LongerStep => f.write_str("a longer span than the step before"),
            Self::NoRanksBesideMatrix => f.write_str("no `ranks`: the matrix gives its own"),
            Self::NonNegativeDimension(name) => write!(f, "dimension `{name}` with a floor of at least 0"),
            Self::PointsUpTo(most) => write!(f, "at most {} points either way", grouped(&most.to_string())),
            Self::PositivePoints => f.write_str("a positive number of points"),
            Self::PromotingProfile => f.write_str("the profile that promotes, as there are several"),
            Self::RangeOrList => f.write_str("a range (`from`, `to`) or `one_of`"),
            Self::StepsOfDate => f.write_str("steps in `ahead` or `missed`"),
            Self::TwoOrThreeDimensions => f.write_str("two or three dimensions"),
            Self::TwoDimensions => f.write_str("two different dimensions"),
            Self::UpToKept(keep) => write!(f, "1 to {keep}, which the tag keeps"),
            Self::UpToNewest { newest, keep } => {
                write!(f, "1 to {newest}: the tag keeps {keep} and the rule looks at {newest}")
            }
        }
    }
}
