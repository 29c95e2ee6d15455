//! Rolling out a policy: preview it, put it into the book, let it come into force by itself, count scores again, and roll back.
#![expect(clippy::print_stdout, reason = "an example tells its story")]

use std::collections::BTreeMap;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::Recounting;
use lead_lifecycle::lifecycle::{
    PolicyBook, PolicyPreview, StockDecline, StockPromotion, StockRules, Version, preview_counted,
};
use lead_lifecycle::values::Activity;
use lead_lifecycle::wording::Words;
use lead_lifecycle::{
    Actor, Capture, Command, Context, Fact, FactKind, Instant, Lead, LeadKey, Lifecycle, Origin, Policy, Role,
    StageKind,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// April: two seminars, 15 points each, make an MQL (30). July: events of all kinds count, 15 points each, and 15 are enough.
const JULY: &str = r#"
label = "July"
[scoring.tags.event]
kinds = ["seminar", "trade_fair"]
keep = 10
[scoring.rules.event.engagement]
group = "events"
tag = "event"
points = 15
[scoring.groups.events]
dimension = "engagement"
[scoring.dimensions.engagement]
[scoring.profiles.main]
combine = { sum = ["engagement"] }
enter = 15
exit = 10
"#;

/// What a host keeps: facts, snapshots, and for each lead when to look at it again.
#[derive(Default)]
struct Host {
    facts: BTreeMap<LeadKey, Vec<Fact>>,
    leads: BTreeMap<LeadKey, (Lead, Option<Instant>)>,
}

impl Host {
    fn capture(&mut self, lifecycle: &Lifecycle, key: &str, at: &str) -> Outcome<()> {
        let decision = lifecycle.capture(&Capture::new(key.parse()?, Origin::Inbound), &system(at)?)?;
        let lead = Lead::replay(decision.facts())?;
        self.facts.insert(lead.key().clone(), decision.into_facts());
        let now = lead.recorded_at();
        self.store(lifecycle, lead, now)
    }

    /// What is due up to `now` is in the lead: the timer goes on from there, also where only the agenda has changed.
    fn store(&mut self, lifecycle: &Lifecycle, lead: Lead, now: Instant) -> Outcome<()> {
        let wake = lifecycle.next_wake_after(&lead, now)?.map(|wake| wake.at);
        self.leads.insert(lead.key().clone(), (lead, wake));
        Ok(())
    }

    /// Decides, stores, and counts the score again where that has become due: this host keeps every fact.
    fn decide(&mut self, lifecycle: &Lifecycle, key: &LeadKey, command: &Command, ctx: &Context) -> Outcome<()> {
        let (lead, _) = self.leads.get(key).ok_or("no such lead")?;
        let (mut lead, history) = (lead.clone(), self.facts.entry(key.clone()).or_default());
        let decision = lifecycle.decide(&lead, command, ctx)?;
        lead.apply_all(decision.facts())?;
        history.extend(decision.into_facts());
        if lead.recount_due().is_some() {
            let counted = Recounting::Counted(Box::new(lifecycle.recount(&*history, ctx.now)?));
            let decision = lifecycle.decide(&lead, &Command::Recount(counted), ctx)?;
            lead.apply_all(decision.facts())?;
            history.extend(decision.into_facts());
        }
        self.store(lifecycle, lead, ctx.now)
    }

    /// The timer: only leads whose instant has come are looked at.
    fn check_clock(&mut self, lifecycle: &Lifecycle, now: &str) -> Outcome<()> {
        let ctx = system(now)?;
        let due = self.leads.values().filter(|(_, wake)| wake.is_some_and(|wake| wake <= ctx.now));
        let due: Vec<LeadKey> = due.map(|(lead, _)| lead.key().clone()).collect();
        due.iter().try_for_each(|key| self.decide(lifecycle, key, &Command::CheckClock, &ctx))
    }

    /// A version that was added comes into force by itself: every lead is to be looked at then, if not before.
    fn wake_at(&mut self, from: Instant) {
        for (_, wake) in self.leads.values_mut() {
            *wake = Some(wake.map_or(from, |at| at.min(from)));
        }
    }

    fn stage(&self, key: &str) -> Outcome<StageKind> {
        let (lead, _) = self.leads.get(key).ok_or("no such lead")?;
        Ok(lead.stage().kind())
    }
}

fn system(at: &str) -> Outcome<Context> {
    Ok(Context::new(at.parse()?, Actor::new("host".parse()?, Role::System)))
}

fn was_at(id: &str, kind: &str) -> Outcome<Command> {
    Ok(Command::RecordActivity { activity: Activity::new(id.parse()?, kind.parse()?) })
}

fn main() -> Outcome<()> {
    let april = Lifecycle::new(Policy::standard());
    let mut host = Host::default();
    // One has been silent since January, one is an MQL by two seminars, one was at a fair, which April does not count.
    for (key, at, seen) in [
        ("silent", "2026-01-10T09:00:00+09:00", &["seminar"][..]),
        ("warm", "2026-06-10T09:00:00+09:00", &["seminar", "seminar"][..]),
        ("visitor", "2026-06-20T09:00:00+09:00", &["trade_fair"][..]),
    ] {
        host.capture(&april, key, at)?;
        for (number, kind) in seen.iter().enumerate() {
            host.decide(&april, &key.parse()?, &was_at(&format!("{key}-{number}"), kind)?, &system(at)?)?;
        }
    }
    assert_eq!(host.stage("warm")?, StageKind::Mql);

    // The new version: from July on; stock is promoted only when it shows itself again.
    let from: Instant = "2026-07-01T00:00:00+09:00".parse()?;
    let stock = StockRules { promote: StockPromotion::NewActivity, decline: StockDecline::FromAdoption };
    let july = Policy::from_document(toml::Deserializer::parse(JULY)?)?;
    let gentle = april.book().clone().with(Version::new(from, july.clone()).with_stock(stock))?;
    let at_once = april.book().clone().with(Version::new(from, july))?;

    // Before: what would happen, and to whom? Nothing is changed by asking.
    for (what, book) in [("at once", &at_once), ("new activity", &gentle)] {
        let mut sum = PolicyPreview::with_names();
        for history in host.facts.values() {
            sum.add(&preview_counted(history, book, from)?);
        }
        let names = sum.names.as_ref().map(|names| names.promoted.iter().map(ToString::to_string).collect::<Vec<_>>());
        println!("stock promoted {what}: {} of {} leads, {names:?}", sum.promoted, sum.leads);
        assert_eq!(sum.promoted, if what == "at once" { 2 } else { 0 });
    }

    // Put into force: the book, and one update of the timers. Nobody visits the leads.
    let lifecycle = Lifecycle::with_book(gentle);
    host.wake_at(from);
    host.check_clock(&lifecycle, "2026-07-01T06:00:00+09:00")?;
    assert_eq!((host.stage("silent")?, host.stage("warm")?), (StageKind::Lead, StageKind::Mql));

    // The silent one shows itself: by July's rules that is enough.
    let ctx = system("2026-07-08T10:00:00+09:00")?;
    host.decide(&lifecycle, &"silent".parse()?, &was_at("silent-new", "seminar")?, &ctx)?;
    assert_eq!(host.stage("silent")?, StageKind::Mql);

    // A node that still has April's book does nothing to these leads, and says why.
    let (silent, _) = host.leads.get("silent").ok_or("no such lead")?;
    let refusal = april.decide(silent, &Command::CheckClock, &ctx).err().ok_or("April knows nothing of July")?;
    println!("{refusal}");

    // Back to April's rules: a version more, and a version of its own.
    let back: Instant = "2026-08-01T00:00:00+09:00".parse()?;
    let book: PolicyBook = lifecycle.book().clone().with(Version::new(back, Policy::standard()).with_stock(stock))?;
    let lifecycle = Lifecycle::with_book(book);
    host.wake_at(back);
    host.check_clock(&lifecycle, "2026-08-01T00:00:00+09:00")?;

    let words = Words::in_zone(&Zone::JST);
    for history in host.facts.values() {
        println!("{}", history.first().map_or_else(String::new, |fact| fact.envelope.lead.to_string()));
        for fact in history {
            println!("  {}", words.of(fact));
        }
        let adopted = history.iter().filter(|fact| fact.kind() == FactKind::PolicyAdopted).count();
        assert_eq!(adopted, 2);
    }
    Ok(())
}
