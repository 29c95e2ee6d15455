//! The crate beside a plain second implementation of DESIGN's command table: they always agree.
#![expect(
    clippy::as_conversions,
    clippy::wildcard_enum_match_arm,
    clippy::too_many_lines,
    reason = "a reference model is to be plain before all"
)]

mod book;
mod by_the_book;
mod model;
mod rules;

use std::collections::BTreeMap;

use lead_lifecycle::lead::{Attempt, Attribution, PutOffBy, Stage};
use lead_lifecycle::values::{Channel, ContactOutcome, CycleKind, Direction, Milestone, Moment};
use lead_lifecycle::{
    Capture, Command, Context, Date, Decision, Fact, Instant, Lead, Lifecycle, Origin, Policy, Refusal, Role, Unmet,
};
use proptest::prelude::*;

use ContactOutcome as O;

use crate::common::{self, Step, actor, at, k, reason, story, tell};
use crate::reference_model::model::{Codes, Model, Outcome, is_of_a_person, newest};
use crate::reference_model::rules::Rules;

fn outcome(decided: &Result<Decision, Refusal>) -> Result<Outcome, Codes> {
    match decided {
        Ok(decision) => {
            let row = |fact: &Fact| {
                let by_rule = fact.envelope.cause.is_rule();
                (fact.kind().to_string(), fact.envelope.effective_at.seconds(), by_rule)
            };
            Ok(decision.facts().iter().map(row).collect())
        }
        Err(refusal) => Err(refusal.unmet.iter().map(Unmet::code).collect()),
    }
}

/// Everything that the model and the crate both know of a lead, in the same words.
fn of_crate(lead: &Lead, policy: &Policy) -> BTreeMap<&'static str, String> {
    let cycle = lead.cycle();
    let second = |at: Instant| at.seconds();
    let word = |value: Option<&dyn ToString>| value.map(ToString::to_string);
    let stages: BTreeMap<&str, (u32, i64, i64, u64)> = cycle
        .stages()
        .iter()
        .map(|(stage, clock)| {
            let (first, last) = (clock.first_entry.seconds(), clock.last_entry.seconds());
            (stage.as_str(), (clock.visits, first, last, clock.ended.seconds()))
        })
        .collect();
    let reached: Vec<(&str, Option<i64>, Option<Date>)> = cycle
        .milestones()
        .iter()
        .map(|(milestone, mark)| (milestone.as_str(), mark.at.map(second), mark.day))
        .collect();
    let counts: Vec<u32> = Milestone::ALL.iter().map(|m| lead.totals().milestones.get(*m)).collect();
    let cooling = match lead.stage() {
        Stage::Lead { cooling_until } => cooling_until.map(Instant::seconds),
        _ => None,
    };
    let deal = lead.stage().deal().map(|deal| {
        let times = (deal.opened_at().seconds(), deal.moved_at().seconds());
        (deal.stage().to_string(), deal.lines().len(), deal.expected_close(), word(deal.owner().map(|o| o as _)), times)
    });
    let contracts: Vec<_> = lead.customer().map_or(vec![], |customer| {
        let held = customer.contracts().iter();
        held.map(|held| (held.key().to_string(), held.value(), held.ends(), held.signed_at().seconds())).collect()
    });
    let answers: Vec<_> =
        lead.answers().iter().map(|(n, a)| (n.to_string(), a.verdict, a.at.seconds(), a.is_stale())).collect();
    let offers: Vec<&str> = lead.proposals().iter().map(|p| p.id.as_str()).collect();
    let score = policy.scoring().score(lead.scoring(), lead.recorded_at()).total().thousandths();
    let tries = cycle.attempts();
    let calls = [tries.dialled, tries.answered, tries.decision_maker, tries.conversation];
    let messages = [tries.sent, tries.delivered, tries.replied, tries.bounced, tries.auto_reply];
    let span = (tries.first_at.map(second), tries.last_at.map(second));
    let put_off = cycle.postponement().map(|put_off| {
        (put_off.at.seconds(), put_off.until.seconds(), put_off.by == PutOffBy::Ending, put_off.over, put_off.met)
    });
    let meeting = cycle.appointment().map(|a| (a.at.seconds(), a.channel, a.kind, a.booked_by));
    [
        ("stage", lead.stage().kind().to_string()),
        ("cycle", format!("{} of {} counted", cycle.number(), lead.totals().counted_cycles())),
        ("kind of cycle", format!("{:?}, expansion {}", cycle.kind(), cycle.is_expansion())),
        ("began", cycle.opened_at().seconds().to_string()),
        ("entered", lead.stage_entered_at().seconds().to_string()),
        ("turned", cycle.turned_at().seconds().to_string()),
        ("deadlines", cycle.deadlines_from().seconds().to_string()),
        ("recorded", format!("{} at {}", lead.revision(), lead.recorded_at().seconds())),
        ("cooling", format!("{cooling:?}")),
        ("stages", format!("{stages:?}")),
        ("milestones", format!("{reached:?} {counts:?}")),
        ("grounds", format!("{:?}", lead.anchors().grounds.map(second))),
        ("progress", format!("{} after {}", cycle.progress(), lead.totals().attempts)),
        ("attempts", format!("{calls:?} {messages:?} {} {} {span:?}", tries.inbound, tries.reached)),
        ("postponement", format!("{put_off:?}")),
        (
            "hand-raise",
            format!("{:?} {:?}", lead.hand_raise().since().map(second), lead.hand_raise().newest().map(second)),
        ),
        ("deal", format!("{deal:?}")),
        ("meeting", format!("{meeting:?}")),
        ("owner", format!("{:?} {:?}", word(cycle.owner().map(|o| o as _)), word(cycle.team().map(|t| t as _)))),
        ("whose", format!("{:?} {:?}", word(lead.account().map(|a| a as _)), word(lead.person().map(|p| p as _)))),
        (
            "from",
            format!(
                "{} {} {:?}",
                lead.origin(),
                cycle.origin(),
                word(cycle.attribution().source.as_ref().map(|s| s as _))
            ),
        ),
        ("customer", format!("{:?}", lead.customer().map(|customer| customer.since().seconds()))),
        ("contracts", format!("{contracts:?}")),
        ("answers", format!("{answers:?}")),
        ("proposals", format!("{offers:?}")),
        ("stale", cycle.is_stale().to_string()),
        ("suggested", matches!(lead.stage(), Stage::Disqualified { suggested: true, .. }).to_string()),
        ("score", score.to_string()),
        ("memory", format!("{} {:?}", lead.memory().len(), lead.memory().watermark().map(Instant::seconds))),
        ("activities", lead.totals().activities.to_string()),
    ]
    .into()
}

/// The clocks of the stages, counted from every entry of the cycle.
fn clocks(entries: &[(&'static str, i64)]) -> BTreeMap<&'static str, (u32, i64, i64, u64)> {
    let order = ["lead", "mql", "sql", "opportunity", "customer", "disqualified", "merged"];
    let mut clocks: BTreeMap<&str, (u32, i64, i64, u64)> = BTreeMap::new();
    for stage in order {
        let visits: Vec<usize> = (0..entries.len()).filter(|place| entries[*place].0 == stage).collect();
        if let (Some(first), Some(last)) = (visits.first(), visits.last()) {
            let ended = visits.iter().filter_map(|place| Some(entries.get(place + 1)?.1 - entries[*place].1)).sum();
            let ended: i64 = ended;
            let count = u32::try_from(visits.len()).unwrap();
            clocks.insert(stage, (count, entries[*first].1, entries[*last].1, u64::try_from(ended).unwrap()));
        }
    }
    clocks
}

fn of_model(model: &Model<'_>) -> BTreeMap<&'static str, String> {
    let order = ["lead", "mql", "sql", "sao", "opportunity", "won"];
    let reached: Vec<(&str, Option<i64>, Option<Date>)> =
        order.into_iter().filter_map(|m| model.reached.get(m).map(|(at, day)| (m, Some(*at), *day))).collect();
    let counts: Vec<u32> = order.iter().map(|m| model.counts.get(m).copied().unwrap_or(0)).collect();
    let words = ["untouched", "contacted", "validated", "consented"];
    let deal = model.deal.as_ref().map(|deal| {
        let (stage, times) = (model.rules.pipeline[deal.stage].to_owned(), (deal.opened, deal.moved));
        (stage, deal.lines.len(), deal.close, deal.owner(), times)
    });
    let contracts: Vec<_> =
        model.contracts.iter().map(|held| (held.key.clone(), held.value(), held.end(), held.signed)).collect();
    let answers: Vec<_> = model.answers.iter().map(|(n, a)| (n.clone(), a.verdict, a.at, a.noted_stale)).collect();
    let offers: Vec<&str> = model.offers.iter().map(|offer| offer.id.as_str()).collect();
    let tries = &model.tries;
    let made = |outcome| tries.iter().filter(|(_, o, _)| *o == outcome).count();
    let outbound =
        |outcome| tries.iter().filter(|(direction, o, _)| *direction == Direction::Outbound && *o == outcome).count();
    let calls = [O::Dialled, O::Answered, O::DecisionMaker, O::Conversation].map(outbound);
    let [sent, delivered, replied] = [O::Sent, O::Delivered, O::Replied].map(outbound);
    let messages = [sent, delivered, replied, made(O::Bounced), made(O::AutoReply)];
    let inbound = tries
        .iter()
        .filter(|(direction, o, _)| *direction == Direction::Inbound && !matches!(o, O::Bounced | O::AutoReply))
        .count();
    let somebody = [O::Answered, O::DecisionMaker, O::Conversation, O::Replied].into_iter().any(|o| made(o) > 0);
    let by_persons: Vec<i64> = tries.iter().filter(|attempt| is_of_a_person(attempt)).map(|(_, _, at)| *at).collect();
    let span = (by_persons.iter().min(), by_persons.iter().max());
    let put_off =
        model.put_off.map(|put_off| (put_off.at, put_off.until, put_off.by_ending, put_off.over, put_off.met));
    let kind = if model.direct { CycleKind::Direct } else { CycleKind::Sales };
    let meeting = model.meeting.as_ref().map(|a| (a.at, a.channel, a.kind, a.booked_by));
    [
        ("stage", model.stage.to_owned()),
        ("cycle", format!("{} of {} counted", model.cycle, model.counted_cycles)),
        ("kind of cycle", format!("{kind:?}, expansion {}", model.expansion)),
        ("began", model.opened.to_string()),
        ("entered", model.entered().to_string()),
        ("turned", model.turned().to_string()),
        ("deadlines", model.deadlines_from.to_string()),
        ("recorded", format!("{} at {}", model.revision, model.recorded)),
        ("cooling", format!("{:?}", model.cooling)),
        ("stages", format!("{:?}", clocks(&model.entries))),
        ("milestones", format!("{reached:?} {counts:?}")),
        ("grounds", format!("{:?}", model.mql.and_then(|(_, grounds, _)| grounds))),
        ("progress", format!("{} after {}", words[model.progress], model.all_tries)),
        ("attempts", format!("{calls:?} {messages:?} {inbound} {somebody} {span:?}")),
        ("postponement", format!("{put_off:?}")),
        ("hand-raise", format!("{:?} {:?}", model.raised.first(), model.raised.last())),
        ("deal", format!("{deal:?}")),
        ("meeting", format!("{meeting:?}")),
        ("owner", format!("{:?} {:?}", model.owner(), newest(&model.teams).unwrap())),
        ("whose", format!("{:?} {:?}", newest(&model.accounts).unwrap(), newest(&model.persons).unwrap())),
        ("from", format!("{} {} {:?}", model.first_origin, model.origin(), newest(&model.sources).unwrap())),
        ("customer", format!("{:?}", model.customer_since)),
        ("contracts", format!("{contracts:?}")),
        ("answers", format!("{answers:?}")),
        ("proposals", format!("{offers:?}")),
        ("stale", model.noted_stale.to_string()),
        ("suggested", model.suggested.to_string()),
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

/// Looks at every step of a story: the lead before, the command, its context, the outcome.
type Look<'l> = dyn FnMut(&Lead, &Command, &Context, &Result<Decision, Refusal>) + 'l;

fn agree(policy: Policy, rules: &Rules, tell: impl FnOnce(&Lifecycle, &mut Look<'_>) -> Lead) {
    let lifecycle = Lifecycle::new(policy);
    let access = lifecycle.newest_policy().access();
    let mut model: Option<Model<'_>> = None;
    let mut story: Vec<String> = vec![];
    let told = tell(&lifecycle, &mut |lead, command, ctx, decided| {
        let model = model.get_or_insert_with(|| {
            let bare = Capture::new(lead.key().clone(), Origin::Outbound);
            let capture = if lead.profile().is_empty() { bare } else { common::full_capture("lead") };
            Model::capture(rules, access, &capture, common::START)
        });
        let wake = |seconds: Option<i64>| [("next wake", format!("{seconds:?}"))].into();
        same(&story, "state", &of_crate(lead, lifecycle.newest_policy()), &of_model(model));
        same(
            &story,
            "clock",
            &wake(common::next_fact(&lifecycle, lead).map(|(at, _)| at.seconds())),
            &wake(model.next_wake()),
        );
        let expected = model.take(command, ctx);
        let got = outcome(decided);
        let effective = ctx.effective_at.map_or_else(String::new, |at| format!(" (of {at})"));
        story.push(format!("{}{effective} {}: {command:?} -> {got:?}", ctx.now.seconds(), ctx.actor));
        let says = |outcome: &Result<Outcome, Codes>| [("outcome", format!("{outcome:?}"))].into();
        same(&story, "decision", &says(&got), &says(&expected));
    });
    if let Some(model) = model {
        same(&story, "end", &of_crate(&told, lifecycle.newest_policy()), &of_model(&model));
    }
}

fn agree_on_steps(policy: Policy, rules: &Rules, steps: &[Step]) {
    agree(policy, rules, |lifecycle, look| tell(lifecycle, steps, look).lead);
}

/// A story written out: on which day it is told and on which it happened, by whom, and what. Nothing is refused.
fn agree_on(written: &[(i64, i64, Role, Command)]) {
    agree(common::unclocked(), &Rules::brisk(), |lifecycle, look| {
        let day = |day: i64| at(common::START + day * common::DAY);
        let first = lifecycle.capture(&common::full_capture("lead"), &Context::new(day(0), actor(Role::System, 0)));
        let mut lead = Lead::replay(first.unwrap().facts()).unwrap();
        for (told, happened, role, command) in written {
            let ctx = Context::new(day(*told), actor(*role, 0)).with_effective_at(day(*happened));
            let decided = lifecycle.decide(&lead, command, &ctx);
            look(&lead, command, &ctx, &decided);
            lead.apply_all(decided.unwrap().facts()).unwrap();
        }
        lead
    });
}

fn bought(contract: &str) -> Command {
    let attribution = Attribution::default();
    Command::RecordPurchase { contract: common::contract(contract, "JPY"), attribution }
}

fn inbound_call() -> Command {
    Command::RecordAttempt(Attempt {
        direction: Direction::Inbound,
        channel: Channel::Phone,
        outcome: ContactOutcome::Answered,
        advance: None,
        note: None,
    })
}

/// What happened to an older contract is no turn of the MQL that a hand-raise made since.
#[test]
fn the_end_of_a_contract_before_the_grounds_of_an_expansion_moves_no_milestone() {
    let asked = Command::RecordActivity { activity: common::activity("h", "contact_request") };
    let ended = || Command::EndContract { contract: k("k1"), reason: reason("expired", false), until: None };
    let before = [(1, 1, Role::Cs, bought("k1")), (2, 2, Role::Cs, bought("k2")), (7, 5, Role::Sdr, asked)];
    let then = |happened| before.iter().cloned().chain([(8, happened, Role::Cs, ended())]).collect::<Vec<_>>();
    for happened in [4, 5, 6, 7, 8] {
        agree_on(&then(happened));
    }
}

/// An instant given with the end of a cycle is not ended by what the lead does, told before or after.
#[test]
fn an_expansion_put_off_with_its_end_stays_so_whatever_is_told_first() {
    let open = Command::OpenExpansion { note: None, attribution: Attribution::default() };
    let until = Some(Moment::At(at(common::START + 20 * common::DAY)));
    let recycle = Command::Recycle { reason: reason("no_response", false), until };
    let begun = [(1, 1, Role::Cs, bought("k1")), (3, 3, Role::Cs, open)];
    let (ended, called) = ((6, 4, Role::Sdr, recycle), (6, 5, Role::Sdr, inbound_call()));
    agree_on(&[&begun[..], &[ended.clone(), called.clone()]].concat());
    agree_on(&[&begun[..], &[called, ended]].concat());
}

/// A call told before the postponement that it followed takes it off the agenda as well.
#[test]
fn a_postponement_told_late_is_met_by_a_call_made_since() {
    let until = Moment::At(at(common::START + 4 * common::DAY));
    let called = Command::RecordAttempt(Attempt {
        direction: Direction::Outbound,
        channel: Channel::Phone,
        outcome: ContactOutcome::Dialled,
        advance: None,
        note: None,
    });
    let put_off = Command::Postpone { until, note: None };
    agree_on(&[
        (1, 1, Role::Mk, Command::Promote { note: None }),
        (5, 5, Role::Sdr, called),
        (6, 2, Role::Sdr, put_off),
        (7, 7, Role::System, Command::CheckClock),
    ]);
}

/// Who raised a hand after the instant of a reopening told late is MQL from the hand-raise on.
#[test]
fn a_hand_raise_after_a_reopening_told_late_promotes_at_its_own_instant() {
    let asked = Command::RecordActivity { activity: common::activity("h", "contact_request") };
    agree_on(&[
        (1, 1, Role::Sdr, Command::Discard { reason: reason("no_fit", false) }),
        (3, 3, Role::Sdr, asked),
        (5, 2, Role::Manager, Command::Reopen { reason: reason("new_interest", false) }),
        (6, 4, Role::Sdr, Command::Recycle { reason: reason("no_response", false), until: None }),
    ]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn the_crate_agrees_with_the_model_under_a_brisk_policy(steps in story(60)) {
        agree_on_steps(common::unclocked(), &Rules::brisk(), &steps);
    }

    #[test]
    fn the_crate_agrees_with_the_model_under_the_standard_policy(steps in story(60)) {
        agree_on_steps(Policy::standard(), &Rules::standard(), &steps);
    }
}
