//! The open deal: its lines, its edits, its place in the pipeline.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use crate::values::{
    ActorId, Currency, Date, DealKey, DealStageName, FieldError, FieldName, FieldValue, Fields, Instant, List, Money,
    MoneyError, ProductKey, Text, limits,
};

/// Why a deal, a line or an edit is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DealError {
    /// No piece, or too many.
    #[error("quantity `{got}` is out of range: {}", limits::LINE_QUANTITY)]
    Quantity {
        /// What was given.
        got: u32,
    },
    /// A line in another currency than the deal.
    #[error("line {line} is in {got}, the deal in {expected}: write all lines in {expected}")]
    Currency {
        /// The line, counted from 1.
        line: usize,
        /// The currency of the deal.
        expected: Currency,
        /// The currency of the line.
        got: Currency,
    },
    /// The lines come to less than nothing.
    #[error("the lines come to `{total}`: the total must be zero or more")]
    Negative {
        /// The total.
        total: Money,
    },
    /// The lines come to more than can be kept.
    #[error(transparent)]
    Total(#[from] MoneyError),
    /// Too many fields.
    #[error(transparent)]
    Fields(#[from] FieldError),
    /// The deal would have moved before it was opened.
    #[error("deal moved at `{moved}`, before it was opened at `{opened}`: it cannot move earlier")]
    Order {
        /// When it was opened.
        opened: Instant,
        /// When it is said to have moved.
        moved: Instant,
    },
}

/// One line of a deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DealLine {
    product: ProductKey,
    quantity: u32,
    amount: Money,
}

impl DealLine {
    /// Checks and keeps a line. The amount is that of the whole line, not of a piece; a discount is a negative one.
    ///
    /// # Errors
    /// A quantity of 0 or above 1,000,000,000.
    pub fn new(product: ProductKey, quantity: u32, amount: Money) -> Result<Self, DealError> {
        if limits::LINE_QUANTITY.admits(quantity) {
            Ok(Self { product, quantity, amount })
        } else {
            Err(DealError::Quantity { got: quantity })
        }
    }

    /// The product.
    #[must_use]
    pub const fn product(&self) -> &ProductKey {
        &self.product
    }

    /// Pieces.
    #[must_use]
    pub const fn quantity(&self) -> u32 {
        self.quantity
    }

    /// The amount of the line.
    #[must_use]
    pub const fn amount(&self) -> Money {
        self.amount
    }
}

impl<'de> Deserialize<'de> for DealLine {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "DealLine")]
        struct Raw {
            product: ProductKey,
            #[serde(default = "one_piece")]
            quantity: u32,
            amount: Money,
        }
        let raw = Raw::deserialize(deserializer)?;
        Self::new(raw.product, raw.quantity, raw.amount).map_err(serde::de::Error::custom)
    }
}

const fn one_piece() -> u32 {
    1
}

/// A deal to be opened with the hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewDeal {
    key: DealKey,
    currency: Currency,
    lines: List<DealLine>,
    expected_close: Option<Date>,
    fields: Fields,
}

impl NewDeal {
    /// A deal of which nothing is known but its key and currency.
    #[must_use]
    pub const fn new(key: DealKey, currency: Currency) -> Self {
        Self { key, currency, lines: List::empty(), expected_close: None, fields: Fields::new() }
    }

    /// The same deal with these lines.
    ///
    /// # Errors
    /// A line in another currency, a negative total, a total beyond the range of money.
    pub fn with_lines(self, lines: List<DealLine>) -> Result<Self, DealError> {
        total(&lines, self.currency)?;
        Ok(Self { lines, ..self })
    }

    /// The same deal with an expected day of closing.
    #[must_use]
    pub fn with_expected_close(self, date: Date) -> Self {
        Self { expected_close: Some(date), ..self }
    }

    /// The same deal with these fields.
    #[must_use]
    pub fn with_fields(self, fields: Fields) -> Self {
        Self { fields, ..self }
    }

    /// The host's key.
    #[must_use]
    pub const fn key(&self) -> &DealKey {
        &self.key
    }

    /// The one currency of the deal.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The lines.
    #[must_use]
    pub const fn lines(&self) -> &List<DealLine> {
        &self.lines
    }

    /// The expected day of closing.
    #[must_use]
    pub const fn expected_close(&self) -> Option<Date> {
        self.expected_close
    }

    /// The fields.
    #[must_use]
    pub const fn fields(&self) -> &Fields {
        &self.fields
    }
}

impl<'de> Deserialize<'de> for NewDeal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "NewDeal")]
        struct Raw {
            key: DealKey,
            currency: Currency,
            #[serde(default)]
            lines: List<DealLine>,
            #[serde(default)]
            expected_close: Option<Date>,
            #[serde(default)]
            fields: Fields,
        }
        let raw = Raw::deserialize(deserializer)?;
        let new = Self { expected_close: raw.expected_close, fields: raw.fields, ..Self::new(raw.key, raw.currency) };
        new.with_lines(raw.lines).map_err(serde::de::Error::custom)
    }
}

/// What to do with one value of a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change<T> {
    /// Leave it as it is.
    #[default]
    Keep,
    /// Take it away.
    Clear,
    /// Put this in its place.
    To(T),
}

impl<T> Change<T> {
    /// The value after the change.
    pub(crate) fn of(self, before: Option<T>) -> Option<T> {
        match self {
            Self::Keep => before,
            Self::Clear => None,
            Self::To(value) => Some(value),
        }
    }
}

/// A change of the open deal.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DealEdit {
    /// The lines, all of them; none leaves them as they are.
    pub lines: Option<List<DealLine>>,
    /// The expected day of closing.
    pub expected_close: Change<Date>,
    /// Fields to set.
    pub set: Fields,
    /// Fields to take away. A field that is also set is set.
    pub clear: List<FieldName>,
}

impl DealEdit {
    /// The fields to set.
    #[must_use]
    pub const fn fields(&self) -> &Fields {
        &self.set
    }

    /// Whether nothing is to change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Replaces the free text of fields.
    pub fn redact(&mut self) {
        redact_fields(&mut self.set);
    }
}

/// How a deal moves along the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoveKind {
    /// It is there already.
    Same,
    /// To the next stage.
    Forward,
    /// Forward over others.
    Skip {
        /// How many were passed over.
        over: u32,
    },
    /// To an earlier stage.
    Backward,
}

/// An open deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[doc(alias = "商談")]
pub struct Deal {
    key: DealKey,
    currency: Currency,
    lines: List<DealLine>,
    expected_close: Option<Date>,
    fields: Fields,
    stage: DealStageName,
    opened_at: Instant,
    moved_at: Instant,
    owner: Option<ActorId>,
}

impl Deal {
    /// Opens a deal at a stage of the pipeline, without an owner.
    #[must_use]
    pub fn open(new: &NewDeal, stage: &DealStageName, at: Instant) -> Self {
        Self {
            key: new.key.clone(),
            currency: new.currency,
            lines: new.lines.clone(),
            expected_close: new.expected_close,
            fields: new.fields.clone(),
            stage: stage.clone(),
            opened_at: at,
            moved_at: at,
            owner: None,
        }
    }

    /// The host's key.
    #[must_use]
    pub const fn key(&self) -> &DealKey {
        &self.key
    }

    /// The one currency of the deal.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The lines.
    #[must_use]
    pub const fn lines(&self) -> &List<DealLine> {
        &self.lines
    }

    /// The expected day of closing.
    #[must_use]
    pub const fn expected_close(&self) -> Option<Date> {
        self.expected_close
    }

    /// The fields.
    #[must_use]
    pub const fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The stage of the pipeline.
    #[must_use]
    pub const fn stage(&self) -> &DealStageName {
        &self.stage
    }

    /// When it was opened.
    #[must_use]
    pub const fn opened_at(&self) -> Instant {
        self.opened_at
    }

    /// When it last moved.
    #[must_use]
    pub const fn moved_at(&self) -> Instant {
        self.moved_at
    }

    /// Who owns it.
    #[must_use]
    pub const fn owner(&self) -> Option<&ActorId> {
        self.owner.as_ref()
    }

    /// The sum of the lines.
    #[must_use]
    pub fn value(&self) -> Money {
        // INVARIANT: the total was computed when the lines were taken in, so the default is never used.
        total(&self.lines, self.currency).unwrap_or(Money::zero(self.currency))
    }

    /// Whether an edit fits onto the deal.
    ///
    /// # Errors
    /// A line in another currency, a negative total, a total beyond the range of money, more than 256 fields.
    pub fn check_edit(&self, edit: &DealEdit) -> Result<(), DealError> {
        if let Some(lines) = &edit.lines {
            total(lines, self.currency)?;
        }
        let kept =
            self.fields.iter().filter(|(name, _)| !edit.clear.contains(name) && edit.set.get(name.as_str()).is_none());
        let count = kept.count().saturating_add(edit.set.len());
        if limits::FIELDS.admits_len(count) {
            Ok(())
        } else {
            Err(DealError::Fields(FieldError::TooMany { count, max: limits::FIELDS.max_len() }))
        }
    }

    /// Whether an edit would change anything.
    #[must_use]
    pub fn is_changed_by(&self, edit: &DealEdit) -> bool {
        edit.lines.as_ref().is_some_and(|lines| *lines != self.lines)
            || edit.expected_close.of(self.expected_close) != self.expected_close
            || edit.set.iter().any(|(name, value)| self.fields.get(name.as_str()) != Some(value))
            || edit
                .clear
                .iter()
                .any(|name| self.fields.get(name.as_str()).is_some() && edit.set.get(name.as_str()).is_none())
    }

    /// Changes the deal.
    ///
    /// # Errors
    /// As [`Deal::check_edit`]; the deal is then as it was.
    pub fn edit(&mut self, edit: &DealEdit) -> Result<(), DealError> {
        self.check_edit(edit)?;
        if let Some(lines) = &edit.lines {
            self.lines.clone_from(lines);
        }
        self.expected_close = edit.expected_close.of(self.expected_close);
        if !edit.clear.is_empty() || !edit.set.is_empty() {
            let kept = self.fields.iter().filter(|(name, _)| !edit.clear.contains(name));
            let fields = kept.chain(edit.set.iter()).map(|(name, value)| (name.clone(), value.clone())).collect();
            self.fields = Fields::from_map(fields)?;
        }
        Ok(())
    }

    /// Puts the deal at a stage. A move never lies before the opening.
    pub fn move_to(&mut self, stage: &DealStageName, at: Instant) {
        self.stage = stage.clone();
        self.moved_at = at.max(self.opened_at);
    }

    /// Gives the deal to an owner.
    pub fn own(&mut self, owner: &ActorId) {
        self.owner = Some(owner.clone());
    }

    /// Replaces the free text of fields; lines, stage and times stay.
    pub fn redact(&mut self) {
        redact_fields(&mut self.fields);
    }
}

impl<'de> Deserialize<'de> for Deal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Deal")]
        struct Raw {
            key: DealKey,
            currency: Currency,
            lines: List<DealLine>,
            expected_close: Option<Date>,
            fields: Fields,
            stage: DealStageName,
            opened_at: Instant,
            moved_at: Instant,
            owner: Option<ActorId>,
        }
        use serde::de::Error as _;
        let raw = Raw::deserialize(deserializer)?;
        total(&raw.lines, raw.currency).map_err(D::Error::custom)?;
        if raw.moved_at < raw.opened_at {
            return Err(D::Error::custom(DealError::Order { opened: raw.opened_at, moved: raw.moved_at }));
        }
        Ok(Self {
            key: raw.key,
            currency: raw.currency,
            lines: raw.lines,
            expected_close: raw.expected_close,
            fields: raw.fields,
            stage: raw.stage,
            opened_at: raw.opened_at,
            moved_at: raw.moved_at,
            owner: raw.owner,
        })
    }
}

fn total(lines: &[DealLine], currency: Currency) -> Result<Money, DealError> {
    let mut sum = Decimal::ZERO;
    for (index, line) in lines.iter().enumerate() {
        let got = line.amount.currency();
        if got != currency {
            return Err(DealError::Currency { line: index.saturating_add(1), expected: currency, got });
        }
        // INVARIANT: at most 64 amounts of at most 10^15 with 4 places fit a decimal of 28 digits.
        sum = sum.checked_add(line.amount.amount()).unwrap_or(Decimal::MAX);
    }
    let total = Money::new(sum, currency)?;
    if total.amount() < Decimal::ZERO {
        return Err(DealError::Negative { total });
    }
    Ok(total)
}

fn redact_fields(fields: &mut Fields) {
    let redacted = fields.iter().map(|(name, value)| {
        let value = match value {
            FieldValue::Text(_) => FieldValue::Text(Text::redacted()),
            FieldValue::Set(_) => FieldValue::Set(alloc::collections::BTreeSet::new()),
            FieldValue::Number(_) | FieldValue::Flag(_) | FieldValue::Date(_) => value.clone(),
        };
        (name.clone(), value)
    });
    // INVARIANT: as many fields as before, and no larger sets, so the check cannot fail.
    *fields = Fields::from_map(redacted.collect()).unwrap_or_default();
}
