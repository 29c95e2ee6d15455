//! What a book will make of many leads: previews added up.

use alloc::collections::BTreeSet;
use serde::Serialize;

use crate::lifecycle::preview::LeadPreview;
use crate::values::LeadKey;

macro_rules! previewed {
    ($($(#[$doc:meta])* $list:ident: $holds:expr,)*) => {
        /// What a book makes of many leads: previews added up, in any order and in parts.
        #[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
        #[non_exhaustive]
        pub struct PolicyPreview {
            /// Leads that were looked at.
            pub leads: u64,
            /// Of them, those that come under another version.
            pub adopted: u64,
            $($(#[$doc])* pub $list: u64,)*
            /// Which they are, if that was asked for.
            pub names: Option<PreviewNames>,
        }

        /// Which leads a preview tells of, each list in the order of its keys.
        #[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
        #[non_exhaustive]
        pub struct PreviewNames {
            $($(#[$doc])* pub $list: BTreeSet<LeadKey>,)*
        }

        impl PolicyPreview {
            /// Adds a lead. Each lead is added once.
            pub fn add(&mut self, lead: &LeadPreview) {
                let count = |total: &mut u64, holds: bool| *total = total.saturating_add(u64::from(holds));
                count(&mut self.leads, true);
                count(&mut self.adopted, !lead.from.is_version(&lead.to));
                $(
                    let holds: fn(&LeadPreview) -> bool = $holds;
                    count(&mut self.$list, holds(lead));
                    if let Some(names) = self.names.as_mut().filter(|_| holds(lead)) {
                        names.$list.insert(lead.lead.clone());
                    }
                )*
            }

            /// Adds what was told of other leads. Names are kept only if both sides have them: half a list would look like a
            /// whole one.
            pub fn merge(&mut self, other: &Self) {
                let add = |total: &mut u64, more: u64| *total = total.saturating_add(more);
                add(&mut self.leads, other.leads);
                add(&mut self.adopted, other.adopted);
                $(add(&mut self.$list, other.$list);)*
                self.names = self.names.take().zip(other.names.as_ref()).map(|(mut names, more)| {
                    $(names.$list.extend(more.$list.iter().cloned());)*
                    names
                });
            }
        }
    };
}

previewed! {
    /// Promoted because of a version.
    promoted: |lead| lead.promoted,
    /// With a first contact that becomes due because of a version: promoted by it, and nobody has tried to contact them.
    first_contacts: |lead| lead.first_contact,
    /// At the threshold, and held back by the rules for stock.
    held_back: |lead| lead.held_back,
    /// Demoted because of a version.
    demoted: |lead| lead.demoted,
    /// Stale because of a version.
    stale: |lead| lead.stale,
    /// With an open deal that goes to another stage or pipeline.
    deals_moved: |lead| lead.deal_moved.is_some(),
    /// With a score that has to be counted again.
    recount_due: |lead| lead.recount_due,
}

impl PolicyPreview {
    /// No lead yet; only counts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// No lead yet; with the names of the leads that something happens to.
    #[must_use]
    pub fn with_names() -> Self {
        Self { names: Some(PreviewNames::default()), ..Self::default() }
    }
}
