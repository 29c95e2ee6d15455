//! What an erasure spares: the names of fields that are not personal.

use alloc::collections::BTreeSet;
use serde::{Deserialize, Serialize};

use crate::values::{Digest, FieldName, Instant};

/// What stands in the place of the print of a text that was removed.
pub(super) const REDACTED_PRINT: Digest = Digest::from_bits(0, 0);

/// Which fields an erasure spares, by the policy under which it was decided; the fact
/// [`Redacted`](crate::FactBody::Redacted) carries it, so that lead and stored facts are redacted alike, and without a
/// policy.
///
/// It names what stays, not what goes: a field that is not named goes, so nothing slips through because a list is too
/// short. What was recorded as personal goes whatever it names. So of the mark that was recorded and the present one
/// the stricter counts, and what no policy declares is personal.
///
/// ```
/// use lead_lifecycle::lead::Erasure;
/// use lead_lifecycle::values::FieldName;
/// let (region, email) = (FieldName::new("region")?, FieldName::new("email")?);
/// let erasure = Erasure::sparing([region.clone()], []);
/// assert!(erasure.spares(&region) && !erasure.spares(&email));
/// assert!(!erasure.spares_of_deal(&region)); // deals have fields of their own
/// assert!(!Erasure::of_everything().spares(&region));
/// # Ok::<(), lead_lifecycle::values::TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erasure {
    spared: BTreeSet<FieldName>,
    spared_of_deals: BTreeSet<FieldName>,
}

impl Erasure {
    /// The strictest: every field goes.
    #[must_use]
    pub const fn of_everything() -> Self {
        Self { spared: BTreeSet::new(), spared_of_deals: BTreeSet::new() }
    }

    /// One that spares these fields of profiles and activities, and these of deals.
    #[must_use]
    pub fn sparing(fields: impl IntoIterator<Item = FieldName>, of_deals: impl IntoIterator<Item = FieldName>) -> Self {
        Self { spared: fields.into_iter().collect(), spared_of_deals: of_deals.into_iter().collect() }
    }

    /// The fields of profiles and activities that stay where they were not recorded as personal.
    #[must_use]
    pub const fn spared(&self) -> &BTreeSet<FieldName> {
        &self.spared
    }

    /// The fields of deals that stay where they were not recorded as personal.
    #[must_use]
    pub const fn spared_of_deals(&self) -> &BTreeSet<FieldName> {
        &self.spared_of_deals
    }

    /// Whether a field of a profile or an activity stays where it was not recorded as personal.
    #[must_use]
    pub fn spares(&self, field: &FieldName) -> bool {
        self.spared.contains(field)
    }

    /// Whether a field of a deal stays where it was not recorded as personal.
    #[must_use]
    pub fn spares_of_deal(&self, field: &FieldName) -> bool {
        self.spared_of_deals.contains(field)
    }

    /// Whether another erasure, after this one, finds nothing more to remove.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.spared.is_subset(&other.spared) && self.spared_of_deals.is_subset(&other.spared_of_deals)
    }

    /// Spares only what the other spares too.
    fn narrow(&mut self, other: &Self) {
        self.spared.retain(|name| other.spares(name));
        self.spared_of_deals.retain(|name| other.spares_of_deal(name));
    }
}

/// That a lead was erased: since when, and what was spared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Erased {
    pub(super) at: Instant,
    pub(super) erasure: Erasure,
}

impl Erased {
    /// Another erasure, under a stricter policy, adds to the first.
    pub(super) fn again(&mut self, erasure: &Erasure) {
        self.erasure.narrow(erasure);
    }
}
