//! Reasons and free text as given: checked alike for every command that takes them.

use crate::lifecycle::case::Case;
use crate::lifecycle::unmet::{LeadUnmet, Unmet};
use crate::recycle::{Reason, ReasonList};
use crate::values::Text;

pub(super) fn check_reason(case: &mut Case<'_>, list: ReasonList, reason: &Reason) {
    no_text_when_erased(case, reason.note());
    if let Err(problem) = case.policy().reasons().check_reason(list, reason) {
        case.refuse(Unmet::Reason(problem));
    }
}

/// Free text is personal: once it was removed, none may come in again.
pub(super) fn no_text_when_erased(case: &mut Case<'_>, note: Option<&Text>) {
    if let (Some(at), Some(_)) = (case.lead().erased_at(), note) {
        case.refuse(Unmet::Lead(LeadUnmet::Erased { at }));
    }
}
