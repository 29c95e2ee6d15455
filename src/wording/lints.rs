//! Advice on a policy.

use core::fmt;

use crate::policy::{Advice, Lint};
use crate::scoring::{ScoringAdvice, ScoringLint};

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.advice)
    }
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RepeatedTest { criterion } => write!(f, "`{criterion}` is asked for more than once"),
            Self::UnusedCriterion { criterion } => {
                write!(f, "no bar asks for `{criterion}`: ask for it, or leave it out")
            }
            Self::ProbabilityOfOutcome { probability } => {
                write!(f, "`{probability}` at an open stage reads like an outcome")
            }
            Self::ProbabilityFalls { before, before_probability, after, after_probability } => {
                write!(f, "`{after}` is less likely to be won ({after_probability}) ")?;
                write!(f, "than `{before}` before it ({before_probability})")
            }
            Self::FirstMeetingAtOpening => {
                f.write_str("deals open at the first meeting already, so holding it moves nothing")
            }
            Self::ReasonWithoutRule { reason } => {
                write!(f, "`{reason}` does not say what follows, so the general rule recycles: write `then`")
            }
            Self::UnusedReasons { command } => {
                write!(f, "nobody may issue `{command}`, so these reasons are never given")
            }
            Self::RecycleDiscards => {
                f.write_str("with one cycle every recycle discards: no other rule of recycling takes effect")
            }
            Self::CoolingNeverGrows => {
                f.write_str("the cooling is the longest from the start: the back-off never takes effect")
            }
            Self::CoolingOutlastsStale { stale, cooling } => {
                write!(f, "a lead counts as stale after {stale}, while it still cools for {cooling}")
            }
            Self::NobodyMayIssue { right } => write!(f, "nobody may issue `{right}`"),
            Self::StageWithoutExit { stage } => write!(f, "nobody may take a lead out of stage `{stage}`"),
            Self::NoDealToOwn { right } => {
                write!(f, "no deal is open when `{right}` is issued: it is never permitted")
            }
            Self::NoMeetingBooked { right } => {
                write!(f, "no meeting is booked by `{right}`: it is never permitted")
            }
            Self::PersonalMadePublic { field } => {
                write!(f, "`{field}` is personal in the standard: marked as not personal, it survives an erasure")
            }
            Self::PersonalPrint { tag, field } => {
                write!(f, "`{tag}` counts once per value of `{field}`, which is personal: ")?;
                f.write_str("prints of its values survive an erasure, count once per `object` or another field")
            }
            Self::UnusedHolidays { list } => {
                write!(f, "no calendar uses the holidays `{list}`: name them, or leave them out")
            }
            Self::UnusedZone { zone } => write!(f, "nothing is read in `{zone}`: leave its transitions out"),
            Self::HolidaysEnd { list, known_until } => {
                write!(f, "the holidays `{list}` are known until {known_until} only: ")?;
                f.write_str("add those that follow, or deadlines after it fall on holidays")
            }
            Self::HolidaysPassed { list, last } => {
                write!(f, "the last of the holidays `{list}` was {last}: ")?;
                f.write_str("add those that follow, or say in `known_until` to which date there are no others")
            }
            Self::NoOpenProposals => f.write_str("no proposal may be open, so nothing can be proposed"),
            Self::Scoring(advice) => write!(f, "{advice}"),
        }
    }
}

impl fmt::Display for ScoringLint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.advice)
    }
}

impl fmt::Display for ScoringAdvice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoActivityMeets => f.write_str("no activity can meet this condition: its parts exclude each other"),
            Self::NoProfileMeets => f.write_str("no profile can meet this condition: its parts exclude each other"),
            Self::NoPoints => f.write_str("gives 0 points: it changes no score"),
            Self::OverlappingBands { earlier } => {
                write!(f, "overlaps band {earlier}, which wins where both hold")
            }
            Self::NeverPromotes => {
                f.write_str("this profile can never promote: no activity earns a tag, and `fit_alone` is not set")
            }
            Self::ThresholdUnreachable { most } | Self::MinimumUnreachable { most } => {
                write!(f, "no lead can reach this: the most is {most}")
            }
            Self::RuleCapNeverReached { most } => write!(f, "the rule gives at most {most}"),
            Self::CapNeverReached { most } => write!(f, "nothing gives more than {most} here"),
            Self::UnusedTag => f.write_str("no rule weighs this tag and it raises no hand"),
            Self::EmptyGroup => f.write_str("no rule belongs to this group"),
            Self::UnusedDimension => f.write_str("no score profile takes this dimension"),
        }
    }
}
