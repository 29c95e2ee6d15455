//! The open deal and its place in the pipeline.

use serde::{Deserialize, Deserializer, Serialize};

use crate::deal::edit::{DealEdit, redact_fields};
use crate::deal::line::{DealError, DealLine, NewDeal, total};
use crate::values::{
    ActorId, Currency, Date, DealKey, DealStageName, FieldError, Fields, Instant, List, Money, limits,
};

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
            key: new.key().clone(),
            currency: new.currency(),
            lines: new.lines().clone(),
            expected_close: new.expected_close(),
            fields: new.fields().clone(),
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
