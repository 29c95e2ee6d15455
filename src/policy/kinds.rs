//! The types of value that a policy holds, each with two stand-ins: what may be read instead of a value that its type
//! refuses.

use alloc::string::ToString as _;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt::Display;

use crate::access::Grant;
use crate::calendar::{Shift, Weekdays, ZoneChoice, ZoneRule};
use crate::deal::{Allowance, DealItem};
use crate::document::{Kind, Means};
use crate::handoff::HandoffItem;
use crate::policy::stale::StaleThen;
use crate::recycle::Then;
use crate::scoring::{Count, DecayDraft, OncePer};
use crate::sla::{AttemptBy, ClockAnchor, ClockHold, ClockScope, SlaPreset, StepFrom};
use crate::values::{
    ActivityKind, Addressee, CalendarName, Carry, Channel, ClockName, ContactOutcome, CriterionName, Currency, Date,
    DealStageName, DimensionName, Direction, FactKind, FieldKind, FieldName, GroupName, HolidayListName, Instant,
    Keyword, Milestone, Origin, PipelineName, Points, PolicyLabel, ProfileName, Rank, Rate, ReasonCode, Retain, Role,
    RuleName, Span, StageKind, TagName, TeamKey, Text, UtcOffset, ZoneName,
};

/// Every type of value that a policy file holds. A type that is missing here is still read, but its faults come alone,
/// as those of the shape do.
pub(super) fn kinds() -> Vec<Kind> {
    vec![
        Kind::of::<ActivityKind>(Means::Name),
        Kind::of::<Addressee>(Means::Name),
        Kind::of::<CalendarName>(Means::Name),
        Kind::of::<ClockName>(Means::Name),
        Kind::of::<CriterionName>(Means::Name),
        Kind::of::<DealStageName>(Means::Name),
        Kind::of::<DimensionName>(Means::Name),
        Kind::of::<FieldName>(Means::Name),
        Kind::of::<GroupName>(Means::Name),
        Kind::of::<HolidayListName>(Means::Name),
        Kind::of::<Keyword>(Means::Name),
        Kind::of::<PipelineName>(Means::Name),
        Kind::of::<PolicyLabel>(Means::Name),
        Kind::of::<ProfileName>(Means::Name),
        Kind::of::<ReasonCode>(Means::Name),
        Kind::of::<RuleName>(Means::Name),
        Kind::of::<TagName>(Means::Name),
        Kind::of::<TeamKey>(Means::Name),
        Kind::of::<Text>(Means::Name),
        Kind::of::<ZoneName>(Means::Name),
        Kind::of::<AttemptBy>(Means::Word("person", "anyone")),
        Kind::of::<Channel>(Means::Word("phone", "mail")),
        Kind::of::<ClockAnchor>(Means::Word("became_mql", "activity")),
        Kind::of::<ClockHold>(Means::Word("postponed", "unowned")),
        Kind::of::<ClockScope>(Means::Word("stage", "cycle")),
        Kind::of::<ContactOutcome>(Means::Word("dialled", "bounced")),
        Kind::of::<Direction>(Means::Word("inbound", "outbound")),
        Kind::of::<FactKind>(Means::Word("captured", "won")),
        Kind::of::<Milestone>(Means::Word("lead", "won")),
        Kind::of::<Origin>(Means::Word("inbound", "outbound")),
        Kind::of::<SlaPreset>(Means::Word("first_contact", "first_approach")),
        Kind::of::<StepFrom>(Means::Word("start", "due")),
        Kind::of::<Allowance>(Means::Word("allow", "refuse")),
        Kind::of::<Carry>(Means::Word("keep", "reset")),
        Kind::of::<Count>(Means::Word("each", "each")),
        Kind::of::<DealItem>(Means::Word("lines", "expected_close")),
        Kind::of::<DecayDraft>(Means::Word("none", "none")),
        Kind::of::<FieldKind>(Means::Word("text", "number")),
        Kind::of::<Grant>(Means::Word("no", "R")),
        Kind::of::<HandoffItem>(Means::Word("history", "memo")),
        Kind::of::<OncePer>(Means::Word("object", "object")),
        Kind::of::<Rank>(Means::Word("A", "C")),
        Kind::of::<Retain>(Means::Word("keep", "clear")),
        Kind::of::<Role>(Means::Word("mk", "fs")),
        Kind::of::<StageKind>(Means::Word("lead", "mql")),
        Kind::of::<StaleThen>(Means::Word("flag", "flag")),
        Kind::of::<Then>(Means::Word("disqualify", "disqualify")),
        Kind::of::<Currency>(texts(&Currency::JPY, &Currency::USD)),
        Kind::of::<Points>(texts(&Points::MIN, &Points::MAX)),
        Kind::of::<Rate>(texts(&Rate::ZERO, &Rate::ONE)),
        Kind::of::<Span>(texts(&Span::ZERO, &Span::MAX)),
        Kind::of::<Date>(texts(&"1900-01-01", &"9999-12-31")),
        Kind::of::<Instant>(texts(&Instant::MIN, &Instant::MAX)),
        Kind::of::<Shift>(texts(&"00:00-12:00", &"12:00-24:00")),
        Kind::of::<UtcOffset>(texts(&"-14:00", &"+14:00")),
        Kind::of::<Weekdays>(texts(&"mon", &"tue")),
        Kind::of::<ZoneChoice>(texts(&"-14:00", &"+14:00")),
        Kind::of::<ZoneRule>(texts(&"UTC0", &"JST-9")),
        Kind::of::<u16>(Means::Number(0, u16::MAX.into())),
        Kind::of::<u32>(Means::Number(0, u32::MAX.into())),
    ]
}

fn texts(first: &dyn Display, second: &dyn Display) -> Means {
    Means::Text(first.to_string(), second.to_string())
}

#[cfg(test)]
mod tests {
    use crate::document::assert_sound;
    use crate::policy::kinds::kinds;

    #[test]
    fn every_stand_in_is_legal_and_every_kind_is_known_by_its_own_words() {
        assert_sound(&kinds());
    }
}
