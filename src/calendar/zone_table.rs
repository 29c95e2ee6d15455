//! What a named zone's clocks did and will do.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::calendar::day::DAY;
use crate::calendar::zone_error::ZoneError;
use crate::calendar::zone_rule::ZoneRule;
use crate::values::{Instant, UtcOffset, limits};

/// The transitions of a named zone, and the rule for what comes after the last: plain data, and part of every policy that
/// names the zone.
///
/// The feature `tz` fills it from the IANA database that this version of the crate was built with
/// ([`ZoneTable::of`](crate::calendar::ZoneTable)); a host may hand in its own. Before the first transition the clocks
/// stand at `first`. Without a rule the last offset stays for ever.
///
/// ```
/// use lead_lifecycle::calendar::{ZoneTable, ZoneTransition};
/// use lead_lifecycle::values::UtcOffset;
/// let new_york = ZoneTable::new(
///     "-05:00".parse()?,
///     vec![ZoneTransition("2007-03-11T07:00:00Z".parse()?, "-04:00".parse()?)],
///     Some("EST5EDT,M3.2.0,M11.1.0".parse()?),
/// )?;
/// assert_eq!(new_york.offset_at("2026-07-01T04:30:00Z".parse()?).to_string(), "-04:00");
///
/// // A rule has to go on from where the table ends.
/// let torn = ZoneTable::new(UtcOffset::JST, vec![], Some("EST5EDT,M3.2.0,M11.1.0".parse()?));
/// assert!(torn.is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ZoneTableDraft")]
pub struct ZoneTable {
    first: UtcOffset,
    /// INVARIANT: strictly rising.
    transitions: Vec<ZoneTransition>,
    after: Option<ZoneRule>,
}

/// From this instant on the clocks stand at this offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneTransition(pub Instant, pub UtcOffset);

/// A table as people write it, not yet checked: what a [`PolicyDraft`](crate::PolicyDraft) holds.
///
/// ```
/// use lead_lifecycle::PolicyDraft;
/// use lead_lifecycle::calendar::{ZoneTable, ZoneTableDraft};
/// let tokyo = ZoneTable::new("+09:00".parse()?, vec![], Some("JST-9".parse()?))?;
/// let mut draft = PolicyDraft::standard();
/// draft.zones.insert("Asia/Tokyo".parse()?, tokyo.into());
///
/// let torn = ZoneTableDraft { first: "+09:00".parse()?, transitions: vec![], after: Some("EST5".parse()?) };
/// assert!(ZoneTable::try_from(torn).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct ZoneTableDraft {
    /// How far its clocks stand from UTC before the first transition.
    pub first: UtcOffset,
    /// When they change, in order.
    #[serde(default)]
    pub transitions: Vec<ZoneTransition>,
    /// The rule for what comes after the last transition; without one the last offset stays.
    #[serde(default)]
    pub after: Option<ZoneRule>,
}

impl TryFrom<ZoneTableDraft> for ZoneTable {
    type Error = ZoneError;

    fn try_from(draft: ZoneTableDraft) -> Result<Self, ZoneError> {
        Self::new(draft.first, draft.transitions, draft.after)
    }
}

impl From<ZoneTable> for ZoneTableDraft {
    fn from(table: ZoneTable) -> Self {
        Self { first: table.first, transitions: table.transitions, after: table.after }
    }
}

impl ZoneTable {
    /// Checks a table.
    ///
    /// # Errors
    /// More than 1,024 transitions; transitions that do not rise; a closing rule that says another offset than the table
    /// at the last transition (without transitions: at [`Instant::MIN`]).
    pub fn new(first: UtcOffset, transitions: Vec<ZoneTransition>, after: Option<ZoneRule>) -> Result<Self, ZoneError> {
        if !limits::ZONE_TRANSITIONS.admits_len(transitions.len()) {
            return Err(ZoneError::Transitions { got: transitions.len() });
        }
        let pairs = transitions.iter().zip(transitions.iter().skip(1));
        if let Some((_, late)) = pairs.into_iter().find(|(one, next)| next.0 <= one.0) {
            return Err(ZoneError::Order { at: late.0 });
        }
        let table = Self { first, transitions, after };
        let (at, offset) = table.last();
        match table.after.as_ref().map(|rule| rule.offset_at(at)) {
            Some(rule) if rule != offset => Err(ZoneError::Closing { at, table: offset, rule }),
            Some(_) | None => Ok(table),
        }
    }

    /// Where the table ends, and with what.
    fn last(&self) -> (Instant, UtcOffset) {
        self.transitions.last().map_or((Instant::MIN, self.first), |last| (last.0, last.1))
    }

    /// How far clocks stand from UTC at an instant.
    #[must_use]
    pub fn offset_at(&self, at: Instant) -> UtcOffset {
        let past = self.transitions.partition_point(|transition| transition.0 <= at);
        match &self.after {
            Some(rule) if past == self.transitions.len() => rule.offset_at(at),
            Some(_) | None => self.before(past),
        }
    }

    /// The offset at a second, and a later second up to which it stays. `None`: for ever.
    pub(super) fn stretch(&self, second: i64) -> (UtcOffset, Option<i64>) {
        let past = self.transitions.partition_point(|transition| transition.0.seconds() <= second);
        match (self.transitions.get(past), &self.after) {
            (Some(next), _) => (self.before(past), Some(next.0.seconds())),
            (None, Some(rule)) => rule.stretch(second),
            (None, None) => (self.before(past), None),
        }
    }

    /// The days that a step forward goes over as a whole.
    pub(super) fn gone_over(&self) -> BTreeSet<i64> {
        let mut days = BTreeSet::new();
        let mut note = |at: i64, before: UtcOffset, after: UtcOffset| {
            let reading = |offset: UtcOffset| at.saturating_add(i64::from(offset.seconds()));
            let begun = reading(before).saturating_add(DAY).saturating_sub(1).div_euclid(DAY);
            days.extend(begun..reading(after).div_euclid(DAY));
        };
        for (past, step) in self.transitions.iter().enumerate() {
            note(step.0.seconds(), self.before(past), step.1);
        }
        if let Some(rule) = self.after.as_ref().filter(|rule| rule.widest_step() >= DAY) {
            let (mut offset, mut next) = rule.stretch(self.ends());
            while let Some(at) = next.filter(|at| *at <= Instant::MAX.seconds()) {
                let (after, later) = rule.stretch(at);
                note(at, offset, after);
                (offset, next) = (after, later);
            }
        }
        days
    }

    /// From which second on only the closing rule speaks.
    pub(super) fn ends(&self) -> i64 {
        self.last().0.seconds()
    }

    /// The offset that so many transitions lead to.
    fn before(&self, past: usize) -> UtcOffset {
        let before = past.checked_sub(1).and_then(|place| self.transitions.get(place));
        before.map_or(self.first, |transition| transition.1)
    }
}
