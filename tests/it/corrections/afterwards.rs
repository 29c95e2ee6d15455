//! A lead goes on after a correction as any other does.

use lead_lifecycle::lead::counted;
use lead_lifecycle::values::Milestone;
use lead_lifecycle::{Command, Context, Fact, FactBody, FactKind, Instant, Lead, Lifecycle, Role};
use proptest::prelude::*;

use super::{carry_on, corrected_by, later};
use crate::common::editions::{Shelf, editions, said, tell_by, temper};
use crate::common::{actor, story};
use crate::correction_laws::{after, differences, living, refold};
use crate::lifecycle_laws::json_round_trip;

fn clock(lifecycle: &Lifecycle, lead: &mut Lead, now: Instant) -> Vec<Fact> {
    let ctx = Context::new(now, actor(Role::System, 0));
    let facts = lifecycle.decide(lead, &Command::CheckClock, &ctx).unwrap().into_facts();
    lead.apply_all(&facts).unwrap();
    facts
}

/// How often what counts says that something was reached.
fn reached(facts: &[Fact], milestone: Milestone) -> u32 {
    let is_one = |body: &FactBody| match milestone {
        Milestone::Sql => matches!(body, FactBody::BecameSql { .. }),
        Milestone::Opportunity => matches!(body, FactBody::BecameOpportunity { .. }),
        Milestone::Won => matches!(body, FactBody::Won { .. } | FactBody::PurchaseRecorded { .. }),
        Milestone::Lead | Milestone::Mql | Milestone::Sao => panic!("{milestone}"),
    };
    // Once in each cycle.
    let counted = counted(facts).unwrap();
    let cycles: std::collections::BTreeSet<u32> =
        counted.iter().filter(|one| is_one(&one.fact.body)).map(|one| one.place.cycle).collect();
    u32::try_from(cycles.len()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Whatever follows applies, the lead is the fold of what counts as long as nothing else is counted again, and the clock
    /// looks late as it would have looked often.
    #[test]
    fn a_corrected_lead_goes_on(
        steps in story(35), more in story(25), versions in editions(true), mood in temper(),
        picks in prop::collection::vec(any::<u16>(), 1..4), days in prop::collection::vec(0..40_i64, 1..5),
    ) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let lifecycle = shelf.whole();
        let mut facts = living(tell_by(&shelf, |_| {}).facts);
        let Some((decision, _)) = corrected_by(lifecycle, &facts, &picks) else { return Ok(()) };
        facts = after(&facts, &decision);
        carry_on(lifecycle, &mut facts, &more, |lead| json_round_trip(lead));
        let lead = Lead::replay(&facts).unwrap();
        prop_assert_eq!(differences(&lead, &refold(lifecycle, &facts)), Vec::<String>::new());
        // Late is often.
        let (mut often, mut late, mut now) = (lead.clone(), lead.clone(), lead.recorded_at());
        let mut one_by_one = vec![];
        for days in days {
            now = later(now, days);
            one_by_one.extend(clock(lifecycle, &mut often, now));
        }
        let at_once = clock(lifecycle, &mut late, now);
        prop_assert_eq!(said(&one_by_one), said(&at_once));
        prop_assert_eq!(differences(&often, &late), Vec::<String>::new());
    }

    /// Totals are those of what counts.
    #[test]
    fn totals_are_those_of_what_counts(
        steps in story(45), versions in editions(true), mood in temper(), picks in prop::collection::vec(any::<u16>(), 1..4),
    ) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let facts = living(tell_by(&shelf, |_| {}).facts);
        let Some((decision, _)) = corrected_by(shelf.whole(), &facts, &picks) else { return Ok(()) };
        let facts = after(&facts, &decision);
        let lead = Lead::replay(&facts).unwrap();
        let counted = counted(&facts).unwrap();
        let count = |kind: FactKind| counted.iter().filter(|one| one.fact.kind() == kind).count();
        let totals = lead.totals();
        prop_assert_eq!(usize::try_from(totals.activities).unwrap(), count(FactKind::ActivityRecorded));
        prop_assert_eq!(usize::try_from(totals.attempts).unwrap(), count(FactKind::AttemptRecorded));
        prop_assert_eq!(usize::try_from(totals.losses).unwrap(), count(FactKind::Lost));
        prop_assert_eq!(usize::try_from(totals.rejections).unwrap(), count(FactKind::HandoffRejected));
        prop_assert_eq!(usize::try_from(totals.reopens).unwrap(), count(FactKind::Reopened));
        prop_assert_eq!(usize::try_from(totals.expansions).unwrap(), count(FactKind::ExpansionOpened)
            + counted.windows(2).filter(|two| two[1].fact.kind() == FactKind::PurchaseRecorded && two[1].place.cycle > two[0].place.cycle).count());
        prop_assert_eq!(usize::try_from(totals.renewals).unwrap(), count(FactKind::ContractRenewed));
        for milestone in [Milestone::Sql, Milestone::Opportunity, Milestone::Won] {
            prop_assert_eq!(totals.milestones.get(milestone), reached(&facts, milestone), "{}", milestone);
        }
        prop_assert_eq!(totals.cycles, counted.last().unwrap().place.cycle);
        prop_assert!(counted.iter().all(|one| !one.hollow || matches!(one.fact.kind(), FactKind::BecameMql | FactKind::ExpansionOpened)));
    }
}
