//! What a hand-over must hold, else it cannot be handed over.

use alloc::collections::BTreeSet;
use serde::{Deserialize, Serialize};

use crate::handoff::file::{Handoff, HandoffItem};
use crate::values::{
    Declared, FaultCode, Faults, FieldCatalog, FieldName, Got, LeadProfile, Literal as _, Path, limits,
};

/// What a hand-over must hold, as people write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct HandoffDraft {
    /// Items of the file.
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub required: BTreeSet<HandoffItem>,
    /// Fields of the profile.
    #[serde(deserialize_with = "crate::values::unique::set")]
    pub required_fields: BTreeSet<FieldName>,
}

impl HandoffDraft {
    /// Everything that [the practice](crate::practice::handoff) lists: the whole file, and of the company industry,
    /// size, location and contact.
    #[must_use]
    pub fn standard() -> Self {
        let fields = ["industry", "employees", "location", "email"];
        Self {
            required: HandoffItem::ALL.iter().copied().collect(),
            required_fields: fields.map(FieldName::literal).into(),
        }
    }

    /// Checks the rules against the declared fields; every fault is added, and the checked rules come back only if
    /// there is none.
    pub fn check(&self, catalog: &FieldCatalog, path: &Path, faults: &mut Faults) -> Option<HandoffRules> {
        let before = faults.len();
        let at = path.key("required_fields");
        for name in &self.required_fields {
            if catalog.get(name.as_str()).is_none() {
                let known = catalog.names();
                faults.unknown(&at, Declared::Field, name.as_str(), known);
            }
        }
        if self.required_fields.len() > limits::FIELDS.max_len() {
            let got = Got::length(self.required_fields.len());
            faults.add(FaultCode::OutOfRange, &at, limits::FIELDS, got);
        }
        (faults.len() == before).then(|| HandoffRules(self.clone()))
    }
}

impl Default for HandoffDraft {
    fn default() -> Self {
        Self::standard()
    }
}

/// Something that a hand-over lacks. `Display` is the default wording.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MissingItem {
    /// An item of the file.
    Item(HandoffItem),
    /// A field of the profile.
    Field(FieldName),
}

/// What a hand-over must hold, checked: every required field is declared.
///
/// ```
/// use lead_lifecycle::handoff::{Handoff, HandoffItem, MissingItem};
/// use lead_lifecycle::values::{LeadProfile, Rank};
/// use lead_lifecycle::Policy;
/// let policy = Policy::standard();
/// let file = Handoff { rank: Some(Rank::A), ..Handoff::default() };
/// let missing: Vec<_> = policy.handoff().missing(&file, &LeadProfile::new()).collect();
/// assert!(missing.contains(&MissingItem::Item(HandoffItem::Memo)));
/// assert!(!missing.contains(&MissingItem::Item(HandoffItem::Rank)));
/// assert_eq!(missing.last().map(ToString::to_string).as_deref(), Some("profile field `location`"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoffRules(HandoffDraft);

impl HandoffRules {
    /// Everything that a hand-over lacks: items first, then fields.
    pub fn missing<'r>(
        &'r self,
        handoff: &'r Handoff,
        profile: &'r LeadProfile,
    ) -> impl Iterator<Item = MissingItem> + 'r {
        let items = self.0.required.iter().copied();
        let fields = self.0.required_fields.iter();
        items
            .filter(|item| !handoff.is_filled(*item))
            .map(MissingItem::Item)
            .chain(fields.filter(|name| profile.get(name.as_str()).is_none()).cloned().map(MissingItem::Field))
    }

    /// The items required.
    #[must_use]
    pub const fn required(&self) -> &BTreeSet<HandoffItem> {
        &self.0.required
    }

    /// The profile fields required.
    #[must_use]
    pub const fn required_fields(&self) -> &BTreeSet<FieldName> {
        &self.0.required_fields
    }
}
