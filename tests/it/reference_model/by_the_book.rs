//! The crate beside the model under books that grow: what is decided, because of what, and what stays open.

use lead_lifecycle::lead::{Because, Cause, PromoteStock};
use lead_lifecycle::values::CommandKind;
use lead_lifecycle::{Fact, Instant, Lead, Lifecycle};
use proptest::prelude::*;

use crate::common::editions::{Edition, Seen, Shelf, Temper, editions, tell_by, temper};
use crate::common::{self, Step, story};
use crate::reference_model::book::{Chapter, Hold, Open, rules_of};
use crate::reference_model::model::{Codes, Model, Outcome};
use crate::reference_model::rules::Rules;
use crate::reference_model::{of_crate, of_model, outcome, same};

/// What is open since the adoption, in the same words.
fn open_of_crate(lead: &Lead) -> String {
    let Some(open) = lead.adoption() else { return format!("{:?}", Open::NOTHING) };
    let hold = match open.promote() {
        PromoteStock::AtOnce => Hold::None,
        PromoteStock::NewActivity => Hold::UntilNews,
        PromoteStock::NotBefore(at) => Hold::Until(at.seconds()),
    };
    let spared = open.spared_since().map(Instant::seconds);
    let open = Open {
        since: open.since().seconds(),
        hold,
        news: open.has_new_activity(),
        spared,
        recount: open.recount_due().is_some(),
    };
    format!("{:?}", told(open))
}

/// What counts of it: since when and what is new only while something waits for news.
fn told(open: Open) -> Open {
    let waits = open.hold == Hold::UntilNews;
    Open { since: if waits { open.since } else { i64::MIN }, news: waits && open.news, ..open }
}

fn because(fact: &Fact) -> String {
    match &fact.envelope.cause {
        Cause::Rule(Because::Fact(revision)) => format!("fact {revision}"),
        Cause::Rule(Because::Time) => "time".to_owned(),
        Cause::Rule(Because::Policy) => "policy".to_owned(),
        Cause::Rule(Because::Recount) => "recount".to_owned(),
        _ => "command".to_owned(),
    }
}

/// Under a book that grows, on random versions.
fn agree_by_the_book(versions: &[Edition], steps: &[Step], mood: Temper) {
    let shelf = Shelf::new(versions, steps, mood);
    let rules: Vec<Rules> = shelf.editions.iter().map(|(_, edition)| rules_of(*edition)).collect();
    let chapters: Vec<Chapter<'_>> =
        shelf.editions.iter().zip(&rules).map(|(edition, rules)| Chapter::of(*edition, rules)).collect();
    let access = shelf.whole().newest_policy().access();
    let mut model = Model::capture(&rules[0], access, &common::full_capture("lead"), common::START);
    // Versions before the first fact that are known at once: the lead begins under the newest of them.
    let begun = &chapters[..shelf.known(0)];
    model.book = begun.to_vec();
    model.chapter = begun.iter().rposition(|chapter| chapter.from <= common::START).unwrap();
    model.rules = begun[model.chapter].rules;
    let mut story: Vec<String> = shelf
        .editions
        .iter()
        .map(|(from, edition)| format!("from {from}, at step {}: {edition:?}", edition.added))
        .collect();
    let looked = |story: &[String], lifecycle: &Lifecycle, lead: &Lead, model: &Model<'_>| {
        same(story, "state", &of_crate(lead, lifecycle.policy_of(lead).unwrap()), &of_model(model));
        let row = |open: String| [("open", open)].into();
        same(story, "state", &row(open_of_crate(lead)), &row(format!("{:?}", told(model.open))));
        let wake = |wake: Option<(i64, String)>| [("next wake", format!("{wake:?}"))].into();
        let crate_wakes = common::next_fact(lifecycle, lead).map(|(at, fact)| (at.seconds(), fact.to_string()));
        let model_wakes = model.next(model.recorded).map(|(at, what)| (at, what.split(':').next().unwrap().to_owned()));
        same(story, "clock", &wake(crate_wakes), &wake(model_wakes));
    };
    let end = tell_by(&shelf, |look| {
        let Seen { known, lifecycle, lead, command, ctx, from_history, decided } = *look;
        model.book = chapters[..known].to_vec();
        model.from_history = from_history;
        looked(&story, lifecycle, lead, &model);
        let expected = model.take(command, ctx);
        let got = outcome(decided);
        let effective = ctx.effective_at.map_or_else(String::new, |at| format!(" (of {at})"));
        let what = if command.kind() == CommandKind::Recount {
            format!("recount, from history {from_history}")
        } else {
            format!("{command:?}")
        };
        story.push(format!("{}{effective} {}: {what} -> {got:?}", ctx.now.seconds(), ctx.actor));
        let says = |outcome: &Result<Outcome, Codes>| [("outcome", format!("{outcome:?}"))].into();
        same(&story, "decision", &says(&got), &says(&expected));
        if let Ok(decision) = decided {
            let whys: Vec<String> = decision.facts().iter().map(because).collect();
            let row = |whys: &[String]| [("because", format!("{whys:?}"))].into();
            same(&story, "decision", &row(&whys), &row(&model.becauses));
        }
    });
    looked(&story, shelf.at_step(steps.len().max(1) - 1), &end.lead, &model);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(700))]

    #[test]
    fn the_crate_agrees_with_the_model_by_the_book(steps in story(60), versions in editions(false), mood in temper()) {
        // The model knows no clocks of a book.
        let versions: Vec<Edition> = versions.into_iter().map(|version| Edition { clocks: 0, ..version }).collect();
        agree_by_the_book(&versions, &steps, mood);
    }
}
