//! The crate beside a plain second implementation of DESIGN's command table: they always agree.
#![expect(
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    clippy::too_many_lines,
    reason = "a reference model is to be plain before all"
)]

mod model;
mod rules;

use std::collections::BTreeMap;

use lead_lifecycle::lead::{Cause, Stage};
use lead_lifecycle::values::Milestone;
use lead_lifecycle::{Capture, Decision, Fact, Instant, Lead, Lifecycle, Origin, Policy, Refusal, Unmet};
use proptest::prelude::*;

use crate::common::{self, Step, story, tell};
use crate::reference_model::model::{Codes, Model, Outcome};
use crate::reference_model::rules::Rules;

fn outcome(decided: &Result<Decision, Refusal>) -> Result<Outcome, Codes> {
    match decided {
        Ok(decision) => {
            let row = |fact: &Fact| {
                let by_rule = fact.envelope.cause == Cause::Rule;
                (fact.kind().to_string(), fact.envelope.effective_at.seconds(), by_rule)
            };
            Ok(decision.facts().iter().map(row).collect())
        }
        Err(refusal) => Err(refusal.unmet.iter().map(Unmet::code).collect()),
    }
}

/// Everything that the model and the crate both know of a lead, in the same words.
fn of_crate(lead: &Lead, policy: &Policy) -> BTreeMap<&'static str, String> {
    let visits: BTreeMap<&str, u32> =
        lead.cycle().stages().iter().map(|(stage, clock)| (stage.as_str(), clock.visits)).collect();
    let reached: Vec<&str> = lead.cycle().milestones().iter().map(|(milestone, _)| milestone.as_str()).collect();
    let counts: Vec<u32> = Milestone::ALL.iter().map(|m| lead.totals().milestones.get(*m)).collect();
    let cooling = match lead.stage() {
        Stage::Lead { cooling_until } => cooling_until.map(Instant::seconds),
        _ => None,
    };
    let deal = lead.stage().deal().map(|deal| (deal.stage().to_string(), deal.lines().len(), deal.expected_close()));
    let contracts: Vec<&str> =
        lead.customer().map_or(vec![], |c| c.contracts().iter().map(|c| c.key().as_str()).collect());
    let answers: Vec<_> =
        lead.answers().iter().map(|(n, a)| (n.to_string(), a.verdict, a.at.seconds(), a.is_stale())).collect();
    let offers: Vec<&str> = lead.proposals().iter().map(|p| p.id.as_str()).collect();
    let score = policy.scoring().score(lead.scoring(), lead.recorded_at()).total().thousandths();
    [
        ("stage", lead.stage().kind().to_string()),
        ("cycle", format!("{} of {} counted", lead.cycle().number(), lead.totals().counted_cycles())),
        ("expansion", lead.cycle().is_expansion().to_string()),
        ("entered", lead.stage_entered_at().seconds().to_string()),
        ("recorded", format!("{} at {}", lead.revision(), lead.recorded_at().seconds())),
        ("cooling", format!("{cooling:?}")),
        ("visits", format!("{visits:?}")),
        ("milestones", format!("{reached:?} {counts:?}")),
        ("progress", format!("{} after {}", lead.cycle().progress(), lead.totals().attempts)),
        ("deal", format!("{deal:?}")),
        ("meeting", format!("{:?}", lead.cycle().appointment().map(|a| (a.at.seconds(), a.channel)))),
        ("contracts", format!("{contracts:?}")),
        ("answers", format!("{answers:?}")),
        ("proposals", format!("{offers:?}")),
        ("stale", lead.cycle().is_stale().to_string()),
        ("score", score.to_string()),
        ("memory", format!("{} {:?}", lead.memory().len(), lead.memory().watermark().map(Instant::seconds))),
        ("activities", lead.totals().activities.to_string()),
    ]
    .into()
}

fn of_model(model: &Model<'_>) -> BTreeMap<&'static str, String> {
    let order = ["lead", "mql", "sql", "sao", "opportunity", "won"];
    let reached: Vec<&str> = order.into_iter().filter(|m| model.reached.contains(m)).collect();
    let counts: Vec<u32> = order.iter().map(|m| model.counts.get(m).copied().unwrap_or(0)).collect();
    let words = ["untouched", "contacted", "validated", "consented"];
    let deal = model.deal.as_ref().map(|deal| (common::PIPELINE[deal.stage].to_owned(), deal.lines.len(), deal.close));
    let answers: Vec<_> = model.answers.iter().map(|(n, a)| (n.clone(), a.verdict, a.at, a.noted_stale)).collect();
    let offers: Vec<&str> = model.offers.iter().map(|offer| offer.id.as_str()).collect();
    [
        ("stage", model.stage.to_owned()),
        ("cycle", format!("{} of {} counted", model.cycle, model.counted_cycles)),
        ("expansion", model.expansion.to_string()),
        ("entered", model.entered.to_string()),
        ("recorded", format!("{} at {}", model.revision, model.recorded)),
        ("cooling", format!("{:?}", model.cooling)),
        ("visits", format!("{:?}", model.visits)),
        ("milestones", format!("{reached:?} {counts:?}")),
        ("progress", format!("{} after {}", words[model.progress], model.attempts)),
        ("deal", format!("{deal:?}")),
        ("meeting", format!("{:?}", model.meeting)),
        ("contracts", format!("{:?}", model.contracts)),
        ("answers", format!("{answers:?}")),
        ("proposals", format!("{offers:?}")),
        ("stale", model.noted_stale.to_string()),
        ("score", model.score(model.recorded).to_string()),
        ("memory", format!("{} {:?}", model.remembered.len(), model.forgotten)),
        ("activities", model.recorded_activities.to_string()),
    ]
    .into()
}

/// What differs, in few words.
fn same(story: &[String], what: &str, crate_says: &BTreeMap<&str, String>, model_says: &BTreeMap<&str, String>) {
    for (name, value) in crate_says {
        let other = &model_says[name];
        assert!(value == other, "{what}, {name}: crate {value}, model {other}, after\n{}", story.join("\n"));
    }
}

fn agree(policy: Policy, rules: &Rules, steps: &[Step]) {
    let lifecycle = Lifecycle::new(policy);
    let access = lifecycle.policy().access();
    let mut model: Option<Model<'_>> = None;
    let mut story: Vec<String> = vec![];
    let told = tell(&lifecycle, steps, |lead, command, ctx, decided| {
        let model = model.get_or_insert_with(|| {
            let bare = Capture::new(lead.key().clone(), Origin::Outbound);
            let capture = if lead.profile().is_empty() { bare } else { common::full_capture("lead") };
            Model::capture(rules, access, &capture, common::START)
        });
        let wake = |seconds: Option<i64>| [("next wake", format!("{seconds:?}"))].into();
        same(&story, "state", &of_crate(lead, lifecycle.policy()), &of_model(model));
        same(&story, "clock", &wake(lifecycle.next_wake(lead).map(Instant::seconds)), &wake(model.next_wake()));
        let expected = model.take(command, ctx);
        let got = outcome(decided);
        let effective = ctx.effective_at.map_or_else(String::new, |at| format!(" (of {})", at.seconds()));
        story.push(format!("{}{effective} {}: {command:?} -> {got:?}", ctx.now.seconds(), ctx.actor));
        let says = |outcome: &Result<Outcome, Codes>| [("outcome", format!("{outcome:?}"))].into();
        same(&story, "decision", &says(&got), &says(&expected));
    });
    if let Some(model) = model {
        same(&story, "end", &of_crate(&told.lead, lifecycle.policy()), &of_model(&model));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn the_crate_agrees_with_the_model_under_a_brisk_policy(steps in story(60)) {
        agree(common::brisk(), &Rules::brisk(), &steps);
    }

    #[test]
    fn the_crate_agrees_with_the_model_under_the_standard_policy(steps in story(60)) {
        agree(Policy::standard(), &Rules::standard(), &steps);
    }
}
