//! Laws of clocks, over random stretches of one lead's life.
#![expect(clippy::wildcard_enum_match_arm, reason = "a law looks at the facts it is about")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use lead_lifecycle::lead::{Command, counted};
use lead_lifecycle::lifecycle::{Past, PolicyBook, TakeBack, Version};
use lead_lifecycle::sla::{ClockRun, StopKind, Target};
use lead_lifecycle::{Context, Fact, FactBody, FactKind, Instant, Lead, Lifecycle, Origin, Role, Span};
use proptest::prelude::*;

use crate::common::{DAY, START, actor, at, k, reason, story, tell};
use crate::lifecycle_laws::json_round_trip;
use crate::sla::desk::{Desk, by, call, policy};
use crate::sla::office::{Deed, Diary, Done, WEEK, deeds};

/// One clock in the little office, held by everything but appointments.
fn waiting(target: &str) -> String {
    format!(
        r#"
        [sla.clocks.answer]
        starts = [{{ anchor = "became_mql" }}]
        stops = [{{ attempt = {{ channels = ["phone"], outcomes = ["dialled"] }} }}]
        scope = "cycle"
        holds = ["postponed", "unowned", {{ waiting = {{ channels = ["mail"] }} }}]
        targets = [{{ within = {target} }}]
        {WEEK}
        "#
    )
}

fn target(minutes: i64, working: bool) -> String {
    format!("{{ {} = \"{minutes}m\" }}", if working { "working" } else { "elapsed" })
}

/// An MQL whose clock runs, and a diary of it; `look` sees both after every deed.
fn lived(minutes: i64, working: bool, begin: i64, done: &[Done], mut look: impl FnMut(&Desk, &Diary)) -> (Desk, Diary) {
    let mut desk = Desk::open(&waiting(&target(minutes, working)), &at(START).to_string());
    let mut diary = Diary::begun(START / 60 + begin);
    desk.promote(&at(START + begin * 60).to_string());
    look(&desk, &diary);
    for done in done {
        let (told, happened) = diary.next(*done);
        let happened = if done.deed == Deed::Look { told } else { happened };
        // What is refused, an end of a postponement that lies behind, is in nobody's diary.
        let context = done.deed.context(told, happened);
        if let Ok(decision) = desk.lifecycle.decide(&desk.lead, &done.deed.command(happened), &context) {
            desk.take(decision);
            diary.notes(done.deed, happened);
        }
        // What late news make due by now is told with the next look.
        desk.look(&at(told * 60).to_string());
        look(&desk, &diary);
    }
    (desk, diary)
}

/// How many breaches stand: those told, without those withdrawn.
fn standing(desk: &Desk) -> usize {
    desk.counted(FactKind::ClockBreached) - desk.counted(FactKind::BreachWithdrawn)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Elapsed or working, put off, without an owner, waiting for the customer, told late: a deadline is the end of the minute that
    /// a walk over all minutes finds. A deadline that has passed is breached once, and one that has not, not at all.
    #[test]
    fn a_deadline_is_what_a_walk_over_the_minutes_finds(
        minutes in 1..3_000_i64, working: bool, begin in 0..10_000_i64, done in deeds(14),
    ) {
        lived(minutes, working, begin, &done, |desk, diary| {
            let run = desk.clock("answer");
            let due = diary.due(minutes, working);
            assert_eq!(run.due_at(), due, "{:?} after {diary:?}", run.holds());
            let passed = due.is_some_and(|due| due < desk.lead.recorded_at());
            assert_eq!((standing(desk), run.is_breached()), (usize::from(passed), passed), "{run:?}");
            assert_eq!(run.is_past_due(desk.lead.recorded_at()), passed);
        });
    }

    /// Stopped exactly at its deadline, or before, it is met; one second later it is missed. Afterwards nothing is due.
    #[test]
    fn the_deadline_itself_is_in_time(
        minutes in 1..3_000_i64, working: bool, begin in 0..10_000_i64, done in deeds(8), beside in -1..=1_i64,
    ) {
        let (mut desk, diary) = lived(minutes, working, begin, &done, |_, _| {});
        let Some(due) = diary.due(minutes, working).filter(|due| due.seconds() + beside >= desk.lead.recorded_at().seconds())
        else { return Ok(()) };
        let when = at(due.seconds() + beside);
        desk.tell(&call(), &Context::new(when, actor(Role::Sdr, 0)));
        let run = desk.clock("answer");
        let stop = *run.stop().unwrap();
        prop_assert_eq!((stop.how, stop.at, run.due_at()), (StopKind::Done, when, Some(due)));
        prop_assert_eq!((run.is_late(), run.ever_missed(), standing(&desk)), (beside > 0, beside > 0, usize::from(beside > 0)));
        let worked = i64::try_from(stop.worked.seconds()).unwrap() - minutes * 60;
        prop_assert!(worked <= beside.max(0) && (beside < 0 || worked >= 0), "{worked}");
        prop_assert!(desk.look(&at(when.seconds() + 400 * DAY).to_string()).iter().all(|kind| !kind.is_of_clocks()));
    }

    /// Looking at every minute at which something is due, or once at the end, is the same.
    #[test]
    fn looking_late_is_looking_often(minutes in 1..3_000_i64, working: bool, begin in 0..10_000_i64, done in deeds(10)) {
        let (late, _) = lived(minutes, working, begin, &done, |_, _| {});
        let (mut desk, end) = (Desk::open(&waiting(&target(minutes, working)), &at(START).to_string()), late.lead.recorded_at());
        let mut diary = Diary::begun(START / 60 + begin);
        desk.promote(&at(START + begin * 60).to_string());
        for done in &done {
            let (told, happened) = diary.next(*done);
            let happened = if done.deed == Deed::Look { told } else { happened };
            while let Some(wake) = desk.lifecycle.next_wake(&desk.lead).unwrap().filter(|wake| wake.at <= at(told * 60)) {
                desk.look(&wake.at.to_string());
            }
            let context = done.deed.context(told, happened);
            if let Ok(decision) = desk.lifecycle.decide(&desk.lead, &done.deed.command(happened), &context) {
                desk.take(decision);
                diary.notes(done.deed, happened);
            }
            desk.look(&at(told * 60).to_string());
        }
        desk.look(&end.to_string());
        prop_assert_eq!(desk.lead.clocks(), late.lead.clocks());
    }

    /// Whatever was told after a point and is taken back: the clocks are as they were then, apart from what time made since.
    #[test]
    fn taken_back_the_clocks_are_as_before(
        minutes in 1..3_000_i64, working: bool, begin in 0..10_000_i64, done in deeds(10), cut in 0..10_usize,
    ) {
        let (mut point, mut seen) = (None, 0);
        let (desk, _) = lived(minutes, working, begin, &done, |desk, _| {
            if seen <= cut {
                point = Some((desk.facts.len(), desk.lead.clone()));
            }
            seen += 1;
        });
        let (known, before) = point.unwrap();
        // Assignments are corrected by telling again.
        let own = desk.facts[known..].iter().filter(|fact| !fact.envelope.cause.is_rule());
        if own.clone().any(|fact| fact.kind() == FactKind::Assigned) || own.clone().next().is_none() {
            return Ok(());
        }
        let order = TakeBack::new(own.map(|fact| fact.envelope.revision), reason("mistake", false));
        let ctx = Context::new(desk.lead.recorded_at(), actor(Role::Manager, 0));
        let decision = desk.lifecycle.take_back(&Past::Whole(&desk.facts), &order, &ctx).unwrap();
        let after = Lead::replay(desk.facts.iter().chain(decision.facts())).unwrap();
        // Without what was taken back, time made the rest of it.
        let mut alone = before;
        let late = Context::new(desk.lead.recorded_at(), actor(Role::System, 0));
        alone.apply_all(desk.lifecycle.decide(&alone, &Command::CheckClock, &late).unwrap().facts()).unwrap();
        let said = |lead: &Lead| lead.clocks().iter().map(timing).collect::<Vec<_>>();
        prop_assert_eq!(said(&after), said(&alone));
    }

    /// Under a new version a clock keeps its deadline; with `retime` it has the one that it would have had under it from the start.
    #[test]
    fn a_new_version_moves_deadlines_only_where_it_says_so(
        minutes in 1..2_000_i64, other in 1..2_000_i64, working: bool, then_working: bool, begin in 0..10_000_i64,
        done in deeds(8), retime: bool,
    ) {
        let (mut desk, diary) = lived(minutes, working, begin, &done, |_, _| {});
        let newer = waiting(&target(other, then_working)).replace("[sla.clocks", &format!("[sla]\nretime = {retime}\n[sla.clocks"));
        let from = desk.lead.recorded_at().saturating_add(Span::minutes(1));
        let old = desk.lifecycle.newest_policy().clone();
        let book = PolicyBook::of(old).with(Version::new(from, policy(&newer))).unwrap();
        desk.lifecycle = Lifecycle::with_book(book);
        // The end of a postponement is of the diary too.
        let put_off_ends = desk.lead.cycle().postponement().is_some_and(|put_off| put_off.is_running() && put_off.until <= from);
        desk.look(&from.to_string());
        prop_assume!(!put_off_ends);
        let run = desk.clock("answer");
        let expected = if retime { diary.due(other, then_working) } else { diary.due(minutes, working) };
        prop_assert_eq!(run.due_at(), expected, "{:?}", run);
        let passed = expected.is_some_and(|due| due < from);
        prop_assert_eq!(standing(&desk) > 0 && run.is_breached(), passed, "{:?}", run);
    }
}

/// What a run says of time, without what was told of it since.
fn timing(run: &ClockRun) -> (u64, Instant, Option<Instant>, Vec<lead_lifecycle::sla::Hold>, Option<Instant>, bool) {
    (run.number(), run.start(), run.due_at(), run.holds().to_vec(), run.stop().map(|stop| stop.at), run.is_breached())
}

/// What a clock may be written with: everything that starts, stops, restarts and holds.
fn events() -> Vec<String> {
    let kinds = FactKind::ALL.iter().filter(|kind| !kind.is_of_clocks() && !kind.corrects());
    let facts = kinds.map(|kind| format!("{{ fact = \"{}\" }}", kind.as_str()));
    let others = [
        "{ anchor = \"became_mql\" }",
        "{ anchor = \"handed_over\" }",
        "{ anchor = \"appointment\" }",
        "{ anchor = \"meeting\" }",
        "{ anchor = \"result_recorded\" }",
        "{ anchor = \"owner_assigned\" }",
        "{ anchor = \"hand_raise\" }",
        "{ anchor = \"activity\" }",
        "{ milestone = \"mql\" }",
        "{ milestone = \"won\" }",
        "{ activity = \"seminar\" }",
        "{ attempt = { by = \"anyone\" } }",
        "{ attempt = { direction = \"inbound\" } }",
        "{ deal_stage = \"proposal\" }",
    ];
    facts.chain(others.map(str::to_owned)).collect()
}

/// Clocks as numbers that shrink: starts, stops, restarts, holds, target, steps.
type Wild = (Vec<usize>, Vec<usize>, Vec<usize>, u8, u16, Vec<u16>);

fn wild() -> impl Strategy<Value = Vec<Wild>> {
    let picks = |least: usize| prop::collection::vec(any::<usize>(), least..4);
    let clock = (picks(1), picks(1), picks(0), any::<u8>(), any::<u16>(), prop::collection::vec(any::<u16>(), 0..16));
    prop::collection::vec(clock, 1..16)
}

fn measure(number: u16) -> String {
    match number % 3 {
        0 => format!("{{ elapsed = \"{}m\" }}", 1 + number / 3 % 900),
        1 => format!("{{ working = \"{}m\" }}", 1 + number / 3 % 400),
        _ => format!("{{ business_days = {} }}", 1 + number / 3 % 3),
    }
}

fn written(clocks: &[Wild]) -> String {
    let events = events();
    let list =
        |picks: &[usize]| picks.iter().map(|pick| events[pick % events.len()].clone()).collect::<Vec<_>>().join(", ");
    let mut text = String::new();
    for (number, (starts, stops, restarts, flags, target, steps)) in clocks.iter().enumerate() {
        let holds = ["\"postponed\"", "\"appointment\"", "\"unowned\"", "{ waiting = {} }"];
        let holds = holds.iter().enumerate().filter(|(bit, _)| flags >> bit & 1 == 1).map(|(_, hold)| *hold);
        let holds = holds.collect::<Vec<_>>().join(", ");
        let scope = if flags & 16 == 0 { "stage" } else { "cycle" };
        write!(
            text,
            "[sla.clocks.clock-{number}]\nstarts = [{}]\nstops = [{}]\nrestarts = [{}]\nholds = [{holds}]\nscope = \"{scope}\"\n\
             targets = [{{ within = {} }}]\n",
            list(starts),
            list(stops),
            list(restarts),
            measure(*target),
        )
        .unwrap();
        // In one measure and in order: otherwise the check says so.
        let mut after: Vec<u16> = steps.iter().map(|step| 1 + step % 2_000).collect();
        after.sort_unstable();
        for step in after {
            let from = if flags & 32 == 0 { "start" } else { "due" };
            let after = format!("{{ elapsed = \"{step}m\" }}");
            writeln!(text, "[[sla.clocks.clock-{number}.steps]]\nafter = {after}\nfrom = \"{from}\"\ntell = [\"owner\"]\nreassign = true").unwrap();
        }
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever clocks a policy has that passes the check: the search for what is due ends, each run is warned of, breached and
    /// escalated at most once a step for each deadline, and what was looked at once has nothing left.
    #[test]
    fn the_search_ends_for_every_policy_that_passes(clocks in wild(), steps in story(25), days in 1..3_000_i64) {
        let lifecycle = Lifecycle::new(policy(&written(&clocks)));
        let mut told = tell(&lifecycle, &steps, |_, _, _, decided| {
            let facts = decided.as_ref().map_or(&[][..], |decision| decision.facts());
            once_each(facts);
        });
        if told.lead.stage().kind() == lead_lifecycle::StageKind::Merged {
            return Ok(());
        }
        let context = Context::new(at(told.lead.recorded_at().seconds() + days * DAY), actor(Role::System, 0));
        let late = lifecycle.decide(&told.lead, &Command::CheckClock, &context).unwrap();
        once_each(late.facts());
        told.lead.apply_all(late.facts()).unwrap();
        told.facts.extend(late.into_facts());
        prop_assert!(lifecycle.decide(&told.lead, &Command::CheckClock, &context).unwrap().is_empty());
        prop_assert_eq!(&Lead::replay(&told.facts).unwrap(), &told.lead);
        prop_assert!(told.lead.clocks().len() <= 16);
        for run in told.lead.clocks() {
            prop_assert!(run.holds().len() <= 16);
        }
        json_round_trip(&told.lead);
        told.facts.iter().for_each(json_round_trip);
    }
}

/// Of one decision, no fact of time says the same of a run twice; each decision says in one fact what becomes of its clocks.
#[track_caller]
fn once_each(facts: &[Fact]) {
    let mut said = BTreeSet::new();
    for fact in facts {
        let row = match &fact.body {
            FactBody::ClockWarned { clock, run, due_at } => (clock, *run, 0, *due_at),
            FactBody::ClockBreached { clock, run, due_at } => (clock, *run, 1, Some(*due_at)),
            FactBody::ClockEscalated { clock, run, step, .. } => (clock, *run, 2 + u32::from(*step), None),
            _ => continue,
        };
        assert!(said.insert((row.0.clone(), row.1, row.2, row.3)), "twice: {fact:?}");
    }
    let runs: BTreeSet<_> = said.iter().map(|(clock, run, ..)| (clock.clone(), *run)).collect();
    assert!(said.len() <= runs.len() * (2 + 16) * 4, "{} facts of {} runs", said.len(), runs.len());
}

fn bytes(value: &impl serde::Serialize) -> usize {
    postcard::to_allocvec(value).unwrap().len()
}

/// A clock and a calendar with names of 13 and 8 characters, and everything else that a run may say: at most 80 bytes in `postcard`,
/// and at most 18 more for each hold.
#[test]
fn a_run_is_small() {
    let toml = r#"
        [sla.clocks.first_contact]
        starts = [{ anchor = "became_mql" }]
        stops = [{ attempt = { channels = ["phone"] } }]
        holds = ["postponed"]
        scope = "cycle"
        grace = "1h"
        targets = [{ within = { working = "400h" }, warn_after = { working = "300h" } }]
        steps = [{ after = { elapsed = "900d" }, tell = ["owner"] }]
    "#;
    let mut desk = Desk::open(toml, "2026-06-12T10:00:00+09:00");
    let late = by(Role::Mk, "2026-06-12T13:00:00+09:00").with_effective_at(k::<Instant>("2026-06-12T11:00:00+09:00"));
    desk.tell(&Command::Promote { note: None }, &late);
    let run = desk.clock("first_contact");
    assert!(
        run.warn_at().is_some() && run.next_step_at().is_some() && run.due_at().is_some() && run.since() < run.start()
    );
    let mut before = bytes(run);
    assert!(before <= 80, "{before} bytes");
    // Five held stretches, one after another.
    let mut now = k::<Instant>("2026-06-15T09:00:00+09:00");
    for number in 1..=5 {
        let until = lead_lifecycle::values::Moment::At(now.saturating_add(Span::hours(2)));
        desk.tell(&Command::Postpone { until, note: None }, &Context::new(now, actor(Role::Sdr, 0)));
        now = now.saturating_add(Span::hours(6));
        desk.look(&now.to_string());
        let run = desk.clock("first_contact");
        assert_eq!(run.holds().len(), number);
        assert!(bytes(run) <= before + 18, "{} after {before}", bytes(run));
        before = bytes(run);
    }
    json_round_trip(run_of(&desk));
}

fn run_of(desk: &Desk) -> &ClockRun {
    desk.clock("first_contact")
}

/// Every fact that counts stands for one missed deadline: a breach for each, and none for others, over everything that may happen.
#[test]
fn a_late_run_is_breached_and_no_other() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let lifecycle = Lifecycle::new(crate::common::brisk());
    let (mut late, mut in_time) = (0, 0);
    for _ in 0..150 {
        let steps = story(60).new_tree(&mut runner).unwrap().current();
        let told = tell(&lifecycle, &steps, |_, _, _, _| {});
        for run in told.lead.clocks().iter().filter(|run| !run.is_running()) {
            assert_eq!(run.is_late(), run.ever_missed(), "{run:?}");
            let of_run = |fact: &Fact| match &fact.body {
                FactBody::ClockBreached { clock, run: number, .. } => {
                    (clock == run.clock() && *number == run.number()).then_some(1)
                }
                FactBody::BreachWithdrawn { clock, run: number, .. } => {
                    (clock == run.clock() && *number == run.number()).then_some(-1)
                }
                _ => None,
            };
            let standing: i32 = counted(&told.facts).unwrap().iter().filter_map(|one| of_run(one.fact)).sum();
            assert_eq!(standing, i32::from(run.is_late()), "{run:?}");
            if run.is_late() { late += 1 } else { in_time += 1 }
        }
    }
    assert!(late > 50 && in_time > 50, "{late} late, {in_time} in time");
}

/// A whole target is at least its span: what is fixed at the start is the one that fits first.
#[test]
fn the_first_target_that_fits_is_chosen() {
    let toml = r#"
        [sla.clocks.answer]
        starts = [{ fact = "captured" }]
        stops = [{ milestone = "won" }]
        targets = [
            { when = { origin = ["outbound"] }, within = { elapsed = "1h" } },
            { when = { origin = ["inbound"] }, within = { elapsed = "2h" } },
            { within = { elapsed = "3h" } },
        ]
    "#;
    for (origin, hours) in [(Origin::Outbound, 1), (Origin::Inbound, 2), (Origin::Referral, 3)] {
        let desk = Desk::under(Lifecycle::new(policy(toml)), origin, "2026-06-12T10:00:00+09:00");
        assert_eq!(desk.clock("answer").target(), Target::Elapsed(Span::hours(hours)), "{origin}");
    }
}
