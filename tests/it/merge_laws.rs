//! Laws of merging and splitting, over stories of several leads.

use std::collections::BTreeMap;

use lead_lifecycle::lead::Stage;
use lead_lifecycle::lifecycle::{MergeError, Past, Together};
use lead_lifecycle::values::LeadKey;
use lead_lifecycle::{Capture, Command, Context, Fact, FactKind, Instant, Lead, Lifecycle, Origin, Refusal, Role};
use proptest::prelude::*;

use crate::common::{START, Step, actor, at, brisk, full_capture, k, story};
use crate::correction_laws::{differences, refold};

/// Leads of one host, each with its history.
#[derive(Clone)]
pub(crate) struct Family {
    pub(crate) lifecycle: Lifecycle,
    pub(crate) leads: BTreeMap<LeadKey, Vec<Fact>>,
    pub(crate) now: Instant,
}

#[track_caller]
pub(crate) fn refused(outcome: Result<Together, MergeError>) -> Refusal {
    match outcome {
        Err(MergeError::Refused(refusal)) => refusal,
        Err(error) => panic!("{error}"),
        Ok(together) => panic!("not refused: {together:?}"),
    }
}

pub(crate) fn codes(refusal: &Refusal) -> Vec<&'static str> {
    refusal.unmet.iter().map(lead_lifecycle::Unmet::code).collect()
}

impl Family {
    pub(crate) fn new(lifecycle: Lifecycle) -> Self {
        Self { lifecycle, leads: BTreeMap::new(), now: at(START) }
    }

    pub(crate) fn by(&self, role: Role) -> Context {
        Context::new(self.now, actor(role, 0))
    }

    pub(crate) fn begins(&mut self, name: &str, capture: impl FnOnce(&str) -> Capture) -> &mut Self {
        let facts = self.lifecycle.capture(&capture(name), &self.by(Role::System)).unwrap().into_facts();
        self.leads.insert(k(name), facts);
        self
    }

    pub(crate) fn history(&self, name: &str) -> &[Fact] {
        &self.leads[&k::<LeadKey>(name)]
    }

    pub(crate) fn lead(&self, name: &str) -> Lead {
        Lead::replay(self.history(name)).unwrap()
    }

    pub(crate) fn past(&self, name: &str) -> Past<'_> {
        Past::Whole(self.history(name))
    }

    /// A story goes on, as far as it is not refused.
    pub(crate) fn goes_on(&mut self, name: &str, steps: &[Step]) -> &mut Self {
        let mut lead = self.lead(name);
        for step in steps {
            self.now = self.now.max(step.now(self.now));
            let (command, context) = step.on(&lead, self.now);
            let context = Context { now: self.now, ..context };
            if let Ok(decision) = self.lifecycle.decide(&lead, &command, &context) {
                lead.apply_all(decision.facts()).unwrap();
                self.leads.get_mut(&k::<LeadKey>(name)).unwrap().extend(decision.into_facts());
            }
        }
        self
    }

    /// Every lead is looked at: what time has made true is recorded.
    pub(crate) fn looks(&mut self) -> &mut Self {
        for name in self.leads.keys().cloned().collect::<Vec<_>>() {
            let lead = self.lead(name.as_str());
            let decision = self.lifecycle.decide(&lead, &Command::CheckClock, &self.by(Role::System)).unwrap();
            self.leads.get_mut(&name).unwrap().extend(decision.into_facts());
        }
        self
    }

    pub(crate) fn ask_merge(&self, loser: &str, winner: &str) -> Result<Together, MergeError> {
        self.lifecycle.merge(&self.past(loser), &self.past(winner), &self.by(Role::Manager))
    }

    /// The leads that one was merged into, nearest first.
    pub(crate) fn way(&self, name: &str) -> Vec<LeadKey> {
        let mut way = vec![];
        let mut lead = self.lead(name);
        while let Stage::Merged { into } = lead.stage().clone() {
            lead = self.lead(into.as_str());
            way.push(into);
        }
        way
    }

    pub(crate) fn ask_split(&self, name: &str) -> Result<Together, MergeError> {
        let way = self.way(name);
        let pasts: Vec<Past<'_>> = way.iter().map(|key| self.past(key.as_str())).collect();
        self.lifecycle.split(&self.past(name), &pasts, &self.by(Role::Manager))
    }

    pub(crate) fn stores(&mut self, together: Together) -> Vec<FactKind> {
        let mut kinds = vec![];
        for of in together.into_decisions() {
            let history = self.leads.get_mut(&of.lead).unwrap();
            assert_eq!(u64::try_from(history.len()).unwrap(), of.decision.expected_revision());
            kinds.extend(of.decision.own_facts().iter().map(Fact::kind));
            history.extend(of.decision.into_facts());
            Lead::replay(&*history).unwrap();
        }
        kinds
    }

    #[track_caller]
    pub(crate) fn merges(&mut self, loser: &str, winner: &str) -> Vec<FactKind> {
        let together = self.ask_merge(loser, winner).unwrap_or_else(|error| panic!("{error}"));
        self.stores(together)
    }

    #[track_caller]
    pub(crate) fn splits(&mut self, name: &str) -> Vec<FactKind> {
        let together = self.ask_split(name).unwrap_or_else(|error| panic!("{error}"));
        self.stores(together)
    }
}

fn capture(name: &str) -> Capture {
    if name.len() % 2 == 0 { full_capture(name) } else { Capture::new(k(name), Origin::Outbound) }
}

pub(crate) fn family(standard: bool, names: &[&str]) -> Family {
    let policy = if standard { lead_lifecycle::Policy::standard() } else { brisk() };
    let mut family = Family::new(Lifecycle::new(policy));
    for name in names {
        family.begins(name, capture);
    }
    family
}

/// The clocks of a lead, without the revisions by which their runs are known.
fn clocks(lead: &Lead) -> Vec<serde_json::Value> {
    let plain = |run: &lead_lifecycle::sla::ClockRun| {
        let mut run = serde_json::to_value(run).unwrap();
        run["number"].take();
        run["stop"].get_mut("by").map(serde_json::Value::take);
        run
    };
    lead.clocks().iter().map(plain).collect()
}

/// What is refused is refused for one of these.
#[track_caller]
fn known(refusal: &Refusal) {
    for code in codes(refusal) {
        assert!(["open_deal", "erased_here", "no_room"].contains(&code), "{refusal}");
    }
}

proptest! {
    /// Merged and split at once, both leads are as they were.
    #[test]
    fn split_undoes_merge(one in story(40), other in story(40), standard: bool) {
        let mut family = family(standard, &["lead-a", "lead-bb"]);
        family.goes_on("lead-a", &one).goes_on("lead-bb", &other).looks();
        let before = family.clone();
        match family.ask_merge("lead-bb", "lead-a") {
            Err(MergeError::Refused(refusal)) => known(&refusal),
            Err(error) => panic!("{error}"),
            Ok(together) => {
                family.stores(together);
                assert!(family.ask_merge("lead-bb", "lead-a").unwrap().is_empty());
                family.splits("lead-bb");
                for name in ["lead-a", "lead-bb"] {
                    prop_assert_eq!(differences(&before.lead(name), &family.lead(name)), Vec::<String>::new(), "{}", name);
                    let (then, now) = (before.lead(name), family.lead(name));
                    prop_assert_eq!(then.scoring(), now.scoring(), "{}", name);
                }
                let again = refused(family.ask_split("lead-bb"));
                prop_assert_eq!(codes(&again), ["not_merged"]);
            }
        }
    }

    /// What came after the merge stays with the survivor, and a split folds to what counts, folded again.
    #[test]
    fn a_split_is_what_counts_folded_again(one in story(30), other in story(30), then in story(30), last in story(10), standard: bool) {
        let mut family = family(standard, &["lead-a", "lead-bb"]);
        family.goes_on("lead-a", &one).goes_on("lead-bb", &other).looks();
        let Ok(together) = family.ask_merge("lead-bb", "lead-a") else { return Ok(()) };
        family.stores(together);
        family.goes_on("lead-a", &then);
        match family.ask_split("lead-bb") {
            Ok(together) => {
                family.stores(together);
                for name in ["lead-a", "lead-bb"] {
                    let plain = refold(&family.lifecycle, family.history(name));
                    prop_assert_eq!(differences(&family.lead(name), &plain), Vec::<String>::new(), "{}", name);
                }
                family.goes_on("lead-bb", &last);
                family.goes_on("lead-a", &last);
            }
            Err(MergeError::Refused(refusal)) => {
                for code in codes(&refusal) {
                    prop_assert_eq!(code, "stand_on_part", "{}", refusal);
                }
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// Along a chain: the one that is split is as it was, and the one in the middle stays where it is.
    #[test]
    fn along_a_chain(one in story(20), other in story(20), third in story(20), standard: bool) {
        let mut family = family(standard, &["a", "bb", "c"]);
        family.goes_on("bb", &one).goes_on("a", &other).goes_on("c", &third).looks();
        let before = family.clone();
        let Ok(together) = family.ask_merge("bb", "a") else { return Ok(()) };
        family.stores(together);
        let Ok(together) = family.ask_merge("a", "c") else { return Ok(()) };
        family.stores(together);
        let lead = family.lead("c");
        prop_assert!(lead.absorbed_lead(&k("a")).is_some() && lead.absorbed_lead(&k("bb")).is_some());
        let mut whole = family.clone();
        whole.splits("a");
        prop_assert_eq!(differences(&before.lead("c"), &whole.lead("c")), Vec::<String>::new());
        prop_assert_eq!(whole.way("bb"), [k::<LeadKey>("a")]);

        family.splits("bb");
        prop_assert_eq!(differences(&before.lead("bb"), &family.lead("bb")), Vec::<String>::new());
        prop_assert_eq!(family.way("a"), [k::<LeadKey>("c")]);
        // As if it had never been there.
        let mut without = before.clone();
        // A hand-raise of its own that waits at Lead already, because a turn was told late, may promote it as well as another's.
        let waits = before.lead("c").hand_raise().since().is_some();
        if let Some(together) = without.ask_merge("a", "c").ok().filter(|_| !waits) {
            without.stores(together);
            let found = differences(&without.lead("c"), &family.lead("c"));
            // What was said of `a` when it was merged stays said: its revision, its totals then, what promoted `c` and the newest hand-raise.
            let said = [".absorbed.leads", ".anchors.grounds", ".cycle.turned_at", ".stage.mql.trigger", ".clocks"];
            let found: Vec<_> = found.into_iter().filter(|one| !said.iter().any(|said| one.starts_with(said))).collect();
            let told = |family: &Family| family.history("c").iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
            prop_assert_eq!(found, Vec::<String>::new(), "{}\n{}", told(&without), told(&family));
            // Its clocks are the same, but for the revisions by which their runs are known.
            prop_assert_eq!(clocks(&without.lead("c")), clocks(&family.lead("c")), "{}\n{}", told(&without), told(&family));
        }
        family.splits("a");
        for name in ["a", "c"] {
            let told = || family.history(name).iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
            prop_assert_eq!(differences(&before.lead(name), &family.lead(name)), Vec::<String>::new(), "{} {}", name, told());
        }
        // And it can be merged again.
        prop_assert!(family.ask_merge("bb", "a").is_ok());
    }
}

/// B into A, A into C; then B is split: what B brought leaves with B, what was reported for both stays, and what was told since stays.
#[test]
fn what_one_brought_leaves_with_it() {
    let mut family = family(true, &["a", "b", "c"]);
    let tell = |family: &mut Family, name: &str, id: &str| {
        family.now = at(family.now.seconds() + 60);
        let command = Command::RecordActivity { activity: crate::common::activity(id, "seminar") };
        let lead = family.lead(name);
        let decision = family.lifecycle.decide(&lead, &command, &family.by(Role::System)).unwrap();
        family.leads.get_mut(&k::<LeadKey>(name)).unwrap().extend(decision.into_facts());
    };
    for (name, id) in [("a", "1"), ("b", "2"), ("b", "1"), ("c", "3")] {
        tell(&mut family, name, id);
    }
    let (a, b) = (family.lead("a"), family.lead("b"));
    assert_eq!(family.merges("b", "a"), [FactKind::MergedFrom, FactKind::BecameMql, FactKind::MergedInto]);
    assert_eq!(family.merges("a", "c"), [FactKind::MergedFrom, FactKind::BecameMql, FactKind::MergedInto]);
    tell(&mut family, "c", "4");
    let points = |family: &Family, name: &str| {
        let lead = family.lead(name);
        family.lifecycle.score(&lead, family.now).unwrap().total()
    };
    assert_eq!(points(&family, "c"), lead_lifecycle::values::Points::from_int(60));
    assert_eq!(
        codes(&refused(family.lifecycle.split(&family.past("b"), &[family.past("a")], &family.by(Role::Manager)))),
        ["not_given"]
    );
    assert_eq!(family.splits("b"), [FactKind::SplitFrom, FactKind::SplitOff, FactKind::SplitOff]);
    assert_eq!(points(&family, "c"), lead_lifecycle::values::Points::from_int(45));
    assert_eq!(differences(&b, &family.lead("b")), Vec::<String>::new());
    assert_eq!(codes(&refused(family.ask_split("b"))), ["not_merged"]);
    family.splits("a");
    assert_eq!(differences(&a, &family.lead("a")), Vec::<String>::new());
}
