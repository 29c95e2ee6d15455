//! Conditions on typed fields: as written, and as checked against the declared fields.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use crate::scoring::normal;
use crate::values::{
    Date, FaultCode, Faults, FieldCatalog, FieldKind, FieldName, FieldValue, Fields, Path, Profile,
    decimal, limits,
};

/// A condition on the fields of a profile or of an activity.
///
/// Texts and keywords are compared after one normalisation: outer space dropped and runs of space made one, letters in lower case, full-width
/// letters and digits made plain, half-width katakana made full-width (`ＩＴ` = `IT` = ` it `). A field that is missing meets no comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ConditionDraft {
    /// Every one of them; an empty list is met.
    All(Vec<ConditionDraft>),
    /// At least one of them; an empty list is not met.
    Any(Vec<ConditionDraft>),
    /// Not this one.
    Not(Box<ConditionDraft>),
    /// The field has a value.
    Present(FieldName),
    /// The field equals the value (a set: it has exactly this one member).
    Equals(Comparison),
    /// The field equals one of the values (a set: at least one of them is a member).
    OneOf(Choice),
    /// The text contains the value; the set has it as a member.
    Contains(Comparison),
    /// The text begins with the value.
    Prefix(Comparison),
    /// The number or date is at least the value.
    AtLeast(Comparison),
    /// The number or date is less than the value.
    Below(Comparison),
    /// The number or date lies in a range.
    Range(RangeDraft),
    /// The date is before the value.
    Before(Comparison),
    /// The date is after the value.
    After(Comparison),
}

/// A field and the value that it is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// The field.
    pub field: FieldName,
    /// The value, of the field's declared type.
    pub value: Literal,
}

/// A field and the values that it is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The field.
    pub field: FieldName,
    /// The values, of the field's declared type.
    pub values: Vec<Literal>,
}

/// A field and a range: from a value (included) to a value (not included); at least one end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RangeDraft {
    /// The field.
    pub field: FieldName,
    /// The lowest value, included.
    #[serde(default)]
    pub from: Option<Literal>,
    /// The upper end, not included.
    #[serde(default)]
    pub to: Option<Literal>,
}

/// A value as written in a policy; the declared type of its field says what it means.
///
/// Text, an integer, or `true`/`false`; other numbers and dates in quotes (`"12.5"`, `"2026-04-01"`), because floats are not exact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Literal(String);

impl Literal {
    /// A value from its text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.to_string())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<i64> for Literal {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl From<bool> for Literal {
    fn from(flag: bool) -> Self {
        Self(flag.to_string())
    }
}

struct LiteralVisitor;

impl serde::de::Visitor<'_> for LiteralVisitor {
    type Value = Literal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, an integer, true or false (other numbers and dates in quotes)")
    }

    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Literal, E> {
        Ok(Literal::new(v))
    }

    fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<Literal, E> {
        Ok(Literal::from(v))
    }

    fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<Literal, E> {
        Ok(Literal(v.to_string()))
    }

    fn visit_bool<E: serde::de::Error>(self, v: bool) -> Result<Literal, E> {
        Ok(Literal::from(v))
    }
}

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_any(LiteralVisitor)
        } else {
            deserializer.deserialize_str(LiteralVisitor)
        }
    }
}

/// What conditions look at.
pub(crate) trait Facts {
    fn value(&self, field: &str) -> Option<&FieldValue>;
}

impl Facts for Profile {
    fn value(&self, field: &str) -> Option<&FieldValue> {
        self.get(field)
    }
}

impl Facts for Fields {
    fn value(&self, field: &str) -> Option<&FieldValue> {
        self.get(field)
    }
}

/// A checked condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    All(Box<[Condition]>),
    Any(Box<[Condition]>),
    Not(Box<Condition>),
    Test(FieldName, Test),
}

/// A checked test of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Test {
    Present,
    /// Normalised texts.
    Words(BTreeSet<String>),
    /// The whole set is this member.
    Only(String),
    Contains(String),
    Prefix(String),
    Numbers(BTreeSet<Decimal>),
    NumberIn(Option<Decimal>, Option<Decimal>),
    Flags {
        yes: bool,
        no: bool,
    },
    Dates(BTreeSet<Date>),
    DateIn(Option<Date>, Option<Date>),
}

impl Condition {
    pub(crate) fn holds(&self, facts: &impl Facts) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(facts)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(facts)),
            Self::Not(part) => !part.holds(facts),
            Self::Test(field, test) => facts
                .value(field.as_str())
                .is_some_and(|value| test.holds(value)),
        }
    }

    /// Whether two tests that must both hold contradict each other, so that the condition can never be met.
    pub(crate) fn is_contradiction(&self) -> bool {
        match self {
            Self::All(parts) => {
                parts.iter().any(Self::is_contradiction)
                    || parts.iter().enumerate().any(|(index, left)| {
                        parts.iter().take(index).any(|right| match (left, right) {
                            (Self::Test(f, x), Self::Test(g, y)) => f == g && x.excludes(y),
                            (Self::Not(part), other) | (other, Self::Not(part)) => **part == *other,
                            _ => false,
                        })
                    })
            }
            Self::Any(parts) => parts.iter().all(Self::is_contradiction),
            Self::Not(_) | Self::Test(..) => false,
        }
    }
}

impl Test {
    pub(crate) fn holds(&self, value: &FieldValue) -> bool {
        match (self, value) {
            (Self::Present, _) => true,
            (Self::Words(words), FieldValue::Text(text)) => {
                words.iter().any(|word| normal::same(text.as_str(), word))
            }
            (Self::Words(words), FieldValue::Set(members)) => members
                .iter()
                .any(|m| words.iter().any(|word| normal::same(m.as_str(), word))),
            (Self::Only(word), FieldValue::Set(members)) => {
                !members.is_empty() && members.iter().all(|m| normal::same(m.as_str(), word))
            }
            (Self::Contains(part), FieldValue::Text(text)) => normal::contains(text.as_str(), part),
            (Self::Prefix(part), FieldValue::Text(text)) => normal::begins(text.as_str(), part),
            (Self::Numbers(numbers), FieldValue::Number(n)) => {
                numbers.contains(&decimal::canonical(*n))
            }
            (Self::NumberIn(from, to), FieldValue::Number(n)) => {
                inside(n, from.as_ref(), to.as_ref())
            }
            (Self::Flags { yes, no }, FieldValue::Flag(flag)) => {
                if *flag {
                    *yes
                } else {
                    *no
                }
            }
            (Self::Dates(dates), FieldValue::Date(date)) => dates.contains(date),
            (Self::DateIn(from, to), FieldValue::Date(date)) => {
                inside(date, from.as_ref(), to.as_ref())
            }
            _ => false,
        }
    }

    /// Whether no single value can meet both tests.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Numbers(x), Self::Numbers(y)) => x.is_disjoint(y),
            (Self::Dates(x), Self::Dates(y)) => x.is_disjoint(y),
            (Self::Numbers(x), Self::NumberIn(from, to))
            | (Self::NumberIn(from, to), Self::Numbers(x)) => {
                !x.iter().any(|n| inside(n, from.as_ref(), to.as_ref()))
            }
            (Self::Dates(x), Self::DateIn(from, to)) | (Self::DateIn(from, to), Self::Dates(x)) => {
                !x.iter().any(|n| inside(n, from.as_ref(), to.as_ref()))
            }
            (Self::NumberIn(a, b), Self::NumberIn(c, d)) => {
                apart(a.as_ref(), b.as_ref(), c.as_ref(), d.as_ref())
            }
            (Self::DateIn(a, b), Self::DateIn(c, d)) => {
                apart(a.as_ref(), b.as_ref(), c.as_ref(), d.as_ref())
            }
            (Self::Flags { yes, no }, Self::Flags { yes: y, no: n }) => {
                !(*yes && *y) && !(*no && *n)
            }
            _ => false,
        }
    }
}

fn inside<T: Ord>(value: &T, from: Option<&T>, to: Option<&T>) -> bool {
    from.is_none_or(|low| low <= value) && to.is_none_or(|high| value < high)
}

/// Whether [a, b) and [c, d) have nothing in common.
fn apart<T: Ord>(a: Option<&T>, b: Option<&T>, c: Option<&T>, d: Option<&T>) -> bool {
    let before = |end: Option<&T>, start: Option<&T>| matches!((end, start), (Some(end), Some(start)) if end <= start);
    before(b, c) || before(d, a)
}

/// Checks conditions against the declared fields and collects what is wrong.
#[derive(Debug)]
pub(crate) struct Checker<'a> {
    pub(crate) catalog: &'a FieldCatalog,
    pub(crate) faults: &'a mut Faults,
    /// Whether a field must be declared. Activities may carry details that no catalogue lists: their literals are read by their looks.
    pub(crate) declared: bool,
}

impl Checker<'_> {
    pub(crate) fn condition(&mut self, draft: &ConditionDraft, path: &Path) -> Option<Condition> {
        self.nested(draft, path, 0)
    }

    fn nested(&mut self, draft: &ConditionDraft, path: &Path, depth: u32) -> Option<Condition> {
        if !limits::NESTING.admits(depth) {
            self.faults
                .add(FaultCode::OutOfRange, path, limits::NESTING, "more");
            return None;
        }
        let deeper = depth.saturating_add(1);
        match draft {
            ConditionDraft::All(parts) => self
                .parts(parts, &path.key("all"), deeper)
                .map(Condition::All),
            ConditionDraft::Any(parts) => self
                .parts(parts, &path.key("any"), deeper)
                .map(Condition::Any),
            ConditionDraft::Not(part) => self
                .nested(part, &path.key("not"), deeper)
                .map(|c| Condition::Not(Box::new(c))),
            ConditionDraft::Present(field) => {
                self.kind(field, &path.key("present"))?;
                Some(Condition::Test(field.clone(), Test::Present))
            }
            ConditionDraft::Equals(c) => self.comparison(c, &path.key("equals"), Self::equals),
            ConditionDraft::OneOf(choice) => {
                let path = path.key("one_of");
                let kind = self.kind(&choice.field, &path.key("field"))?;
                let kind = kind.or_else(|| choice.values.first().map(looks));
                let test = self.one_of(
                    kind.unwrap_or(FieldKind::Text),
                    &choice.values,
                    &path.key("values"),
                )?;
                Some(Condition::Test(choice.field.clone(), test))
            }
            ConditionDraft::Contains(c) => {
                self.comparison(c, &path.key("contains"), Self::contains)
            }
            ConditionDraft::Prefix(c) => self.comparison(c, &path.key("prefix"), Self::prefix),
            ConditionDraft::AtLeast(c) => {
                self.comparison(c, &path.key("at_least"), |me, kind, v, path| {
                    me.range(kind, Some(v), None, path)
                })
            }
            ConditionDraft::Below(c) => {
                self.comparison(c, &path.key("below"), |me, kind, v, path| {
                    me.range(kind, None, Some(v), path)
                })
            }
            ConditionDraft::Range(range) => {
                let path = path.key("range");
                let kind = self.kind(&range.field, &path.key("field"))?;
                let kind = kind.or_else(|| range.from.as_ref().or(range.to.as_ref()).map(looks));
                let (from, to) = (range.from.as_ref(), range.to.as_ref());
                let test = self.range(kind.unwrap_or(FieldKind::Number), from, to, &path)?;
                Some(Condition::Test(range.field.clone(), test))
            }
            ConditionDraft::Before(c) => {
                self.comparison(c, &path.key("before"), |me, kind, v, path| {
                    let date = me.date_only(kind, v, path)?;
                    Some(Test::DateIn(None, Some(date)))
                })
            }
            ConditionDraft::After(c) => {
                self.comparison(c, &path.key("after"), |me, kind, v, path| {
                    let date = me.date_only(kind, v, path)?;
                    Some(Test::DateIn(Some(date.add_days(1)), None))
                })
            }
        }
    }

    fn parts(
        &mut self,
        parts: &[ConditionDraft],
        path: &Path,
        depth: u32,
    ) -> Option<Box<[Condition]>> {
        if !limits::LIST_ENTRIES.admits_len(parts.len()) {
            self.faults.add(
                FaultCode::OutOfRange,
                path,
                limits::LIST_ENTRIES,
                parts.len(),
            );
        }
        let checked: Vec<_> = parts
            .iter()
            .enumerate()
            .map(|(index, part)| self.nested(part, &path.index(index), depth))
            .collect();
        checked.into_iter().collect()
    }

    /// The declared kind; `Some(None)` when an undeclared field is allowed.
    #[expect(
        clippy::option_option,
        reason = "outer: may be used; inner: declared with a kind"
    )]
    pub(crate) fn kind(&mut self, field: &FieldName, path: &Path) -> Option<Option<FieldKind>> {
        match self.catalog.get(field.as_str()) {
            Some(spec) => Some(Some(spec.kind)),
            None if !self.declared => Some(None),
            None => {
                self.faults.unknown(
                    path,
                    "a declared field",
                    field.as_str(),
                    self.catalog.names(),
                );
                None
            }
        }
    }

    fn comparison(
        &mut self,
        comparison: &Comparison,
        path: &Path,
        test: impl FnOnce(&mut Self, FieldKind, &Literal, &Path) -> Option<Test>,
    ) -> Option<Condition> {
        let kind = self.kind(&comparison.field, &path.key("field"))?;
        let kind = kind.unwrap_or_else(|| looks(&comparison.value));
        let test = test(self, kind, &comparison.value, &path.key("value"))?;
        Some(Condition::Test(comparison.field.clone(), test))
    }

    fn equals(&mut self, kind: FieldKind, value: &Literal, path: &Path) -> Option<Test> {
        match kind {
            FieldKind::Set => self.word(value, path).map(Test::Only),
            FieldKind::Text | FieldKind::Number | FieldKind::Flag | FieldKind::Date => {
                self.one_of(kind, core::slice::from_ref(value), path)
            }
        }
    }

    pub(crate) fn one_of(
        &mut self,
        kind: FieldKind,
        values: &[Literal],
        path: &Path,
    ) -> Option<Test> {
        if values.is_empty() {
            self.faults
                .add(FaultCode::Missing, path, "at least one value", "none");
            return None;
        }
        if !limits::FIELDS.admits_len(values.len()) {
            self.faults.add(
                FaultCode::OutOfRange,
                path,
                "at most 256 values",
                values.len(),
            );
        }
        let single = values.len() == 1;
        let place = |index: usize| {
            if single {
                path.clone()
            } else {
                path.index(index)
            }
        };
        let mut values = values
            .iter()
            .enumerate()
            .map(|(index, value)| (value, place(index)));
        match kind {
            FieldKind::Text | FieldKind::Set => values
                .map(|(v, path)| self.word(v, &path))
                .collect::<Option<_>>()
                .map(Test::Words),
            FieldKind::Number => values
                .map(|(v, path)| self.number(v, &path))
                .collect::<Option<_>>()
                .map(Test::Numbers),
            FieldKind::Date => values
                .map(|(v, path)| self.date(v, &path))
                .collect::<Option<_>>()
                .map(Test::Dates),
            FieldKind::Flag => values.try_fold(
                Test::Flags {
                    yes: false,
                    no: false,
                },
                |test, (v, path)| {
                    let flag = self.flag(v, &path)?;
                    let Test::Flags { yes, no } = test else {
                        return None;
                    };
                    Some(Test::Flags {
                        yes: yes || flag,
                        no: no || !flag,
                    })
                },
            ),
        }
    }

    fn contains(&mut self, kind: FieldKind, value: &Literal, path: &Path) -> Option<Test> {
        match kind {
            FieldKind::Text => self.word(value, path).map(Test::Contains),
            FieldKind::Set => self.one_of(kind, core::slice::from_ref(value), path),
            FieldKind::Number | FieldKind::Flag | FieldKind::Date => {
                self.wrong_kind("a text or set field", kind, path)
            }
        }
    }

    fn prefix(&mut self, kind: FieldKind, value: &Literal, path: &Path) -> Option<Test> {
        match kind {
            FieldKind::Text => self.word(value, path).map(Test::Prefix),
            FieldKind::Set | FieldKind::Number | FieldKind::Flag | FieldKind::Date => {
                self.wrong_kind("a text field", kind, path)
            }
        }
    }

    fn date_only(&mut self, kind: FieldKind, value: &Literal, path: &Path) -> Option<Date> {
        if kind == FieldKind::Date {
            return self.date(value, path);
        }
        self.wrong_kind("a date field", kind, path);
        None
    }

    pub(crate) fn range(
        &mut self,
        kind: FieldKind,
        from: Option<&Literal>,
        to: Option<&Literal>,
        path: &Path,
    ) -> Option<Test> {
        if from.is_none() && to.is_none() {
            self.faults
                .add(FaultCode::Missing, path, "`from`, `to` or both", "neither");
            return None;
        }
        match kind {
            FieldKind::Number => {
                let (from, to) = (
                    from.map(|v| self.number(v, path)),
                    to.map(|v| self.number(v, path)),
                );
                let (from, to) = (transpose(from)?, transpose(to)?);
                self.rising(from, to, path);
                Some(Test::NumberIn(from, to))
            }
            FieldKind::Date => {
                let (from, to) = (
                    from.map(|v| self.date(v, path)),
                    to.map(|v| self.date(v, path)),
                );
                let (from, to) = (transpose(from)?, transpose(to)?);
                self.rising(from, to, path);
                Some(Test::DateIn(from, to))
            }
            FieldKind::Text | FieldKind::Flag | FieldKind::Set => {
                self.wrong_kind("a number or date field", kind, path)
            }
        }
    }

    fn rising<T: Ord + fmt::Display>(&mut self, from: Option<T>, to: Option<T>, path: &Path) {
        if let (Some(from), Some(to)) = (from, to) {
            if from >= to {
                self.faults.add(
                    FaultCode::Order,
                    path,
                    "`from` below `to`",
                    format!("`{from}` to `{to}`"),
                );
            }
        }
    }

    fn wrong_kind(&mut self, expected: &str, kind: FieldKind, path: &Path) -> Option<Test> {
        self.faults.add(
            FaultCode::WrongType,
            path,
            expected,
            format!("a {kind} field"),
        );
        None
    }

    fn word(&mut self, value: &Literal, path: &Path) -> Option<String> {
        let word = normal::normal(value.as_str());
        if word.is_empty() {
            self.faults.add(
                FaultCode::Missing,
                path,
                "a text that is not blank",
                format!("`{value}`"),
            );
            return None;
        }
        Some(word)
    }

    fn number(&mut self, value: &Literal, path: &Path) -> Option<Decimal> {
        let number = decimal::parse(value.as_str());
        self.typed(number.ok(), "a number like `12` or `\"12.5\"`", value, path)
    }

    fn date(&mut self, value: &Literal, path: &Path) -> Option<Date> {
        self.typed(
            value.as_str().parse().ok(),
            "a date like `\"2026-04-01\"`",
            value,
            path,
        )
    }

    fn flag(&mut self, value: &Literal, path: &Path) -> Option<bool> {
        self.typed(
            value.as_str().parse().ok(),
            "`true` or `false`",
            value,
            path,
        )
    }

    fn typed<T>(
        &mut self,
        read: Option<T>,
        expected: &str,
        value: &Literal,
        path: &Path,
    ) -> Option<T> {
        if read.is_none() {
            self.faults
                .add(FaultCode::WrongType, path, expected, format!("`{value}`"));
        }
        read
    }
}

#[expect(clippy::option_option, reason = "outer: written; inner: read")]
fn transpose<T>(written: Option<Option<T>>) -> Option<Option<T>> {
    match written {
        None => Some(None),
        Some(None) => None,
        Some(read) => Some(read),
    }
}

/// The kind that a literal looks like, for fields that no catalogue declares.
fn looks(value: &Literal) -> FieldKind {
    let text = value.as_str();
    if text.parse::<bool>().is_ok() {
        FieldKind::Flag
    } else if decimal::parse(text).is_ok() {
        FieldKind::Number
    } else if text.parse::<Date>().is_ok() {
        FieldKind::Date
    } else {
        FieldKind::Text
    }
}
