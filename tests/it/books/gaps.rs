//! Of which leads a book says nothing, and why.

use lead_lifecycle::lifecycle::{
    BackfillRules, LegacyRow, OrderPolicy, PolicyBook, PolicyGap, RecountError, preview, preview_counted,
};
use lead_lifecycle::scoring::Crossing;
use lead_lifecycle::testing::Scenario;
use lead_lifecycle::values::CommandKind;
use lead_lifecycle::{Capture, Context, Instant, Lead, Lifecycle, Origin, Policy, Role, Unmet};

use super::{HIGHER, LOWER, begun, instant, june, on, rules, version};
use crate::common::{actor, any_command, commands, k, usual_role};

/// Every question and every command is answered with the same gap; none but `through` gets through, and nothing changes.
#[track_caller]
fn says_nothing(
    lifecycle: &Lifecycle,
    lead: &Lead,
    facts: &[lead_lifecycle::Fact],
    code: &str,
    through: Option<CommandKind>,
) {
    let (before, now) = (lead.clone(), lead.recorded_at());
    let ctx = Context::new(now, actor(Role::System, 0));
    let words = [
        lifecycle.score(lead, now).err(),
        lifecycle.explain(lead, now).err(),
        lifecycle.agenda(lead, now).err(),
        lifecycle.next_wake(lead).err(),
        lifecycle.crosses_at(lead, Crossing::UpToEnter).err(),
        lifecycle.policy_of(lead).err(),
        preview(lead, lifecycle.book(), now).err(),
        match lifecycle.recount(facts, now) {
            Err(RecountError::Policy(gap)) => Some(gap),
            _ => None,
        },
        match preview_counted(facts, lifecycle.book(), now) {
            Err(RecountError::Policy(gap)) => Some(gap),
            _ => None,
        },
    ];
    for (number, gap) in words.into_iter().enumerate() {
        assert_eq!(gap.as_ref().map(PolicyGap::code), Some(code), "question {number}");
    }
    assert!(!lifecycle.governs(lead));
    let codes = |unmet: &[Unmet]| unmet.iter().map(Unmet::code).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(codes(&lifecycle.outlook(lead, &ctx).unwrap_err().unmet), [code].into());
    assert_eq!(codes(&lifecycle.promotion(lead, &ctx).unwrap_err().unmet), [code].into());
    for kind in commands() {
        let command = any_command(kind, 0, lead, now);
        let ctx = Context::new(now, actor(usual_role(command.kind()), 0));
        let decided = lifecycle.decide(lead, &command, &ctx);
        match decided {
            Ok(decision) => {
                assert_eq!(Some(kind), through);
                assert!(!decision.is_empty());
            }
            Err(refusal) => {
                assert_ne!(Some(kind), through, "{refusal}");
                assert_eq!(codes(&refusal.unmet), [code].into(), "{kind}");
            }
        }
    }
    assert_eq!(*lead, before);
}

#[test]
fn a_node_with_the_older_book_is_refused_and_changes_nothing() {
    let old = begun("06-01");
    let story = old.clone().adding(version("07-01", rules("July", &[LOWER]))).when_time_is(&on("07-02"));
    says_nothing(old.lifecycle(), story.lead(), story.history(), "policy_newer", None);
    // Until somebody has decided with the newer book, the older one speaks of the lead.
    assert!(old.lifecycle().governs(old.lead()));
    // With the newer book it goes on.
    story.when_time_is(&on("07-03")).then_nothing();
}

#[test]
fn another_policy_is_unknown_and_only_adopting_it_gets_through() {
    let story = begun("06-01");
    let other = Lifecycle::new(rules("other", &[HIGHER]));
    says_nothing(&other, story.lead(), story.history(), "policy_unknown", Some(CommandKind::AdoptPolicy));
    // Another version under the same instant is unknown, not newer.
    let one = begun("06-01").adding(version("07-01", rules("July", &[LOWER]))).when_time_is(&on("07-02"));
    let two = Lifecycle::with_book(PolicyBook::of(june()).with(version("07-01", rules("July", &[HIGHER]))).unwrap());
    says_nothing(&two, one.lead(), one.history(), "policy_unknown", Some(CommandKind::AdoptPolicy));
    // One that lies between those of the book came after the one in force here: somebody has a newer book.
    let three = PolicyBook::of(june()).with(version("08-01", rules("August", &[LOWER]))).unwrap();
    let (three, lead) = (Lifecycle::with_book(three), one.lead());
    says_nothing(&three, lead, one.history(), "policy_newer", None);
}

#[test]
fn a_lead_from_before_the_first_version_is_in_a_gap() {
    let story = begun("06-01");
    let late = Lifecycle::with_book(PolicyBook::new([version("07-01", june())]).unwrap());
    says_nothing(&late, story.lead(), story.history(), "policy_gap", None);
    // From the first second on it says everything; and a clock that stands behind it is no gap.
    let story = Scenario::under_book(late.book().clone()).captured("acme", &on("07-01"));
    assert!(story.lifecycle().governs(story.lead()));
    story.when_time_is(&on("06-30 23:59:59")).then_nothing().when_time_is(&on("06-01")).then_refused(&["clock_behind"]);
}

fn row() -> LegacyRow {
    LegacyRow::new(k("old"), Origin::Inbound)
}

#[test]
fn nobody_is_captured_or_imported_before_the_first_version() {
    let lifecycle = Lifecycle::with_book(PolicyBook::new([version("07-01", june())]).unwrap());
    let codes = |at: Instant| {
        let ctx = Context::new(at, actor(Role::System, 0));
        let rules = BackfillRules {
            as_of: instant("06-01"),
            order: OrderPolicy::Refuse,
            zone: lead_lifecycle::calendar::Zone::JST,
        };
        let refused = |outcome: Result<_, lead_lifecycle::Refusal>| -> Vec<&'static str> {
            outcome.err().map_or(vec![], |refusal| refusal.unmet.iter().map(Unmet::code).collect())
        };
        let captured = lifecycle.capture(&Capture::new(k("new"), Origin::Inbound), &ctx);
        (refused(captured), refused(lifecycle.import(&row(), &rules, &ctx)))
    };
    assert_eq!(codes(instant("06-30 23:59:59")), (vec!["policy_gap"], vec!["policy_gap"]));
    assert_eq!(codes(instant("07-01")), (vec![], vec![]));
    let early = lifecycle.policy_at(instant("06-30 23:59:59")).map(Policy::label).unwrap_err();
    assert_eq!(early.code(), "policy_gap");
}
