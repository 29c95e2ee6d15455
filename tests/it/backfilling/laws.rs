//! Whatever rows a legacy system has: they are refused, or told whole.

use std::collections::{BTreeMap, BTreeSet};

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::{ImportedStep, LeftOver};
use lead_lifecycle::lifecycle::{
    LegacyActivity, LegacyChurn, LegacyEnd, LegacyMove, LegacyRow, OrderPolicy, Past, TakeBack,
};
use lead_lifecycle::values::{Milestone, Moment};
use lead_lifecycle::{Context, Fact, FactBody, Instant, Lead, Policy, Role};
use proptest::prelude::*;

use crate::backfilling::{Imported, bare};
use crate::common::{PIPELINE, activity, actor, k, reason, yen};

fn some_moment() -> impl Strategy<Value = Moment> {
    (1_500_000_000_i64..1_790_000_000, any::<bool>()).prop_map(|(seconds, day)| {
        let at = Instant::from_seconds(seconds).unwrap();
        if day { Moment::Day(at.date(&Zone::JST)) } else { Moment::At(at) }
    })
}

fn some_end() -> impl Strategy<Value = LegacyEnd> {
    (0..7, proptest::option::of(some_moment()), any::<bool>()).prop_map(|(which, at, why)| match which {
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
    fn some_row()(
        dates in proptest::collection::btree_map(0_usize..6, proptest::option::of(some_moment()), 0..5),
        end in proptest::option::of(some_end()),
        moves in proptest::collection::vec((0_usize..5, proptest::option::of(some_moment())), 0..4),
        did in proptest::collection::vec((0..4, some_moment()), 0..3),
        (product, value, close, stage) in (any::<bool>(), any::<bool>(), any::<bool>(), proptest::option::of(0_usize..5)),
        owner in proptest::option::of(0..3),
        churned in proptest::option::of(proptest::option::of(some_moment())),
        number in 0..1_000_000,
    ) -> LegacyRow {
        let ends_won = matches!(end, Some(LegacyEnd::Won { .. } | LegacyEnd::Bought { .. }));
        LegacyRow {
            reached: dates.iter().map(|(place, when)| (Milestone::ALL[*place], *when)).collect(),
            end,
            moves: moves.into_iter().map(|(stage, at)| LegacyMove { deal_stage: k(PIPELINE[stage]), at }).collect(),
            activities: did.into_iter().map(|(which, at)| LegacyActivity { activity: activity(&format!("a{which}"), "seminar"), at }).collect(),
            deal: Some(k(&format!("D-{number}"))),
            product: product.then(|| k("GTX")),
            value: value.then(|| yen(5)),
            expected_close: close.then(|| k("2026-12-01")),
            deal_stage: stage.map(|stage| k(PIPELINE[stage])),
            churned: churned.map(|at| LegacyChurn { at, reason: None }).filter(|_| ends_won),
            owner: owner.map(|owner| k(&format!("rep-{owner}"))),
            ..bare()
        }
    }
}

/// Every date that a row says.
fn said(row: &LegacyRow) -> BTreeSet<Moment> {
    let end = row.end.as_ref().and_then(LegacyEnd::at);
    row.reached
        .values()
        .copied()
        .flatten()
        .chain(row.moves.iter().filter_map(|one| one.at))
        .chain(end)
        .chain(row.churned.iter().filter_map(|one| one.at))
        .collect()
}

/// Every moment that facts tell: as used, as said where it was moved, and as left over.
fn told(facts: &[Fact]) -> BTreeSet<Moment> {
    let mut told = BTreeSet::new();
    for fact in facts {
        let used = |at: Option<Instant>| at.map(|at| fact.envelope.day.map_or(Moment::At(at), Moment::Day));
        if let FactBody::Captured(captured) = &fact.body {
            told.extend(used(captured.at));
        }
        if let FactBody::StepImported { at, told: said, .. } = &fact.body {
            told.extend(said.or(used(*at)));
        }
        if let FactBody::LeftOver(what) = &fact.body {
            for one in what {
                if let LeftOver::Reached { at, .. } | LeftOver::DealStage { at, .. } | LeftOver::Ended { at, .. } = one
                {
                    told.extend(*at);
                }
            }
        }
    }
    told
}

proptest! {
    /// Nothing that a row says of when is lost, in none of its rounds; the lead folds, and is read back as it was written.
    #[test]
    fn every_date_is_told(rows in proptest::collection::vec(some_row(), 1..5), clamp: bool) {
        let mut lead = Imported::under(Policy::standard());
        lead.order = if clamp { OrderPolicy::Clamp } else { OrderPolicy::Refuse };
        for row in &rows {
            let before = lead.facts.len();
            if let Err(refusal) = lead.takes(row) {
                prop_assert!(!refusal.unmet.is_empty() && !refusal.to_string().is_empty());
                continue;
            }
            let own = &lead.facts[before..];
            let told = told(own);
            for at in &said(row) {
                prop_assert!(told.contains(at), "{at} is lost of {row:?} in {:#?}", lead.told());
            }
            prop_assert!(own.iter().all(|fact| !fact.envelope.cause.is_rule()));
            // Of a deal that it does not come to, it keeps everything.
            let is_deal = |fact: &Fact| matches!(fact.body, FactBody::StepImported { step: ImportedStep::Sql { .. }, .. });
            if !own.iter().any(is_deal) {
                let left = lead.left();
                prop_assert!(row.product.clone().is_none_or(|product| left.contains(&LeftOver::Product(product))));
                let bought = matches!(row.end, Some(LegacyEnd::Bought { .. }));
                prop_assert!(bought || row.value.is_none_or(|value| left.contains(&LeftOver::Value(value))));
            }
        }
        if !lead.facts.is_empty() {
            let now = lead.lead();
            let json = serde_json::to_string(&lead.facts).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Vec<Fact>>(&json).unwrap(), &lead.facts);
            prop_assert_eq!(serde_json::from_str::<Lead>(&serde_json::to_string(&now).unwrap()).unwrap(), now.clone());
            let marks: Vec<Instant> = now.cycle().milestones().iter().filter_map(|(_, mark)| mark.at).collect();
            prop_assert!(marks.is_sorted(), "{marks:?}");
        }
    }

    /// Rows put apart can be imported one after another, whatever their order was: no deal stands in the way of another.
    #[test]
    fn rows_put_apart_stand_in_nobodys_way(rows in proptest::collection::vec(some_row(), 1..7), turn in 0_usize..7) {
        let mut turned = rows.clone();
        turned.rotate_left(turn % rows.len());
        let apart = LegacyRow::apart(rows, &Zone::JST).unwrap();
        let key = |rows: &[LegacyRow]| {
            let mut keys: Vec<_> = rows.iter().map(|row| (row.deal.clone(), row.lead.clone())).collect();
            keys.sort();
            keys
        };
        let distinct: BTreeSet<_> = apart.iter().filter_map(|row| row.reached.values().flatten().next()).collect();
        if distinct.len() == apart.len() {
            prop_assert_eq!(key(&apart), key(&LegacyRow::apart(turned, &Zone::JST).unwrap()));
        }
        let mut leads: BTreeMap<String, Imported> = BTreeMap::new();
        for row in &apart {
            let lead = leads.entry(row.lead.to_string()).or_insert_with(|| Imported::under(Policy::standard()).clamping());
            if let Err(refusal) = lead.takes(row) {
                let words = refusal.to_string();
                prop_assert!(!words.contains("has an open deal"), "{words} of {row:?} in {:#?}", lead.told());
            }
        }
    }

    /// What the last row said is taken back as a whole: the lead is then as it was before it.
    #[test]
    fn a_row_is_taken_back_as_a_whole(first in some_row(), next in some_row()) {
        let mut lead = Imported::under(Policy::standard()).clamping();
        if lead.takes(&first).is_err() {
            return Ok(());
        }
        let before = lead.clone();
        if lead.takes(&next).is_err() {
            return Ok(());
        }
        let now = lead.lead();
        if now.stage().kind() == lead_lifecycle::StageKind::Merged {
            return Ok(());
        }
        let own: Vec<u64> = lead.facts[before.facts.len()..].iter().map(|fact| fact.envelope.revision).collect();
        let ctx = Context::new(k("2026-11-02T00:00:00Z"), actor(Role::Manager, 0));
        let order = TakeBack::new(own, reason("wrong_record", true));
        match lead.lifecycle.take_back(&Past::Whole(&lead.facts), &order, &ctx) {
            Ok(decision) => {
                let mut after = now;
                after.apply_all(decision.facts()).unwrap();
                let before = before.lead();
                prop_assert_eq!((after.stage(), after.totals(), after.customer()), (before.stage(), before.totals(), before.customer()));
                prop_assert_eq!(after.cycle().milestones(), before.cycle().milestones());
            }
            Err(error) => {
                // A company or person that filled a gap is corrected by telling again.
                let words = error.to_string();
                prop_assert!(words.contains("telling again"), "{words}");
            }
        }
    }
}
