//! The open deal.
//!
//! A new field of a deal is added here, to [`Deal`]; the compiler then leads to where it is opened and read. Beside it,
//! as far as it applies: `new_deal` says how the field is given at the opening, `edit` how it is changed, `item`
//! whether a stage may require it.

use alloc::collections::BTreeSet;
use serde::{Deserialize, Deserializer, Serialize};

use crate::deal::edit::{DealEdit, redact_fields};
use crate::deal::error::DealError;
use crate::deal::line::{DealLine, total};
use crate::deal::new_deal::NewDeal;
use crate::values::{
    ActorId, Currency, Date, DealKey, DealStageName, FieldError, FieldName, Fields, Instant, List, Money, PipelineName,
    limits,
};

/// An open deal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[doc(alias = "商談")]
pub struct Deal {
    key: DealKey,
    currency: Currency,
    lines: List<DealLine>,
    expected_close: Option<Date>,
    fields: Fields,
    /// INVARIANT: names of `fields` only; a forged one may hold others, and that harms nothing.
    public: BTreeSet<FieldName>,
    pipeline: PipelineName,
    stage: DealStageName,
    opened_at: Instant,
    moved_at: Instant,
    owner: Option<ActorId>,
    owned_at: Option<Instant>,
}

impl Deal {
    /// Opens a deal at a stage of a pipeline, without an owner. Every field counts as personal,
    /// until [`with_public`](Self::with_public) says otherwise.
    ///
    /// Which pipeline a new deal goes to, [`Pipelines::resolve`](crate::deal::Pipelines::resolve) says.
    #[must_use]
    pub fn open(new: &NewDeal, pipeline: &PipelineName, stage: &DealStageName, at: Instant) -> Self {
        Self {
            key: new.key().clone(),
            currency: new.currency(),
            lines: new.lines().clone(),
            expected_close: new.expected_close(),
            fields: new.fields().clone(),
            public: BTreeSet::new(),
            pipeline: pipeline.clone(),
            stage: stage.clone(),
            opened_at: at,
            moved_at: at,
            owner: None,
            owned_at: None,
        }
    }

    /// The same deal, with those of its fields marked as not personal, see
    /// [`Pipeline::public_of`](crate::deal::Pipeline::public_of).
    #[must_use]
    pub fn with_public(mut self, mut public: BTreeSet<FieldName>) -> Self {
        public.retain(|name| self.fields.get(name.as_str()).is_some());
        self.public = public;
        self
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

    /// The names of fields that the policy marked as not personal when they were recorded: redaction may spare them.
    #[must_use]
    pub const fn public(&self) -> &BTreeSet<FieldName> {
        &self.public
    }

    /// The pipeline that it moves along.
    #[must_use]
    pub const fn pipeline(&self) -> &PipelineName {
        &self.pipeline
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

    /// Since when the present word on the owner counts; none: nobody has said who owns it.
    #[must_use]
    pub const fn owned_at(&self) -> Option<Instant> {
        self.owned_at
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

    // Open to the crate for the fold of a lead: a deal changes by facts, and by nothing else.

    /// Changes the deal. Of the fields that are set, the `public` ones were marked as not personal.
    ///
    /// # Errors
    /// As [`Deal::check_edit`]; the deal is then as it was.
    pub(crate) fn edit(&mut self, edit: &DealEdit, public: &BTreeSet<FieldName>) -> Result<(), DealError> {
        self.check_edit(edit)?;
        if let Some(lines) = &edit.lines {
            self.lines.clone_from(lines);
        }
        self.expected_close = edit.expected_close.of(self.expected_close);
        if !edit.clear.is_empty() || !edit.set.is_empty() {
            let kept = self.fields.iter().filter(|(name, _)| !edit.clear.contains(name));
            let fields = kept.chain(edit.set.iter()).map(|(name, value)| (name.clone(), value.clone())).collect();
            self.fields = Fields::from_map(fields)?;
            let set = |name: &FieldName| edit.set.get(name.as_str()).is_some();
            self.public.retain(|name| !set(name) && !edit.clear.contains(name));
            self.public.extend(public.iter().filter(|name| set(name)).cloned());
        }
        Ok(())
    }

    /// Puts the deal at a stage. A move never lies before the opening.
    pub(crate) fn move_to(&mut self, stage: &DealStageName, at: Instant) {
        self.stage = stage.clone();
        self.moved_at = at.max(self.opened_at);
    }

    /// Puts the deal into a pipeline or stage that a new policy has in the place of its own. It has not moved: it keeps when it
    /// last did.
    pub(crate) fn put_into(&mut self, pipeline: Option<&PipelineName>, stage: Option<&DealStageName>) {
        if let Some(pipeline) = pipeline {
            self.pipeline = pipeline.clone();
        }
        if let Some(stage) = stage {
            self.stage = stage.clone();
        }
    }

    /// Gives the deal to an owner, or takes the owner away. The last writer by effective time counts; of two at one
    /// instant, the one that comes later.
    pub(crate) fn own(&mut self, owner: Option<&ActorId>, at: Instant) {
        if self.owned_at.is_none_or(|known| at >= known) {
            self.owner = owner.cloned();
            self.owned_at = Some(at);
        }
    }

    /// Removes the values of fields, whatever their type: what stands there is the text `[redacted]`, so that a field
    /// that a stage needs stays filled.
    ///
    /// Of a field that was recorded as not personal and is `spared`, a number, a date and a flag stay; free text goes, and
    /// a set is emptied. Lines, expected close, stage and times stay.
    pub fn redact(&mut self, spared: &BTreeSet<FieldName>) {
        let Self {
            key: _,
            currency: _,
            lines: _,
            expected_close: _,
            fields,
            public,
            pipeline: _,
            stage: _,
            opened_at: _,
            moved_at: _,
            owner: _,
            owned_at: _,
        } = self;
        public.retain(|name| spared.contains(name));
        redact_fields(fields, public);
    }
}

impl<'de> Deserialize<'de> for Deal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Deal", expecting = "a table")]
        struct Raw {
            key: DealKey,
            currency: Currency,
            lines: List<DealLine>,
            expected_close: Option<Date>,
            fields: Fields,
            #[serde(default)]
            public: BTreeSet<FieldName>,
            pipeline: PipelineName,
            stage: DealStageName,
            opened_at: Instant,
            moved_at: Instant,
            owner: Option<ActorId>,
            owned_at: Option<Instant>,
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
            public: raw.public,
            pipeline: raw.pipeline,
            stage: raw.stage,
            opened_at: raw.opened_at,
            moved_at: raw.moved_at,
            owner: raw.owner,
            owned_at: raw.owned_at,
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;
    use proptest::prelude::*;

    use crate::deal::deal::Deal;
    use crate::deal::edit::{DealEdit, Edit};
    use crate::deal::line::DealLine;
    use crate::deal::new_deal::NewDeal;
    use crate::values::{
        ActorId, Currency, Date, DealKey, DealStageName, FieldName, FieldValue, Fields, Instant, Keyword, List, Money,
        PipelineName, ProductKey, Text,
    };

    fn name() -> impl Strategy<Value = FieldName> {
        "[a-d]".prop_map(|name| FieldName::new(&name).unwrap())
    }

    fn names() -> impl Strategy<Value = BTreeSet<FieldName>> {
        prop::collection::btree_set(name(), 0..4)
    }

    fn value() -> impl Strategy<Value = FieldValue> {
        let keyword = "[x-z]{1,3}".prop_map(|word| Keyword::new(&word).unwrap());
        prop_oneof![
            "[a-z]{1,9}".prop_map(|text| FieldValue::Text(Text::new(&text).unwrap())),
            any::<i64>().prop_map(|number| FieldValue::Number(number.into())),
            any::<bool>().prop_map(FieldValue::Flag),
            date().prop_map(FieldValue::Date),
            prop::collection::btree_set(keyword, 0..3).prop_map(FieldValue::Set),
        ]
    }

    fn date() -> impl Strategy<Value = Date> {
        (1_u32..=28).prop_map(|day| alloc::format!("2026-04-{day:02}").parse().unwrap())
    }

    fn fields() -> impl Strategy<Value = Fields> {
        prop::collection::btree_map(name(), value(), 0..4).prop_map(|fields| Fields::from_map(fields).unwrap())
    }

    fn lines() -> impl Strategy<Value = List<DealLine>> {
        let line = (1_u32..9, 0_i64..1_000).prop_map(|(quantity, amount)| {
            let amount = Money::from_units(amount, Currency::JPY).unwrap();
            DealLine::new(ProductKey::new("crm").unwrap(), quantity, amount).unwrap()
        });
        prop::collection::vec(line, 0..3).prop_map(|lines| List::new(lines).unwrap())
    }

    fn edit() -> impl Strategy<Value = DealEdit> {
        let close = prop_oneof![Just(Edit::Keep), Just(Edit::Clear), date().prop_map(Edit::To)];
        let clear = prop::collection::vec(name(), 0..3).prop_map(|names| List::new(names).unwrap());
        (prop::option::of(lines()), close, fields(), clear).prop_map(|(lines, expected_close, set, clear)| DealEdit {
            lines,
            expected_close,
            set,
            clear,
        })
    }

    fn deal() -> impl Strategy<Value = Deal> {
        (lines(), fields(), names()).prop_map(|(lines, fields, public)| {
            let new = NewDeal::new(DealKey::new("d").unwrap(), Currency::JPY).with_lines(lines).unwrap();
            let (pipeline, stage) = (PipelineName::new("renewal").unwrap(), DealStageName::new("proposal").unwrap());
            let opened = Instant::from_seconds(1_000).unwrap();
            Deal::open(&new.with_fields(fields), &pipeline, &stage, opened).with_public(public)
        })
    }

    proptest! {
        #[test]
        fn redaction_commutes_with_editing(deal in deal(), mut edit in edit(), of_edit in names(), spared in names()) {
            let mut edited = deal.clone();
            edited.edit(&edit, &of_edit).unwrap();
            edited.redact(&spared);
            let mut redacted = deal;
            redacted.redact(&spared);
            let of_edit = of_edit.intersection(&spared).cloned().collect();
            edit.redact(&of_edit);
            redacted.edit(&edit, &of_edit).unwrap();
            prop_assert_eq!(&redacted, &edited);
            redacted.redact(&spared);
            prop_assert_eq!(redacted, edited);
        }

        /// Of the mark that was recorded and the present one the stricter counts, for every type of value.
        #[test]
        fn only_what_was_public_and_is_spared_is_left(deal in deal(), spared in names()) {
            let mut redacted = deal.clone();
            redacted.redact(&spared);
            for (name, value) in deal.fields().iter() {
                let stays = deal.public().contains(name) && spared.contains(name);
                let expected = match value {
                    FieldValue::Set(_) if stays => FieldValue::Set(BTreeSet::new()),
                    FieldValue::Number(_) | FieldValue::Flag(_) | FieldValue::Date(_) if stays => value.clone(),
                    FieldValue::Text(_)
                    | FieldValue::Number(_)
                    | FieldValue::Flag(_)
                    | FieldValue::Date(_)
                    | FieldValue::Set(_) => FieldValue::Text(Text::redacted()),
                };
                prop_assert_eq!(redacted.fields().get(name.as_str()), Some(&expected));
            }
            prop_assert_eq!(redacted.lines(), deal.lines());
            prop_assert_eq!(redacted.expected_close(), deal.expected_close());
        }

        #[test]
        fn an_edit_leaves_what_it_says(deal in deal(), edit in edit()) {
            let mut edited = deal.clone();
            let of_edit = BTreeSet::from([FieldName::new("a").unwrap()]);
            edited.edit(&edit, &of_edit).unwrap();
            for name in edited.public() {
                let told = if edit.set.get(name.as_str()).is_some() { &of_edit } else { deal.public() };
                prop_assert!(told.contains(name) && edited.fields().get(name.as_str()).is_some());
            }
            prop_assert_eq!(edited.expected_close(), edit.expected_close.of(deal.expected_close()));
            prop_assert_eq!(edited.lines(), edit.lines.as_ref().unwrap_or(deal.lines()));
            let names = |fields: &Fields| fields.iter().map(|(name, _)| name.clone()).collect::<BTreeSet<_>>();
            for name in names(deal.fields()).union(&names(edit.fields())) {
                let kept = deal.fields().get(name.as_str()).filter(|_| !edit.clear.contains(name));
                prop_assert_eq!(edited.fields().get(name.as_str()), edit.set.get(name.as_str()).or(kept));
            }
            prop_assert_eq!(edited.with_public(deal.public().clone()) != deal, deal.is_changed_by(&edit));
        }

        #[test]
        fn a_move_never_lies_before_the_opening(deal in deal(), at in 0_i64..2_000) {
            let (to, at) = (DealStageName::new("quote").unwrap(), Instant::from_seconds(at).unwrap());
            let mut moved = deal.clone();
            moved.move_to(&to, at);
            prop_assert_eq!(moved.stage(), &to);
            prop_assert_eq!(moved.moved_at(), at.max(deal.opened_at()));
        }

        #[test]
        fn the_last_word_on_the_owner_counts(
            deal in deal(),
            words in prop::collection::vec((prop::option::of("[a-c]"), 0_i64..4), 0..6),
        ) {
            let mut owned = deal;
            let mut last: Option<(Option<ActorId>, Instant)> = None;
            for (owner, at) in words {
                let owner = owner.map(|owner| ActorId::new(&owner).unwrap());
                let at = Instant::from_seconds(at).unwrap();
                owned.own(owner.as_ref(), at);
                if last.as_ref().is_none_or(|(_, known)| at >= *known) {
                    last = Some((owner, at));
                }
            }
            prop_assert_eq!(owned.owned_at(), last.as_ref().map(|(_, at)| *at));
            prop_assert_eq!(owned.owner().cloned(), last.and_then(|(owner, _)| owner));
        }
    }
}
