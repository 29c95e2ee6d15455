//! All declared reasons as people write them.

use alloc::collections::BTreeMap;
use serde::{Deserialize, Serialize};

use crate::recycle::list::ReasonList;
use crate::recycle::presets;
use crate::recycle::reason::RESERVED;
use crate::recycle::reason_draft::{EndingReasonDraft, ReasonDraft, RecycleReasonDraft};
use crate::values::{ReasonCode, Text};

/// All reasons. A list that is written replaces the standard one as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "a table")]
pub struct ReasonsDraft {
    /// Why field sales rejects a hand-over.
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub reject: BTreeMap<ReasonCode, ReasonDraft>,
    /// Why a lead is recycled.
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub recycle: BTreeMap<ReasonCode, RecycleReasonDraft>,
    /// Why a lead is discarded.
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub disqualify: BTreeMap<ReasonCode, ReasonDraft>,
    /// Why a deal is lost.
    #[doc(alias = "失注理由")]
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub lose: BTreeMap<ReasonCode, EndingReasonDraft>,
    /// Why a discarded lead is taken back.
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub reopen: BTreeMap<ReasonCode, ReasonDraft>,
    /// Why a contract ends.
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub end_contract: BTreeMap<ReasonCode, EndingReasonDraft>,
    /// Why a hand-raise is closed without an answer.
    #[serde(deserialize_with = "crate::values::unique::map")]
    pub close_hand_raise: BTreeMap<ReasonCode, ReasonDraft>,
    /// Why facts are taken back. None declared: any code is accepted, and none needs a note.
    #[doc(alias = "訂正理由")]
    #[serde(default, deserialize_with = "crate::values::unique::map")]
    pub take_back: BTreeMap<ReasonCode, ReasonDraft>,
}

impl ReasonsDraft {
    /// The reasons that [the practice](crate::practice::indicators) names, and the usual ones around them, which are
    /// ours. In every list `other` needs a note.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            reject: presets::reject(),
            recycle: presets::recycle(),
            disqualify: presets::disqualify(),
            lose: presets::lose(),
            reopen: presets::reopen(),
            end_contract: presets::end_contract(),
            close_hand_raise: presets::close_hand_raise(),
            take_back: BTreeMap::new(),
        }
    }

    /// Whether a reason needs a note; none if the list does not declare it.
    #[must_use]
    pub fn needs_note(&self, list: ReasonList, code: &ReasonCode) -> Option<bool> {
        match list {
            ReasonList::Reject => self.reject.get(code).map(|r| r.needs_note),
            ReasonList::Recycle => self.recycle.get(code).map(|r| r.needs_note),
            ReasonList::Disqualify => self.disqualify.get(code).map(|r| r.needs_note),
            ReasonList::Lose => self.lose.get(code).map(|r| r.needs_note),
            ReasonList::Reopen => self.reopen.get(code).map(|r| r.needs_note),
            ReasonList::EndContract => self.end_contract.get(code).map(|r| r.needs_note),
            ReasonList::CloseHandRaise => self.close_hand_raise.get(code).map(|r| r.needs_note),
            ReasonList::TakeBack if self.take_back.is_empty() => (!RESERVED.contains(&code.as_str())).then_some(false),
            ReasonList::TakeBack => self.take_back.get(code).map(|r| r.needs_note),
        }
    }

    /// The codes of a list in order, each with its label.
    pub fn codes(&self, list: ReasonList) -> impl Iterator<Item = (&ReasonCode, Option<&Text>)> {
        let plain = match list {
            ReasonList::Reject => Some(&self.reject),
            ReasonList::Disqualify => Some(&self.disqualify),
            ReasonList::Reopen => Some(&self.reopen),
            ReasonList::CloseHandRaise => Some(&self.close_hand_raise),
            ReasonList::TakeBack => Some(&self.take_back),
            ReasonList::Recycle | ReasonList::Lose | ReasonList::EndContract => None,
        };
        let ending = match list {
            ReasonList::Lose => Some(&self.lose),
            ReasonList::EndContract => Some(&self.end_contract),
            ReasonList::Reject
            | ReasonList::Disqualify
            | ReasonList::Reopen
            | ReasonList::CloseHandRaise
            | ReasonList::TakeBack
            | ReasonList::Recycle => None,
        };
        let recycle = (list == ReasonList::Recycle).then_some(&self.recycle);
        let plain = plain.into_iter().flatten().map(|(c, r)| (c, r.label.as_ref()));
        let ending = ending.into_iter().flatten().map(|(c, r)| (c, r.label.as_ref()));
        let recycle = recycle.into_iter().flatten().map(|(c, r)| (c, r.label.as_ref()));
        plain.chain(ending).chain(recycle)
    }
}

impl Default for ReasonsDraft {
    fn default() -> Self {
        Self::standard()
    }
}
