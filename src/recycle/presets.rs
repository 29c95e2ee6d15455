//! The standard reasons.

use alloc::collections::BTreeMap;

use crate::recycle::reason_draft::{EndingReasonDraft, ReasonDraft, RecycleReasonDraft, RecycleTerms, Then};
use crate::values::{Carry, Literal as _, ReasonCode, Span};

/// In every list this one needs a note.
const OTHER: &str = "other";

pub(super) fn reject() -> BTreeMap<ReasonCode, ReasonDraft> {
    plain(&[
        "duplicate",
        "handoff_incomplete",
        "no_authority",
        "no_budget",
        "no_fit",
        "no_need",
        "no_timeline",
        "wrong_contact",
    ])
}

pub(super) fn disqualify() -> BTreeMap<ReasonCode, ReasonDraft> {
    plain(&["competitor", "duplicate", "no_fit", "no_need", "opted_out", "out_of_business", "spam", "wrong_contact"])
}

pub(super) fn lose() -> BTreeMap<ReasonCode, EndingReasonDraft> {
    endings(&[
        ("budget_not_fixed", recycle_for(90)),
        ("competitor", recycle_for(180)),
        ("no_decision", recycle_for(60)),
        ("no_fit", Then::Disqualify),
        ("no_need", Then::Disqualify),
        ("no_response", recycle_for(30)),
        ("price", recycle_for(90)),
        ("timing", recycle_for(90)),
        (OTHER, Then::Recycle(RecycleTerms { cooling: None, engagement: None })),
    ])
}

pub(super) fn reopen() -> BTreeMap<ReasonCode, ReasonDraft> {
    plain(&["new_contact", "new_interest", "wrongly_discarded"])
}

pub(super) fn close_hand_raise() -> BTreeMap<ReasonCode, ReasonDraft> {
    plain(&["answered_elsewhere", "duplicate", "not_interested", "spam", "support_question"])
}

pub(super) fn end_contract() -> BTreeMap<ReasonCode, EndingReasonDraft> {
    endings(&[
        ("budget_cut", recycle_for(90)),
        ("competitor", recycle_for(180)),
        ("expired", recycle_for(30)),
        ("no_need", Then::Disqualify),
        ("out_of_business", Then::Disqualify),
        (OTHER, Then::Recycle(RecycleTerms { cooling: None, engagement: None })),
    ])
}

fn plain(codes: &[&'static str]) -> BTreeMap<ReasonCode, ReasonDraft> {
    let codes = codes.iter().copied().chain([OTHER]);
    codes
        .map(|code| {
            let reason = ReasonDraft { label: None, needs_note: code == OTHER };
            (ReasonCode::literal(code), reason)
        })
        .collect()
}

pub(super) fn recycle() -> BTreeMap<ReasonCode, RecycleReasonDraft> {
    let rules = [
        ("budget_not_fixed", Some(Span::days(90)), None),
        ("no_authority", None, None),
        ("no_response", None, None),
        ("stale", Some(Span::days(14)), Some(Carry::Keep)),
        ("timing", Some(Span::days(60)), Some(Carry::Keep)),
        (OTHER, None, None),
    ];
    rules
        .map(|(code, cooling, engagement)| {
            let needs_note = code == OTHER;
            let reason = RecycleReasonDraft { label: None, needs_note, cooling, engagement };
            (ReasonCode::literal(code), reason)
        })
        .into()
}

fn recycle_for(days: u32) -> Then {
    Then::Recycle(RecycleTerms { cooling: Some(Span::days(days)), engagement: None })
}

fn endings(rules: &[(&'static str, Then)]) -> BTreeMap<ReasonCode, EndingReasonDraft> {
    let rules = rules.iter().copied();
    rules
        .map(|(code, then)| {
            let needs_note = code == OTHER;
            let reason = EndingReasonDraft { label: None, needs_note, then: Some(then) };
            (ReasonCode::literal(code), reason)
        })
        .collect()
}
