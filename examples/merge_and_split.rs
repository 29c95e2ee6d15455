//! One person came in twice: the two leads become one, and later two again, because the father and the son have one name.
#![expect(clippy::print_stdout, reason = "an example tells its story")]

use std::collections::BTreeMap;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::lead::{Stage, counted};
use lead_lifecycle::lifecycle::{Past, TakeBack, Together};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{Activity, Channel, ConsentStatus, LeadKey, Purpose};
use lead_lifecycle::wording::Words;
use lead_lifecycle::{
    Actor, Capture, Command, Context, Fact, Instant, Lead, Lifecycle, Origin, Policy, Role, StageKind,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A host in small: the history of each lead.
struct Host {
    lifecycle: Lifecycle,
    leads: BTreeMap<LeadKey, Vec<Fact>>,
}

fn by(role: Role, at: &str) -> Outcome<Context> {
    Ok(Context::new(format!("{at}:00+09:00").parse()?, Actor::new(format!("{role}-1").parse()?, role)))
}

impl Host {
    fn capture(&mut self, lead: &str, origin: Origin, at: &str) -> Outcome<()> {
        let capture = Capture::new(lead.parse()?, origin);
        let facts = self.lifecycle.capture(&capture, &by(Role::System, at)?)?.into_facts();
        self.leads.insert(lead.parse()?, facts);
        Ok(())
    }

    fn history(&self, lead: &str) -> Outcome<&[Fact]> {
        Ok(self.leads.get(&lead.parse::<LeadKey>()?).ok_or("no such lead")?)
    }

    fn lead(&self, lead: &str) -> Outcome<Lead> {
        Ok(Lead::replay(self.history(lead)?)?)
    }

    fn tell(&mut self, lead: &str, role: Role, at: &str, command: &Command) -> Outcome<()> {
        let decision = self.lifecycle.decide(&self.lead(lead)?, command, &by(role, at)?)?;
        self.leads.entry(lead.parse()?).or_default().extend(decision.into_facts());
        Ok(())
    }

    fn did(&mut self, lead: &str, at: &str, id: &str, kind: &str) -> Outcome<()> {
        let activity = Activity::new(id.parse()?, kind.parse()?);
        self.tell(lead, Role::System, at, &Command::RecordActivity { activity })
    }

    /// The leads that one was merged into, nearest first: what a split is told.
    fn survivors(&self, lead: &str) -> Outcome<Vec<Past<'_>>> {
        let mut way = Vec::new();
        let mut at = self.lead(lead)?;
        while let Stage::Merged { into } = at.stage().clone() {
            way.push(Past::Whole(self.history(into.as_str())?));
            at = self.lead(into.as_str())?;
        }
        Ok(way)
    }

    /// A database would do it in one transaction, and check the revision of each lead.
    fn store(&mut self, together: Together) {
        for of in together.into_decisions() {
            let words = Words::in_zone(&Zone::JST);
            for fact in of.decision.own_facts() {
                println!("  {:<9} {}", of.lead.as_str(), words.of(fact));
            }
            for note in of.decision.notes() {
                println!("  {:<9} note: {}", of.lead.as_str(), words.of(note));
            }
            self.leads.entry(of.lead).or_default().extend(of.decision.into_facts());
        }
    }

    fn show(&self, lead: &str, at: &str) -> Outcome<()> {
        let now: Instant = by(Role::System, at)?.now;
        let snapshot = self.lead(lead)?;
        let score = self.lifecycle.score(&snapshot, now)?.total();
        let mail = snapshot.consents().get(Channel::Mail, Purpose::Marketing).map(|consent| consent.status);
        let mail = mail.map_or_else(|| "never asked".to_owned(), |status| status.to_string());
        let first = snapshot.first_touch();
        println!(
            "  {lead:<9} {}, score {score}, mail {mail}, first met as {} ({})",
            snapshot.stage().kind(),
            first.lead,
            first.origin
        );
        Ok(())
    }
}

fn main() -> Outcome<()> {
    let mut host = Host { lifecycle: Lifecycle::new(Policy::standard()), leads: BTreeMap::new() };
    let consent = |status| Command::RecordConsent { channel: Channel::Mail, purpose: Purpose::Marketing, status };

    println!("Met at a fair, and again by a form:");
    host.capture("fair", Origin::Outbound, "2026-04-01T10:00")?;
    host.did("fair", "2026-04-02T10:00", "seminar-1", "seminar")?;
    host.did("fair", "2026-04-02T11:00", "download-1", "document_download")?;
    host.tell("fair", Role::System, "2026-04-03T10:00", &consent(ConsentStatus::Withdrawn))?;
    host.capture("form", Origin::Inbound, "2026-04-10T09:00")?;
    host.did("form", "2026-04-10T09:00", "seminar-1", "seminar")?; // the same seminar, reported for both
    host.did("form", "2026-04-11T09:00", "download-2", "document_download")?;
    for lead in ["fair", "form"] {
        host.show(lead, "2026-04-12T09:00")?;
    }

    println!(
        "`fair` is merged into `form`: the seminar counts once, withdrawal and first touch are kept, the score promotes"
    );
    host.tell("fair", Role::System, "2026-04-12T08:00", &Command::CheckClock)?;
    let together = host.lifecycle.merge(
        &Past::Whole(host.history("fair")?),
        &Past::Whole(host.history("form")?),
        &by(Role::Manager, "2026-04-12T09:00")?,
    )?;
    host.store(together);
    host.show("form", "2026-04-12T09:00")?;

    println!("The other way round is refused, and so is work on what was merged:");
    let back = host.lifecycle.merge(
        &Past::Whole(host.history("form")?),
        &Past::Whole(host.history("fair")?),
        &by(Role::Manager, "2026-04-12T10:00")?,
    );
    println!("  {}", back.err().ok_or("it was not refused")?);
    let promote = host.lifecycle.decide(
        &host.lead("fair")?,
        &Command::Promote { note: None },
        &by(Role::Mk, "2026-04-12T10:00")?,
    );
    println!("  {}", promote.err().ok_or("it was not refused")?);

    println!("A third record is merged too, and its seminar was that of somebody else:");
    host.capture("list", Origin::Outbound, "2026-04-13T09:00")?;
    host.did("list", "2026-04-13T10:00", "seminar-2", "seminar")?;
    let together = host.lifecycle.merge(
        &Past::Whole(host.history("list")?),
        &Past::Whole(host.history("form")?),
        &by(Role::Manager, "2026-04-14T09:00")?,
    )?;
    host.store(together);
    host.show("form", "2026-04-14T09:00")?;
    let order = TakeBack::new([2], Reason::new("wrong_record".parse()?, None));
    let together = host.lifecycle.take_back_merged(
        &Past::Whole(host.history("list")?),
        &host.survivors("list")?,
        &order,
        &by(Role::Manager, "2026-04-15T09:00")?,
    )?;
    host.store(together);
    host.show("form", "2026-04-15T09:00")?;

    println!("Father and son have one name: they are split, and what `fair` brought leaves with it");
    let together = host.lifecycle.split(
        &Past::Whole(host.history("fair")?),
        &host.survivors("fair")?,
        &by(Role::Manager, "2026-04-20T09:00")?,
    )?;
    host.store(together);
    for lead in ["fair", "form"] {
        host.show(lead, "2026-04-20T09:00")?;
    }
    assert_eq!(host.lead("fair")?.stage().kind(), StageKind::Lead);
    assert_eq!(counted(host.history("fair")?)?.len(), 4);
    Ok(())
}
