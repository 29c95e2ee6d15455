//! Random leads: lived, taken over, merged, split and corrected.
#![expect(clippy::wildcard_enum_match_arm, reason = "what cannot go with it stays")]

use std::collections::BTreeSet;
use std::sync::OnceLock;

use lead_lifecycle::calendar::{Zone, ZoneTable, ZoneTransition};
use lead_lifecycle::insight::{Column, CycleStart, Exit, LinePlan};
use lead_lifecycle::lead::Attribution;
use lead_lifecycle::lifecycle::{
    BackfillRules, CorrectionUnmet, LegacyChurn, LegacyEnd, LegacyRow, OrderPolicy, Past, TakeBack, TakeBackError,
    Together,
};
use lead_lifecycle::values::{LeadKey, Milestone, Moment, UtcOffset};
use lead_lifecycle::{Capture, Command, Context, Fact, FactKind, Instant, Lead, Lifecycle, Origin, Role, Unmet};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;

use crate::common::{DAY, START, Step, actor, at, brisk, full_profile, k, reason, story, unclocked, yen};
use crate::insight::naive::Naive;
use crate::insight::tables::column;

/// The life of a lead, and of one that is merged into it, in numbers that shrink.
#[derive(Debug, Clone)]
pub(super) struct Life {
    /// What it begins with.
    begins: u8,
    /// So many days after all stories begin.
    after: u16,
    rows: Vec<LegacyRow>,
    lived: Vec<Step>,
    /// Of another lead; what comes after the merge; whether they part again.
    other: Option<(Vec<Step>, Vec<Step>, bool)>,
    /// What is taken back, and whether the lead lives on.
    picks: Vec<u16>,
    then: Vec<Step>,
}

fn legacy_moment() -> impl Strategy<Value = Moment> {
    (START - 500 * DAY..START, any::<bool>()).prop_map(|(seconds, day)| {
        if day { Moment::Day(at(seconds).date(&Zone::JST)) } else { Moment::At(at(seconds)) }
    })
}

fn legacy_end() -> impl Strategy<Value = LegacyEnd> {
    (0..7, proptest::option::of(legacy_moment()), any::<bool>()).prop_map(|(which, at, why)| match which {
        6 => LegacyEnd::Bought { at, value: why.then(|| yen(7)), contract: None },
        0 => LegacyEnd::Won { at, value: why.then(|| yen(7)), contract: None },
        1 => LegacyEnd::Lost { at, reason: why.then(|| reason("price", false)) },
        2 => LegacyEnd::Recycled { at, reason: why.then(|| reason("timing", false)) },
        3 => LegacyEnd::Disqualified { at, reason: why.then(|| reason("no_fit", false)) },
        4 => LegacyEnd::Discarded { at, reason: None },
        _ => LegacyEnd::Merged { at, into: k("p-9") },
    })
}

prop_compose! {
    fn row()(
        dates in proptest::collection::btree_map(0_usize..6, proptest::option::of(legacy_moment()), 0..5),
        end in proptest::option::of(legacy_end()),
        (owner, source, origin) in (proptest::option::of(0..3), proptest::option::of(0..2), 0..2),
        churned in proptest::option::of(proptest::option::of(legacy_moment())),
        number in 0..1_000_000,
    ) -> LegacyRow {
        let ends_won = matches!(end, Some(LegacyEnd::Won { .. } | LegacyEnd::Bought { .. }));
        let origin = if origin == 0 { Origin::Inbound } else { Origin::Referral };
        LegacyRow {
            reached: dates.iter().map(|(place, when)| (Milestone::ALL[*place], *when)).collect(),
            end,
            deal: Some(k(&format!("D-{number}"))),
            churned: churned.map(|at| LegacyChurn { at, reason: None }).filter(|_| ends_won),
            owner: owner.map(|owner| k(&format!("rep-{owner}"))),
            team: owner.filter(|owner| *owner == 0).map(|_| k("west")),
            attribution: Attribution { source: source.map(|one| k(&format!("list-{one}"))), ..Attribution::default() },
            ..LegacyRow::new(k("nobody"), origin)
        }
    }
}

fn picks(most: usize) -> impl Strategy<Value = Vec<u16>> {
    prop_oneof![1 => Just(vec![]), 1 => proptest::collection::vec(any::<u16>(), 0..most)]
}

/// Any life.
pub(super) fn life(longest: usize) -> impl Strategy<Value = Life> {
    let rows = prop_oneof![2 => Just(vec![]), 1 => proptest::collection::vec(row(), 1..4)];
    let other = prop_oneof![
        3 => Just(None),
        1 => (story(longest / 2), story(longest / 2), any::<bool>()).prop_map(Some),
    ];
    (any::<u8>(), 0..300_u16, rows, story(longest), other, picks(3), story(longest / 3)).prop_map(
        |(begins, after, rows, lived, other, picks, then)| Life { begins, after, rows, lived, other, picks, then },
    )
}

/// A life without a past in another system, and that nothing is brought into.
pub(super) fn lived(longest: usize) -> impl Strategy<Value = Life> {
    life(longest).prop_map(|life| Life { rows: vec![], other: None, ..life })
}

/// The lead that is told, as far as it has come.
struct Telling {
    lifecycle: Lifecycle,
    now: Instant,
}

fn lifecycle(begins: u8) -> Lifecycle {
    static BOTH: OnceLock<[Lifecycle; 2]> = OnceLock::new();
    let [clocked, plain] = BOTH.get_or_init(|| [Lifecycle::new(brisk()), Lifecycle::new(unclocked())]);
    if begins % 3 == 0 { clocked.clone() } else { plain.clone() }
}

impl Telling {
    fn by(&self, role: Role) -> Context {
        Context::new(self.now, actor(role, 0))
    }

    fn begins(&self, name: &str, how: u8) -> Vec<Fact> {
        let capture = Capture {
            attribution: Attribution {
                source: [None, Some("fair"), Some("web")][usize::from(how % 3)].map(k),
                campaign: (how % 7 == 0).then(|| k("spring")),
                ..Attribution::default()
            },
            owner: (how % 4 == 0).then(|| k("sdr-1")),
            team: (how % 5 == 0).then(|| k("north")),
            account: (how % 6 == 0).then(|| k("acme")),
            fields: if how % 2 == 0 { full_profile() } else { [].into() },
            ..Capture::new(k(name), if how % 8 < 5 { Origin::Inbound } else { Origin::Outbound })
        };
        self.lifecycle.capture(&capture, &self.by(Role::System)).unwrap().into_facts()
    }

    /// As far as rows are not refused.
    fn takes_over(&self, name: &str, rows: &[LegacyRow]) -> Vec<Fact> {
        let rules = BackfillRules { as_of: self.now, order: OrderPolicy::Clamp, zone: Zone::JST };
        let mut facts: Vec<Fact> = vec![];
        for row in rows {
            let row = LegacyRow { lead: k(name), ..row.clone() };
            let ctx = self.by(Role::System);
            let decision = if facts.is_empty() {
                self.lifecycle.import(&row, &rules, &ctx)
            } else {
                self.lifecycle.import_next(&Lead::replay(&facts).unwrap(), &row, &rules, &ctx)
            };
            facts.extend(decision.into_iter().flat_map(lead_lifecycle::Decision::into_facts));
        }
        facts
    }

    fn goes_on(&mut self, facts: &mut Vec<Fact>, steps: &[Step]) {
        let mut lead = Lead::replay(&*facts).unwrap();
        for step in steps {
            self.now = self.now.max(step.now(self.now));
            let (command, context) = step.on(&lead, self.now);
            let context = Context { now: self.now, ..context };
            if let Ok(decision) = self.lifecycle.decide(&lead, &command, &context) {
                lead.apply_all(decision.facts()).unwrap();
                facts.extend(decision.into_facts());
            }
        }
    }

    /// Takes back what is chosen, and what has to go with it; nothing where it may not go.
    fn takes_back(&self, facts: &mut Vec<Fact>, picks: &[u16]) {
        let count = u64::try_from(facts.len()).unwrap();
        let mut named: BTreeSet<u64> = picks.iter().map(|pick| 1 + u64::from(*pick) % count).collect();
        for _ in 0..30 {
            if named.is_empty() {
                return;
            }
            let order = TakeBack::new(named.iter().copied(), reason("mistake", false));
            let refusal = match self.lifecycle.take_back(&Past::Whole(&*facts), &order, &self.by(Role::Manager)) {
                Ok(decision) => return facts.extend(decision.into_facts()),
                Err(TakeBackError::Refused(refusal)) => refusal,
                Err(_) => return,
            };
            for unmet in &refusal.unmet {
                match unmet {
                    Unmet::Correction(CorrectionUnmet::TurnsAfter { facts } | CorrectionUnmet::StandOn { facts }) => {
                        named.extend(facts.iter().map(|fact| fact.fact));
                    }
                    Unmet::Correction(
                        CorrectionUnmet::MadeByRule { facts }
                        | CorrectionUnmet::TellAgain { facts }
                        | CorrectionUnmet::NeverTakenBack { facts },
                    ) => named.retain(|one| facts.iter().all(|fact| fact.fact != *one)),
                    _ => return,
                }
            }
        }
    }

    fn looks(&self, facts: &mut Vec<Fact>) {
        let lead = Lead::replay(&*facts).unwrap();
        let decision = self.lifecycle.decide(&lead, &Command::CheckClock, &self.by(Role::System));
        facts.extend(decision.into_iter().flat_map(lead_lifecycle::Decision::into_facts));
    }
}

fn stores(together: Together, histories: &mut [Vec<Fact>; 2], names: &[LeadKey; 2]) {
    for of in together.into_decisions() {
        let place = names.iter().position(|name| *name == of.lead).unwrap();
        histories[place].extend(of.decision.into_facts());
    }
}

impl Life {
    /// The histories of the lead and of the one that was merged into it.
    pub(super) fn told(&self, number: usize) -> Vec<Vec<Fact>> {
        let name = format!("lead-{number}");
        let now = at(START + i64::from(self.after) * DAY);
        let mut telling = Telling { lifecycle: lifecycle(self.begins), now };
        let mut facts = telling.takes_over(&name, &self.rows);
        if facts.is_empty() {
            facts = telling.begins(&name, self.begins);
        }
        telling.goes_on(&mut facts, &self.lived);
        let mut histories = vec![facts];
        if let Some((other, then, parts)) = &self.other {
            let merged = format!("{name}-other");
            let mut loser = telling.begins(&merged, self.begins.wrapping_mul(7));
            telling.goes_on(&mut loser, other);
            let mut both = [std::mem::take(&mut histories[0]), loser];
            let names = [k(&name), k(&merged)];
            let by = telling.by(Role::Manager);
            let merge = telling.lifecycle.merge(&Past::Whole(&both[1]), &Past::Whole(&both[0]), &by);
            if let Ok(together) = merge {
                stores(together, &mut both, &names);
                telling.goes_on(&mut both[0], then);
                if *parts {
                    let by = telling.by(Role::Manager);
                    let way = [Past::Whole(&both[0])];
                    let split = telling.lifecycle.split(&Past::Whole(&both[1]), &way, &by);
                    if let Ok(together) = split {
                        stores(together, &mut both, &names);
                    }
                }
            }
            histories = both.into();
        }
        telling.looks(&mut histories[0]);
        telling.takes_back(&mut histories[0], &self.picks);
        telling.goes_on(&mut histories[0], &self.then);
        histories
    }
}

/// Lives, told: each lead's history.
pub(super) fn told(lives: &[Life]) -> Vec<Vec<Fact>> {
    lives.iter().enumerate().flat_map(|(number, life)| life.told(number)).collect()
}

/// Whether a history has facts of a kind.
pub(super) fn has(facts: &[Fact], kind: FactKind) -> bool {
    facts.iter().any(|fact| fact.kind() == kind)
}

/// Zones: fixed ones, and one whose clocks change twice a year.
pub(super) fn zone() -> impl Strategy<Value = Zone> {
    prop_oneof![Just(Zone::JST), Just(k::<UtcOffset>("-07:00").into()), Just(new_york()), Just(Zone::UTC)]
}

pub(super) fn new_york() -> Zone {
    let summer = ZoneTransition(k("2007-03-11T07:00:00Z"), k("-04:00"));
    let table = ZoneTable::new(k("-05:00"), vec![summer], Some(k("EST5EDT,M3.2.0,M11.1.0"))).unwrap();
    Zone::named(k("Test/New_York"), table)
}

/// A plan that keeps some fields, one of them personal.
pub(super) fn plan(zone: Zone) -> LinePlan {
    LinePlan::new(zone).with_fields(vec![k("industry"), k("employees"), k("email")])
}

/// The lives get everywhere: every way out, every beginning, every column, every kind of correction.
#[test]
fn lives_get_everywhere() {
    let mut missing: BTreeSet<String> = ["undated", "day", "instant"].map(str::to_owned).into();
    missing.extend(Exit::ALL.iter().map(ToString::to_string));
    missing.extend(CycleStart::ALL.iter().map(|start| format!("began {start}")));
    missing.extend(Column::ALL.iter().map(|column| format!("column {column}")));
    let mut kinds = BTreeSet::from([
        FactKind::TakenBack,
        FactKind::SplitOff,
        FactKind::SplitFrom,
        FactKind::MergedFrom,
        FactKind::MergedInto,
        FactKind::Redacted,
        FactKind::LeftOver,
        FactKind::ClockBreached,
        FactKind::CaptureEdited,
        FactKind::Assigned,
    ]);
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let plan = plan(Zone::JST);
    for _ in 0..2_000 {
        let life = life(40).new_tree(&mut runner).unwrap().current();
        for facts in life.told(0) {
            kinds.retain(|kind| !has(&facts, *kind));
            for cycle in Naive::of(&plan, &facts).cycles {
                missing.remove(&format!("began {}", cycle.start));
                for (_, how) in cycle.visits.iter().filter_map(|visit| visit.end) {
                    missing.remove(how.as_str());
                }
                for mark in cycle.marks.values() {
                    missing.remove(&format!("column {}", column(&cycle, mark)));
                    missing
                        .remove(mark.when.map_or("undated", |when| if when.day.is_some() { "day" } else { "instant" }));
                }
            }
        }
        if missing.is_empty() && kinds.is_empty() {
            return;
        }
    }
    panic!("{missing:?} {kinds:?}");
}
