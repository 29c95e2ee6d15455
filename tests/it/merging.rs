//! Merging and splitting: what unites, what is refused, what is done again, and what each situation comes to.
#![expect(clippy::wildcard_enum_match_arm, reason = "a test looks for one kind among many")]

mod erased;
mod forged;
mod halves;
mod machine;
mod models;
mod orders;
mod refusals;
mod reviewed;
mod situations;
mod taken_back;
mod under_books;

use lead_lifecycle::lifecycle::{MergeError, Note, Past, Together};
use lead_lifecycle::values::LeadKey;
use lead_lifecycle::{Command, Context, Decision, Fact, FactKind, Lead, Lifecycle, Policy, Refusal, Role};

use crate::common::{Step, activity, at, brisk, full_capture, k, usual_role};
use crate::merge_laws::{Family, codes};

/// Leads that begin alike, under the standard or the brisk policy.
pub(crate) fn family(standard: bool, names: &[&str]) -> Family {
    let mut family = Family::new(Lifecycle::new(if standard { Policy::standard() } else { brisk() }));
    for name in names {
        family.begins(name, full_capture);
    }
    family
}

/// Leads, each with a story of its own, and everything that time has made true.
pub(crate) fn told(standard: bool, stories: &[(&str, &[Step])]) -> Family {
    let names: Vec<&str> = stories.iter().map(|(name, _)| *name).collect();
    let mut family = family(standard, &names);
    for (name, steps) in stories {
        family.goes_on(name, steps);
    }
    family.looks();
    family
}

pub(crate) fn seminar(id: &str) -> Command {
    Command::RecordActivity { activity: activity(id, "seminar") }
}

/// What was decided of every lead, one row for each that has facts.
pub(crate) fn kinds(together: &Together) -> Vec<(String, Vec<FactKind>)> {
    let row = |of: &lead_lifecycle::lifecycle::OfLead| {
        (of.lead.to_string(), of.decision.own_facts().iter().map(Fact::kind).collect::<Vec<_>>())
    };
    together.iter().map(row).filter(|(_, kinds)| !kinds.is_empty()).collect()
}

/// Every sentence that a host is told besides.
pub(crate) fn notes(together: &Together) -> Vec<String> {
    together.iter().flat_map(|of| of.decision.notes()).map(Note::to_string).collect()
}

/// The sentences of a refusal, one for each condition.
pub(crate) fn words(refusal: &Refusal) -> Vec<String> {
    refusal.unmet.iter().map(ToString::to_string).collect()
}

impl Family {
    /// Merges if that is not refused for what the leads are.
    #[track_caller]
    pub(crate) fn may_merge(&mut self, loser: &str, winner: &str) -> bool {
        match self.ask_merge(loser, winner) {
            Ok(together) => {
                self.stores(together);
                true
            }
            Err(MergeError::Refused(refusal)) => {
                for code in codes(&refusal) {
                    assert!(["open_deal", "erased_here", "no_room"].contains(&code), "{refusal}");
                }
                false
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// So many days later.
    pub(crate) fn waits(&mut self, days: i64) -> &mut Self {
        self.now = at(self.now.seconds() + days * crate::common::DAY);
        self
    }

    #[track_caller]
    pub(crate) fn asks(&self, name: &str, command: &Command) -> Decision {
        let decided = self.lifecycle.decide(&self.lead(name), command, &self.by(usual_role(command.kind())));
        decided.unwrap_or_else(|refusal| panic!("{refusal}"))
    }

    /// A minute later the usual role does something: what was decided besides what time had made true.
    #[track_caller]
    pub(crate) fn tells(&mut self, name: &str, command: &Command) -> Vec<FactKind> {
        self.now = at(self.now.seconds() + 60);
        let decision = self.asks(name, command);
        let kinds = decision.own_facts().iter().map(Fact::kind).collect();
        self.leads.get_mut(&k::<LeadKey>(name)).unwrap().extend(decision.into_facts());
        kinds
    }

    /// Stores what was decided of one lead, and nothing else: the host was interrupted.
    #[track_caller]
    pub(crate) fn stores_only(&mut self, together: &Together, name: &str) {
        let key: LeadKey = k(name);
        let decision = together.of(&key).unwrap();
        let history = self.leads.get_mut(&key).unwrap();
        history.extend(decision.facts().iter().cloned());
        Lead::replay(&*history).unwrap();
    }

    /// Splits a lead from those named.
    pub(crate) fn ask_split_from(&self, name: &str, survivors: &[&str], ctx: &Context) -> Result<Together, MergeError> {
        let pasts: Vec<Past<'_>> = survivors.iter().map(|survivor| self.past(survivor)).collect();
        self.lifecycle.split(&self.past(name), &pasts, ctx)
    }

    pub(crate) fn manager(&self) -> Context {
        self.by(Role::Manager)
    }
}
