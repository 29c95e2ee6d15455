//! A new policy on a lead with a past: adopted by a fact, counted again from history, and no way round a guard.
#![cfg(feature = "testing")]

use lead_lifecycle::deal::NewDeal;
use lead_lifecycle::lead::{Proposable, Propose, Recounting};
use lead_lifecycle::testing::Scenario;
use lead_lifecycle::values::{Activity, ActivityId, ActivityKind};
use lead_lifecycle::{Command, FactKind, Lifecycle, Policy, PolicyDraft, Role, StageKind};
use proptest::prelude::*;

fn policy(toml: &str) -> Policy {
    Policy::try_from(toml::from_str::<PolicyDraft>(toml).unwrap()).unwrap()
}

fn activity(id: &str, kind: &str) -> Command {
    Command::RecordActivity { activity: Activity::new(ActivityId::new(id).unwrap(), ActivityKind::new(kind).unwrap()) }
}

const DOWNLOADS_COUNT_FOUR_TIMES: &str = r#"
label = "eager"
[scoring.tags.download]
kinds = ["document_download"]
keep = 20
[scoring.rules.download.engagement]
group = "web"
tag = "download"
points = 40
[scoring.groups.web]
dimension = "engagement"
[scoring.dimensions.engagement]
[scoring.profiles.main]
combine = { sum = ["engagement"] }
enter = 60
exit = 30
"#;

#[test]
fn another_policy_decides_nothing_before_it_is_adopted() {
    let story = Scenario::under(Policy::standard()).captured("acme", "2026-04-01T09:00:00+09:00");
    let facts = story.history().to_vec();
    Scenario::under(policy(DOWNLOADS_COUNT_FOUR_TIMES))
        .given(&facts)
        .when(Role::Mk, "2026-04-02T09:00:00+09:00", Command::Promote { note: None })
        .then_refused(&["policy_unknown"])
        .when(Role::System, "2026-04-02T09:00:00+09:00", Command::AdoptPolicy { deal_pipeline: None, deal_stage: None })
        .then_facts(&[FactKind::PolicyAdopted])
        .when(Role::System, "2026-04-03T09:00:00+09:00", Command::AdoptPolicy { deal_pipeline: None, deal_stage: None })
        .then_nothing()
        .then_stage(StageKind::Lead);
}

#[test]
fn counted_again_from_history_a_new_policy_promotes_at_its_adoption() {
    let story = Scenario::under(Policy::standard())
        .captured("acme", "2026-04-01T09:00:00+09:00")
        .when(Role::System, "2026-04-02T09:00:00+09:00", activity("a-1", "document_download"))
        .when(Role::System, "2026-04-03T09:00:00+09:00", activity("a-2", "document_download"))
        .then_stage(StageKind::Lead);
    let eager = policy(DOWNLOADS_COUNT_FOUR_TIMES);
    let thin = Lifecycle::new(eager.clone()).thin_rules(story.lead(), &Policy::standard());
    assert_eq!(thin.len(), 1, "a snapshot alone has no tag `download`");
    let facts = story.history().to_vec();
    let adopted = Scenario::under(eager.clone()).given(&facts).when(
        Role::System,
        "2026-04-10T09:00:00+09:00",
        Command::AdoptPolicy { deal_pipeline: None, deal_stage: None },
    );
    let counted = Lifecycle::new(eager.clone()).recount(adopted.history(), adopted.lead().recorded_at()).unwrap();
    let counted = Command::Recount(Recounting::Counted(Box::new(counted)));
    Scenario::under(eager)
        .given(&facts)
        .when(Role::System, "2026-04-10T09:00:00+09:00", Command::AdoptPolicy { deal_pipeline: None, deal_stage: None })
        .then_facts(&[FactKind::PolicyAdopted])
        .then("a recount is due", |lead| lead.recount_due().is_some())
        .when(Role::System, "2026-04-10T09:00:00+09:00", counted)
        .then_facts(&[FactKind::Recounted, FactKind::BecameMql])
        .then("the promotion is of the recount", |lead| {
            lead.anchors().became_mql == Some("2026-04-10T09:00:00+09:00".parse().unwrap())
        });
}

#[test]
fn the_rows_of_proposals_are_rules_too() {
    let strict = policy("[access.approve]\nmanager = \"no\"\n");
    let propose = Command::Propose(Propose {
        id: "p1".parse().unwrap(),
        command: Box::new(Proposable::Recycle {
            reason: lead_lifecycle::recycle::Reason::new("timing".parse().unwrap(), None),
            until: None,
        }),
        rationale: "no budget before April".parse().unwrap(),
    });
    Scenario::under(strict)
        .captured("acme", "2026-04-01T09:00:00+09:00")
        .when(Role::Mk, "2026-04-01T10:00:00+09:00", Command::Promote { note: None })
        .when(Role::Assistant, "2026-04-01T11:00:00+09:00", propose)
        .then_facts(&[FactKind::ProposalMade])
        .when(Role::Manager, "2026-04-01T12:00:00+09:00", Command::Approve { proposal: "p1".parse().unwrap() })
        .then_refused(&["permission"])
        .when(Role::Sdr, "2026-04-01T12:00:00+09:00", Command::Approve { proposal: "p1".parse().unwrap() })
        .then_stage(StageKind::Lead);
}

/// An SQL whose deal has neither lines nor a date.
fn bare_sql() -> Scenario {
    let relaxed = "[qualification]\nrequire_consent = false\nbar = { all_of = [] }\n[handoff]\nrequired = []\nrequired_fields = []\n";
    let deal = NewDeal::new("d1".parse().unwrap(), lead_lifecycle::Currency::JPY);
    let qualify = Command::Qualify { handoff: Box::default(), deal: Box::new(deal) };
    Scenario::under(policy(relaxed))
        .captured("acme", "2026-04-01T09:00:00+09:00")
        .when(Role::Mk, "2026-04-01T10:00:00+09:00", Command::Promote { note: None })
        .when(Role::Sdr, "2026-04-01T11:00:00+09:00", qualify)
        .then_stage(StageKind::Sql)
}

#[test]
fn a_new_pipeline_is_no_way_round_a_guard() {
    let other = r#"
label = "other pipeline"
[pipeline]
first_meeting = "met"
stages = [
  { name = "agreed", probability = "10%" },
  { name = "met", probability = "20%" },
  { name = "nearly", probability = "90%", requires = ["lines"] },
]
"#;
    let adopt = |to: Option<&str>| Command::AdoptPolicy {
        deal_pipeline: None,
        deal_stage: to.map(|name| name.parse().unwrap()),
    };
    let at = "2026-04-02T09:00:00+09:00";
    let facts = bare_sql().history().to_vec();
    Scenario::under(policy(other))
        .given(&facts)
        .when(Role::System, at, adopt(None))
        .then_refused(&["deal_stage_gone"])
        .when(Role::System, at, adopt(Some("neerly")))
        .then_refused(&["unknown_deal_stage"])
        .when(Role::System, at, adopt(Some("nearly")))
        .then_refused(&["deal_item_missing"])
        .when(Role::System, at, adopt(Some("agreed")))
        .then_facts(&[FactKind::PolicyAdopted])
        .then("the deal has moved", |lead| lead.stage().deal().unwrap().stage().as_str() == "agreed");
}

#[test]
fn a_deal_stage_that_stays_is_not_moved_by_the_way() {
    let facts = bare_sql().history().to_vec();
    Scenario::under(policy("label = \"slower\"\n[recycle]\ncooling = \"99d\"\n"))
        .given(&facts)
        .when(
            Role::System,
            "2026-04-02T09:00:00+09:00",
            Command::AdoptPolicy { deal_pipeline: None, deal_stage: Some("first_meeting_held".parse().unwrap()) },
        )
        .then_refused(&["deal_stage_kept"]);
}

proptest! {
    /// Counting a history again under the policy that wrote it comes to the state that is there.
    #[test]
    fn retagging_under_the_same_policy_changes_nothing(
        kinds in proptest::collection::vec((0usize..4, 0u32..2_000), 0..25),
        recycle_after in proptest::option::of(0usize..20),
    ) {
        let names = ["document_download", "seminar", "service_page_view", "unheard_of"];
        let mut story = Scenario::under(Policy::standard()).captured("acme", "2026-04-01T00:00:00Z");
        let mut now: lead_lifecycle::Instant = "2026-04-01T00:00:00Z".parse().unwrap();
        for (number, (kind, minutes)) in kinds.iter().enumerate() {
            now = now.saturating_add(lead_lifecycle::Span::minutes(*minutes));
            story = story.when(Role::System, &now.to_string(), activity(&format!("a-{number}"), names[*kind]));
            if recycle_after == Some(number) && story.lead().stage().kind() == StageKind::Mql {
                let reason = lead_lifecycle::recycle::Reason::new("timing".parse().unwrap(), None);
                story = story.when(Role::Sdr, &now.to_string(), Command::Recycle { reason, until: None });
            }
        }
        let counted = story.lifecycle().recount(story.history(), now).unwrap();
        prop_assert_eq!(&counted.state, story.lead().scoring());
        let again = Command::Recount(Recounting::Counted(Box::new(counted)));
        let _same = story.when(Role::System, &now.to_string(), again).then_nothing();
    }
}
