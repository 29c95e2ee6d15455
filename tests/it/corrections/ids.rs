//! Activities that were taken back stay so, whoever sends them again.

use lead_lifecycle::lead::{Sections, TakenBackIds};
use lead_lifecycle::values::{Digest, limits};
use lead_lifecycle::{Command, Context, FactBody, FactKind, Instant, Lead, Role, StageKind};
use proptest::prelude::*;

use super::{corrected_by, mistake};
use crate::common::editions::{Shelf, editions, tell_by, temper};
use crate::common::stages::Led;
use crate::common::tale::*;
use crate::common::{self, START, activity, actor, at, k, story};
use crate::correction_laws::after;
use crate::lifecycle_laws::json_round_trip;

/// So many downloads, a second apart, and a page view with the last.
pub(super) fn clicked(tale: &mut Tale, kind: &str, count: usize, from: &str) {
    let start = instant(from).seconds();
    for number in 0..count {
        let command = Command::RecordActivity { activity: activity(&format!("{kind}-{number}"), kind) };
        let now = at(start + i64::try_from(number).unwrap());
        let ctx = Context::new(now, actor(Role::System, 0));
        let decision = tale.lifecycle.decide(&tale.lead, &command, &ctx).unwrap();
        tale.lead.apply_all(decision.facts()).unwrap();
        tale.facts.extend(decision.into_facts());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    /// Sent again, at whatever time, it stays taken back.
    #[test]
    fn an_activity_that_was_taken_back_is_already_so(
        steps in story(40), versions in editions(true), mood in temper(), picks in prop::collection::vec(any::<u16>(), 1..5),
        days in 0..40_i64,
    ) {
        let shelf = Shelf::new(&versions, &steps, mood);
        let facts = crate::correction_laws::living(tell_by(&shelf, |_| {}).facts);
        let Some((decision, named)) = corrected_by(shelf.whole(), &facts, &picks) else { return Ok(()) };
        let gone: Vec<_> = facts.iter().filter(|fact| named.contains(&fact.envelope.revision)).collect();
        let facts = after(&facts, &decision);
        let lead = Lead::replay(&facts).unwrap();
        // Of an erased lead nothing is taken in at all.
        if lead.erased_at().is_some() {
            return Ok(());
        }
        let now = super::later(lead.recorded_at(), days);
        for fact in gone {
            let FactBody::ActivityRecorded { activity, .. } = &fact.body else { continue };
            let command = Command::RecordActivity { activity: activity.clone() };
            for when in [now, fact.envelope.effective_at] {
                let ctx = Context::new(now, actor(Role::System, 0)).with_effective_at(when);
                let again = shelf.whole().decide(&lead, &command, &ctx).unwrap();
                prop_assert!(again.own_facts().is_empty(), "{:?}", again.own_facts());
            }
        }
    }
}

/// More than 512 are taken back: of their kind, what is unknown and as old as a forgotten one is refused, and nothing else.
#[test]
fn beyond_the_memory_of_what_was_taken_back_unknown_ones_of_the_kind_are_refused() {
    let most = limits::TAKEN_BACK_IDS.max_len();
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    clicked(&mut tale, "blog_view", most + 3, "04-02 09:00");
    clicked(&mut tale, "service_page_view", 2, "04-03 09:00");
    let ids = |tale: &Tale| tale.lead.memory().taken_back().map_or(0, TakenBackIds::len);
    let views: Vec<u64> = tale.all(FactKind::ActivityRecorded);
    tale.takes_back("04-04 09:00", &mistake(views[..most].iter().copied()));
    assert_eq!(ids(&tale), most);
    let known = tale.lead.memory().taken_back().unwrap();
    assert_eq!(known.watermark(&k("blog_view")), None, "nothing is forgotten yet");
    tale.takes_back("04-04 10:00", &mistake(views[most..].iter().copied().take(3)));
    assert_eq!(ids(&tale), most);
    let known = tale.lead.memory().taken_back().unwrap();
    let third = at(instant("04-02 09:00").seconds() + 2);
    assert_eq!((known.watermark(&k("blog_view")), known.watermark(&k("service_page_view"))), (Some(third), None));
    json_round_trip(&tale.lead);
    let ask = |kind: &str, when: Instant| {
        let ctx = Context::new(instant("04-05 09:00"), actor(Role::System, 0)).with_effective_at(when);
        let command = Command::RecordActivity { activity: activity("unknown", kind) };
        tale.lifecycle.decide(&tale.lead, &command, &ctx)
    };
    let refusal = ask("blog_view", third).unwrap_err();
    assert_eq!(refusal.unmet.iter().map(lead_lifecycle::Unmet::code).collect::<Vec<_>>(), ["maybe_taken_back"]);
    assert_eq!(
        refusal.unmet[0].to_string(),
        "an unknown activity of kind `blog_view`, at or before 2026-04-02T00:00:02Z, could be one that was taken back: more \
         were than the lead remembers. Leave it out"
    );
    // A second later, or of a kind of which none is forgotten, it is taken in.
    assert_eq!(ask("seminar", third).unwrap().own_facts().len(), 1);
    assert_eq!(ask("blog_view", instant("04-04 12:00")).unwrap().own_facts().len(), 1);
    assert!(ask("service_page_view", third).is_ok());
    // The forgotten ones are refused, the others are known.
    let again = |number: usize, when: Instant| {
        let ctx = Context::new(instant("04-05 09:00"), actor(Role::System, 0)).with_effective_at(when);
        let command = Command::RecordActivity { activity: activity(&format!("blog_view-{number}"), "blog_view") };
        tale.lifecycle.decide(&tale.lead, &command, &ctx)
    };
    assert!(again(0, at(third.seconds() - 2)).is_err());
    assert!(again(3, at(third.seconds() + 1)).unwrap().is_empty());
}

/// Kinds beyond 64 share what is said of the forgotten.
#[test]
fn kinds_beyond_the_limit_share_one_watermark() {
    let most = limits::TAKEN_BACK_KINDS.max_len();
    let kinds: Vec<_> = (0..=most).map(|number| k(&format!("kind-{number:03}"))).collect();
    let ids = |count: usize| {
        let seconds = |number: usize| at(START + i64::try_from(number).unwrap());
        let all = kinds.iter().take(count).enumerate();
        TakenBackIds::of(all.map(|(number, kind)| (kind, seconds(number), id(number))))
    };
    assert_eq!((ids(most).len(), ids(most).watermark(&kinds[0])), (most, None));
    let more = ids(most + 1);
    assert_eq!(more.len(), most);
    // The kind that reaches least far is told apart no longer: its instant holds for all.
    assert!(kinds.iter().all(|kind| more.watermark(kind) == Some(at(START))));
    assert!(!more.knows(id(0)) && more.knows(id(1)));
    json_round_trip(&more);
}

fn id(number: usize) -> Digest {
    k::<lead_lifecycle::values::ActivityId>(&format!("id-{number}")).digest()
}

/// How many bytes a value is as JSON.
fn size(value: &impl serde::Serialize) -> usize {
    serde_json::to_string(value).unwrap().len()
}

/// A correction is a snapshot without what stays beside it, and the ids: never more.
#[test]
fn the_fact_is_bounded_by_the_snapshot() {
    let mut led = Led::capture(common::policy(include_str!("../common/brisk.toml")));
    led.lead_to_mql();
    let lines: Vec<_> = (0..64).map(|number| common::line(1_000 + number)).collect();
    let deal = common::new_deal("deal-1", false).with_lines(lead_lifecycle::values::List::new(lines).unwrap()).unwrap();
    let file = common::full_handoff(&"memo ".repeat(150));
    led.then(Command::Qualify { handoff: Box::new(file), deal: Box::new(deal) });
    let mut tale = Tale { lifecycle: led.lifecycle, lead: led.lead, facts: led.facts };
    clicked(&mut tale, "blog_view", 1_000, "04-02 09:00");
    clicked(&mut tale, "document_download", 600, "04-03 09:00");
    let before = size(&tale.lead);
    tale.takes_back("04-04 09:00", &mistake(tale.all(FactKind::ActivityRecorded)));
    assert_eq!(tale.lead.stage().kind(), StageKind::Sql);
    let fact = tale.facts.last().unwrap();
    let ids = size(tale.lead.memory().taken_back().unwrap());
    assert_eq!(tale.taken().activities.len(), limits::TAKEN_BACK_IDS.max_len());
    // The envelope, the reason, and one run of revisions.
    assert!(size(fact) <= before + ids + 1_500, "{} of {before} and {ids}", size(fact));
    // 512 ids of a digest and an instant.
    assert!(ids <= 512 * 64, "{ids}");
    let sections: Sections = (*tale.taken().lead).clone();
    assert!(size(&sections) <= size(&tale.lead));
    // Every second fact: as many runs as facts.
    let mut tale = Tale::begun(common::unclocked(), "04-01 09:00");
    clicked(&mut tale, "blog_view", 1_000, "04-02 09:00");
    let before = size(&tale.lead);
    let every_other: Vec<u64> = tale.all(FactKind::ActivityRecorded).into_iter().step_by(2).collect();
    tale.takes_back("04-04 09:00", &mistake(every_other));
    let ids = size(tale.lead.memory().taken_back().unwrap());
    assert!(size(tale.facts.last().unwrap()) <= before + ids + 1_500 + 500 * 16);
}
