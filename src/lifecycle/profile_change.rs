//! Writing a profile: fields checked against the catalogue, and the tags that the whole profile earns with them.

use alloc::vec::Vec;

use crate::lead::{FieldWrite, ProfileChange};
use crate::lifecycle::unmet::{IntakeUnmet, Unmet};
use crate::policy::Policy;
use crate::values::{FieldLookup, FieldName, FieldValue, Instant, LeadProfile};

/// Checks writes against the catalogue and tags the profile that results.
pub(super) fn change_profile<'a>(
    policy: &Policy,
    known: &LeadProfile,
    writes: impl Iterator<Item = (&'a FieldName, Option<&'a FieldValue>)>,
    at: Instant,
    mut refuse: impl FnMut(Unmet),
) -> ProfileChange {
    let mut checked = Vec::with_capacity(writes.size_hint().0);
    for (name, value) in writes {
        let spec = match value {
            Some(value) => policy.catalog().check(name, value),
            None => policy.catalog().declared(name),
        };
        match spec {
            Err(error) => refuse(Unmet::Intake(IntakeUnmet::Field(error))),
            Ok(spec) => {
                checked.push(FieldWrite { name: name.clone(), value: value.cloned(), personal: spec.personal });
            }
        }
    }
    if !known.admits(checked.iter().map(|write| &write.name)) {
        refuse(Unmet::Intake(IntakeUnmet::ProfileFull));
    }
    let tags = policy.scoring().tag_profile(&Written { known, writes: &checked, at });
    ProfileChange { writes: checked, tags }
}

/// The profile as it will be, without building it.
struct Written<'a> {
    known: &'a LeadProfile,
    writes: &'a [FieldWrite],
    at: Instant,
}

impl FieldLookup for Written<'_> {
    fn value(&self, field: &str) -> Option<&FieldValue> {
        let known = self.known.entry(field);
        let Some(write) = self.writes.iter().find(|write| write.name.as_str() == field) else {
            return known.and_then(|entry| entry.value.as_ref());
        };
        match known.filter(|entry| !entry.yields_to(self.at)) {
            Some(later) => later.value.as_ref(),
            None => write.value.as_ref(),
        }
    }
}
