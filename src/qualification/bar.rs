//! The bar: tests on single criteria, nested in all of, any of and k of n.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use serde::{Deserialize, Deserializer, Serialize};

use crate::qualification::criterion::Criterion;
use crate::qualification::report::Test;
use crate::values::{
    Counted, CriterionName, Declared, Expected, FaultCode, Faults, Got, Path, limits, nesting, vocabulary,
};

vocabulary! {
    /// Which bar of a scheme.
    BarKind {
        /// Before a lead is handed over.
        Handover = "handover",
        /// Before a meeting is offered.
        Appointment = "appointment",
    }
}

/// What must be known of a lead.
///
/// ```toml
/// bar = { all_of = [
///     { confirmed = "need" },
///     { within = { criterion = "timeline", months = 6 } },
///     { at_least = { count = 1, of = [{ known = "budget" }, { known = "authority" }] } },
/// ] }
/// ```
///
/// One that is built by hand deeper than [`limits::NESTING`] is refused by the check and is not serialised.
#[derive(Serialize)]
#[serde(rename_all = "snake_case", remote = "Self")]
pub enum Bar {
    /// Confirmed, and not stale.
    Confirmed(CriterionName),
    /// Confirmed or denied, and not stale.
    Known(CriterionName),
    /// Confirmed with a target date that is neither past nor later than so many months from now.
    Within {
        /// The criterion.
        criterion: CriterionName,
        /// Calendar months.
        months: u32,
    },
    /// Every part. Of no parts: nothing is asked.
    AllOf(Vec<Bar>),
    /// At least one part.
    AnyOf(Vec<Bar>),
    /// At least so many parts.
    AtLeast {
        /// How many.
        count: u32,
        /// Of these.
        of: Vec<Bar>,
    },
}

impl Bar {
    /// The criteria that the bar asks for, each as often as it asks.
    #[must_use]
    pub fn criteria(&self) -> Vec<&CriterionName> {
        let mut names = Vec::new();
        let mut open = alloc::vec![self];
        while let Some(bar) = open.pop() {
            match bar {
                Self::Confirmed(name) | Self::Known(name) => names.push(name),
                Self::Within { criterion, .. } => names.push(criterion),
                Self::AllOf(parts) | Self::AnyOf(parts) | Self::AtLeast { of: parts, .. } => {
                    open.extend(parts);
                }
            }
        }
        names
    }

    /// The test of a single criterion.
    pub(super) const fn test(&self) -> Test {
        match self {
            Self::Known(_) => Test::Known,
            Self::Within { months, .. } => Test::Within { months: *months },
            Self::Confirmed(_) | Self::AllOf(_) | Self::AnyOf(_) | Self::AtLeast { .. } => Test::Confirmed,
        }
    }

    pub(super) fn check(&self, known: &BTreeMap<CriterionName, Criterion>, path: &Path, faults: &mut Faults) {
        self.check_level(known, path, 0, faults);
    }

    fn check_level(&self, known: &BTreeMap<CriterionName, Criterion>, path: &Path, level: u8, faults: &mut Faults) {
        let mut declared = |path: &Path, name: &CriterionName| {
            if !known.contains_key(name) {
                let names = known.keys().map(CriterionName::as_str);
                faults.unknown(path, Declared::Criterion, name.as_str(), names);
            }
        };
        match self {
            Self::Confirmed(name) => declared(&path.key("confirmed"), name),
            Self::Known(name) => declared(&path.key("known"), name),
            Self::Within { criterion, months } => {
                let path = path.key("within");
                declared(&path.key("criterion"), criterion);
                if !limits::BAR_MONTHS.admits(*months) {
                    let at = path.key("months");
                    faults.add(FaultCode::OutOfRange, &at, limits::BAR_MONTHS, *months);
                }
            }
            Self::AllOf(parts) => check_parts(known, &path.key("all_of"), parts, level, faults),
            Self::AnyOf(parts) => {
                let path = path.key("any_of");
                if parts.is_empty() {
                    faults.add(FaultCode::Missing, &path, Expected::AtLeastOne(Counted::Parts), Got::Nothing);
                }
                check_parts(known, &path, parts, level, faults);
            }
            Self::AtLeast { count, of } => {
                let path = path.key("at_least");
                if *count == 0 || usize::try_from(*count).map_or(true, |count| count > of.len()) {
                    faults.add(FaultCode::OutOfRange, &path.key("count"), Expected::UpToParts(of.len()), *count);
                }
                check_parts(known, &path.key("of"), of, level, faults);
            }
        }
    }
}

fn check_parts(known: &BTreeMap<CriterionName, Criterion>, path: &Path, parts: &[Bar], level: u8, faults: &mut Faults) {
    if !limits::LIST_ENTRIES.admits_len(parts.len()) {
        let got = Got::Count { count: parts.len(), of: Counted::Parts };
        faults.add(FaultCode::OutOfRange, path, limits::LIST_ENTRIES, got);
    }
    let level = level.saturating_add(1);
    if !limits::NESTING.admits(level) {
        faults.add(FaultCode::OutOfRange, path, limits::NESTING, Got::DeeperNesting);
        return;
    }
    for (index, part) in parts.iter().enumerate() {
        part.check_level(known, &path.index(index), level, faults);
    }
}

impl<'de> Deserialize<'de> for Bar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Levels::deserialize(deserializer).map(Self::from)
    }
}

/// One level of a bar as it is read. Levels are counted in the type, so that no input, in any format, can nest without
/// end.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", rename = "Bar", deny_unknown_fields)]
enum Level<Below> {
    Confirmed(CriterionName),
    Known(CriterionName),
    Within { criterion: CriterionName, months: u32 },
    AllOf(Vec<Below>),
    AnyOf(Vec<Below>),
    AtLeast { count: u32, of: Vec<Below> },
}

type Two<T> = Level<Level<T>>;
type Eight<T> = Two<Two<Two<Two<T>>>>;
type Levels = Eight<Level<TooDeep>>;

/// Below the deepest level there is nothing.
enum TooDeep {}

impl<'de> Deserialize<'de> for TooDeep {
    fn deserialize<D: Deserializer<'de>>(_deserializer: D) -> Result<Self, D::Error> {
        Err(nesting::too_deep())
    }
}

impl From<TooDeep> for Bar {
    fn from(never: TooDeep) -> Self {
        match never {}
    }
}

impl<Below: Into<Bar>> From<Level<Below>> for Bar {
    fn from(level: Level<Below>) -> Self {
        let all = |parts: Vec<Below>| parts.into_iter().map(Into::into).collect();
        match level {
            Level::Confirmed(name) => Self::Confirmed(name),
            Level::Known(name) => Self::Known(name),
            Level::Within { criterion, months } => Self::Within { criterion, months },
            Level::AllOf(parts) => Self::AllOf(all(parts)),
            Level::AnyOf(parts) => Self::AnyOf(all(parts)),
            Level::AtLeast { count, of } => Self::AtLeast { count, of: all(of) },
        }
    }
}
