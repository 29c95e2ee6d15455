//! What of a round no mapping can read back: named in its column `note`, and counted at the end.

use std::collections::BTreeMap;

/// Something that a row of a legacy system cannot say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    AfterContractEnd,
    BoughtWithoutSales,
    ContractEnded,
    ContractTerms,
    Cooling,
    DealLines,
    DealMoves,
    Demoted,
    EndedBeforeMerge,
    HandedBack,
    KeyTwice,
    LeftOver,
    MergedFrom,
    Order,
    OwnerKept,
    PutOff,
    ReasonUnknown,
    StageUnknown,
    UndeclaredField,
}

impl Gap {
    /// Its word in the column `note`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::AfterContractEnd => "after_contract_end",
            Self::BoughtWithoutSales => "bought_without_sales",
            Self::ContractEnded => "contract_ended",
            Self::ContractTerms => "contract_terms",
            Self::Cooling => "cooling",
            Self::DealLines => "deal_lines",
            Self::DealMoves => "deal_moves",
            Self::Demoted => "demoted",
            Self::EndedBeforeMerge => "ended_before_merge",
            Self::HandedBack => "handed_back",
            Self::KeyTwice => "key_twice",
            Self::LeftOver => "left_over",
            Self::MergedFrom => "merged_from",
            Self::Order => "order",
            Self::OwnerKept => "owner_kept",
            Self::PutOff => "put_off",
            Self::ReasonUnknown => "reason_unknown",
            Self::StageUnknown => "stage_unknown",
            Self::UndeclaredField => "undeclared_field",
        }
    }

    /// What becomes of it when the round is read back.
    const fn meaning(self) -> &'static str {
        match self {
            Self::AfterContractEnd => {
                "a contract whose end is not read back had ended before: read back, the round may be an expansion"
            }
            Self::BoughtWithoutSales => "bought without sales, and merged since: read back, there is a deal",
            Self::ContractEnded => {
                "a contract ended when the next round had begun, or what follows is otherwise today: read back, it is in force"
            }
            Self::ContractTerms => "a contract was renewed or amended since: read back, it is as it was signed",
            Self::Cooling => "the lead cools: read back, it does not",
            Self::DealLines => {
                "a deal of several lines or with own fields: read back, it is one line of the same value"
            }
            Self::DealMoves => "hand-over or first meeting is only implied: moves of the deal are not read back",
            Self::Demoted => "back to Lead: read back, it is MQL",
            Self::EndedBeforeMerge => "it had ended when it was merged: that end is only in history.csv",
            Self::HandedBack => "handed back to inside sales: read back, it is SQL with the deal that was withdrawn",
            Self::KeyTwice => "the key of a deal stands in another round too: it is left out here",
            Self::LeftOver => "what a legacy system said and has no place is only in the facts",
            Self::MergedFrom => "what other leads brought by a merge (contracts, score, answers) is not read back",
            Self::Order => {
                "by its dates the round does not lie behind the one before: read back, they may change places"
            }
            Self::OwnerKept => {
                "nobody owns the round, and the policy keeps owners: read back, it is of the owner or team of the one before"
            }
            Self::PutOff => "the lead is put off: read back, it is not",
            Self::ReasonUnknown => "the policy has no such reason for this end: read back, it is `imported_unknown`",
            Self::StageUnknown => {
                "the policy has the deal's pipeline or stage no longer: read back, the deal is where deals begin"
            }
            Self::UndeclaredField => "the policy declares a profile field no longer: it has no column",
        }
    }
}

/// How often each was met.
#[derive(Debug, Default)]
pub(crate) struct Gaps(BTreeMap<Gap, u64>);

impl Gaps {
    pub(crate) fn count(&mut self, gaps: impl IntoIterator<Item = Gap>) {
        for gap in gaps {
            let often = self.0.entry(gap).or_default();
            *often = often.saturating_add(1);
        }
    }

    /// What is told at the end.
    pub(crate) fn told(&self) -> String {
        self.0
            .iter()
            .fold(String::new(), |text, (gap, often)| format!("{text}  {often} × {}: {}\n", gap.word(), gap.meaning()))
    }
}
