//! Conditions of a draft, checked against the declared fields.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use rust_decimal::Decimal;

use crate::condition::checked::Condition;
use crate::condition::draft::{Comparison, ConditionDraft};
use crate::condition::literal::Literal;
use crate::condition::normal;
use crate::condition::test::Test;
use crate::values::{
    Counted, Date, Declared, Expected, FaultCode, Faults, FieldCatalog, FieldKind, FieldName, FieldValue, Got, Path,
    decimal, limits,
};

/// Checks conditions against the declared fields and collects what is wrong.
#[derive(Debug)]
pub(crate) struct Checker<'a> {
    catalog: &'a FieldCatalog,
    faults: &'a mut Faults,
    declared: bool,
}

impl<'a> Checker<'a> {
    /// Every field must be declared.
    pub(crate) fn declared(catalog: &'a FieldCatalog, faults: &'a mut Faults) -> Self {
        Self { catalog, faults, declared: true }
    }

    /// Fields need not be declared. Activities may carry details that no catalogue lists: their literals are read by
    /// their looks.
    pub(crate) fn loose(catalog: &'a FieldCatalog, faults: &'a mut Faults) -> Self {
        Self { catalog, faults, declared: false }
    }

    pub(crate) fn condition(&mut self, draft: &ConditionDraft, path: &Path) -> Option<Condition> {
        self.nested(draft, path, 0)
    }

    fn nested(&mut self, draft: &ConditionDraft, path: &Path, depth: u32) -> Option<Condition> {
        if !limits::NESTING.admits(depth) {
            self.faults.add(FaultCode::OutOfRange, path, limits::NESTING, Got::DeeperNesting);
            return None;
        }
        let deeper = depth.saturating_add(1);
        match draft {
            ConditionDraft::All(parts) => self.parts(parts, &path.key("all"), deeper).map(Condition::All),
            ConditionDraft::Any(parts) => self.parts(parts, &path.key("any"), deeper).map(Condition::Any),
            ConditionDraft::Not(part) => {
                self.nested(part, &path.key("not"), deeper).map(|c| Condition::Not(Box::new(c)))
            }
            ConditionDraft::Present(field) => {
                self.kind(field, &path.key("present"))?;
                Some(Condition::Test(field.clone(), Test::Present))
            }
            ConditionDraft::Equals(c) => self.comparison(c, &path.key("equals"), Self::equals),
            ConditionDraft::OneOf(choice) => {
                let path = path.key("one_of");
                let kind = self.kind(&choice.field, &path.key("field"))?;
                let kind = kind.or_else(|| choice.values.first().map(looks));
                let test = self.one_of(kind.unwrap_or(FieldKind::Text), &choice.values, &path.key("values"))?;
                Some(Condition::Test(choice.field.clone(), test))
            }
            ConditionDraft::Contains(c) => self.comparison(c, &path.key("contains"), Self::contains),
            ConditionDraft::Prefix(c) => self.comparison(c, &path.key("prefix"), Self::prefix),
            ConditionDraft::AtLeast(c) => {
                self.comparison(c, &path.key("at_least"), |me, kind, v, path| me.range(kind, Some(v), None, path))
            }
            ConditionDraft::Below(c) => {
                self.comparison(c, &path.key("below"), |me, kind, v, path| me.range(kind, None, Some(v), path))
            }
            ConditionDraft::Range(range) => {
                let path = path.key("range");
                let kind = self.kind(&range.field, &path.key("field"))?;
                let kind = kind.or_else(|| range.from.as_ref().or(range.to.as_ref()).map(looks));
                let (from, to) = (range.from.as_ref(), range.to.as_ref());
                let test = self.range(kind.unwrap_or(FieldKind::Number), from, to, &path)?;
                Some(Condition::Test(range.field.clone(), test))
            }
            ConditionDraft::Before(c) => self.comparison(c, &path.key("before"), |me, kind, v, path| {
                let date = me.date_only(kind, v, path)?;
                Some(Test::DateIn(None, Some(date)))
            }),
            ConditionDraft::After(c) => self.comparison(c, &path.key("after"), |me, kind, v, path| {
                let date = me.date_only(kind, v, path)?;
                Some(Test::DateIn(Some(date.add_days(1)), None))
            }),
        }
    }

    fn parts(&mut self, parts: &[ConditionDraft], path: &Path, depth: u32) -> Option<Box<[Condition]>> {
        if !limits::LIST_ENTRIES.admits_len(parts.len()) {
            self.faults.add(FaultCode::OutOfRange, path, limits::LIST_ENTRIES, Got::length(parts.len()));
        }
        let checked: Vec<_> =
            parts.iter().enumerate().map(|(index, part)| self.nested(part, &path.index(index), depth)).collect();
        checked.into_iter().collect()
    }

    /// The declared kind; `Some(None)` when an undeclared field is allowed.
    #[expect(clippy::option_option, reason = "outer: may be used; inner: declared with a kind")]
    pub(crate) fn kind(&mut self, field: &FieldName, path: &Path) -> Option<Option<FieldKind>> {
        match self.catalog.get(field.as_str()) {
            Some(spec) => Some(Some(spec.kind)),
            None if !self.declared => Some(None),
            None => {
                self.faults.unknown(path, Declared::Field, field.as_str(), self.catalog.names());
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

    pub(crate) fn one_of(&mut self, kind: FieldKind, values: &[Literal], path: &Path) -> Option<Test> {
        if values.is_empty() {
            self.faults.add(FaultCode::Missing, path, Expected::AtLeastOne(Counted::Values), Got::Nothing);
            return None;
        }
        if !limits::FIELDS.admits_len(values.len()) {
            let expected = Expected::AtMost { most: limits::FIELDS.max_len(), of: Counted::Values };
            self.faults.add(FaultCode::OutOfRange, path, expected, Got::length(values.len()));
        }
        let single = values.len() == 1;
        let place = |index: usize| {
            if single { path.clone() } else { path.index(index) }
        };
        let mut values = values.iter().enumerate().map(|(index, value)| (value, place(index)));
        match kind {
            FieldKind::Text | FieldKind::Set => {
                values.map(|(v, path)| self.word(v, &path)).collect::<Option<_>>().map(Test::Words)
            }
            FieldKind::Number => {
                values.map(|(v, path)| self.number(v, &path)).collect::<Option<_>>().map(Test::Numbers)
            }
            FieldKind::Date => values.map(|(v, path)| self.date(v, &path)).collect::<Option<_>>().map(Test::Dates),
            FieldKind::Flag => values.try_fold(Test::Flags { yes: false, no: false }, |test, (v, path)| {
                let flag = self.flag(v, &path)?;
                let Test::Flags { yes, no } = test else {
                    return None;
                };
                Some(Test::Flags { yes: yes || flag, no: no || !flag })
            }),
        }
    }

    fn contains(&mut self, kind: FieldKind, value: &Literal, path: &Path) -> Option<Test> {
        match kind {
            FieldKind::Text => self.word(value, path).map(Test::Contains),
            FieldKind::Set => self.one_of(kind, core::slice::from_ref(value), path),
            FieldKind::Number | FieldKind::Flag | FieldKind::Date => {
                self.wrong_kind(&[FieldKind::Text, FieldKind::Set], kind, path)
            }
        }
    }

    fn prefix(&mut self, kind: FieldKind, value: &Literal, path: &Path) -> Option<Test> {
        match kind {
            FieldKind::Text => self.word(value, path).map(Test::Prefix),
            FieldKind::Set | FieldKind::Number | FieldKind::Flag | FieldKind::Date => {
                self.wrong_kind(&[FieldKind::Text], kind, path)
            }
        }
    }

    fn date_only(&mut self, kind: FieldKind, value: &Literal, path: &Path) -> Option<Date> {
        if kind == FieldKind::Date {
            return self.date(value, path);
        }
        self.wrong_kind(&[FieldKind::Date], kind, path);
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
            self.faults.add(FaultCode::Missing, path, Expected::RangeEnd, Got::Neither);
            return None;
        }
        match kind {
            FieldKind::Number => {
                let (from, to) = (from.map(|v| self.number(v, path)), to.map(|v| self.number(v, path)));
                let (from, to) = (transpose(from)?, transpose(to)?);
                self.rising(from.map(FieldValue::Number), to.map(FieldValue::Number), path);
                Some(Test::NumberIn(from, to))
            }
            FieldKind::Date => {
                let (from, to) = (from.map(|v| self.date(v, path)), to.map(|v| self.date(v, path)));
                let (from, to) = (transpose(from)?, transpose(to)?);
                self.rising(from.map(FieldValue::Date), to.map(FieldValue::Date), path);
                Some(Test::DateIn(from, to))
            }
            FieldKind::Text | FieldKind::Flag | FieldKind::Set => {
                self.wrong_kind(&[FieldKind::Number, FieldKind::Date], kind, path)
            }
        }
    }

    fn rising(&mut self, from: Option<FieldValue>, to: Option<FieldValue>, path: &Path) {
        if let (Some(from), Some(to)) = (from, to) {
            if from >= to {
                self.faults.add(FaultCode::Order, path, Expected::RisingRange, Got::Range { from, to });
            }
        }
    }

    fn wrong_kind(&mut self, expected: &'static [FieldKind], kind: FieldKind, path: &Path) -> Option<Test> {
        self.faults.add(FaultCode::WrongType, path, Expected::FieldOf(expected), Got::FieldOf(kind));
        None
    }

    fn word(&mut self, value: &Literal, path: &Path) -> Option<String> {
        let word = normal::normal(value.as_str());
        if word.is_empty() {
            self.faults.add(FaultCode::Missing, path, Expected::ValueOf(FieldKind::Text), Got::name(value.as_str()));
            return None;
        }
        Some(word)
    }

    fn number(&mut self, value: &Literal, path: &Path) -> Option<Decimal> {
        let number = decimal::parse(value.as_str());
        self.typed(number.ok(), FieldKind::Number, value, path)
    }

    fn date(&mut self, value: &Literal, path: &Path) -> Option<Date> {
        self.typed(value.as_str().parse().ok(), FieldKind::Date, value, path)
    }

    fn flag(&mut self, value: &Literal, path: &Path) -> Option<bool> {
        self.typed(value.as_str().parse().ok(), FieldKind::Flag, value, path)
    }

    fn typed<T>(&mut self, read: Option<T>, kind: FieldKind, value: &Literal, path: &Path) -> Option<T> {
        if read.is_none() {
            self.faults.add(FaultCode::WrongType, path, Expected::ValueOf(kind), Got::name(value.as_str()));
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
