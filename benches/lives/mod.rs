//! Leads that live by a small simulation, each decided and applied under the standard policy: for `insight` and `peers/insight`.
//!
//! The same number gives the same life. About ten facts each, over two years, from eight sources, by twenty members, in two currencies;
//! some come round again, a few expand, a few facts are taken back. Nothing happens at or after the end of 2025.
#![expect(clippy::unwrap_used, reason = "a benchmark stops when its own set-up is wrong")]
#![expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "small counts")]

use lead_lifecycle::lifecycle::{Past, TakeBack};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::{Actor, Capture, Command, Context, Fact, Instant, Lead, Lifecycle, Policy, Role, Span, StageKind};
use serde_json::{Value, json};

/// When the first lead may come.
const START: &str = "2024-01-01T00:00:00Z";
/// After everything.
pub(crate) const END: &str = "2025-12-31T23:59:59Z";
const SOURCES: [&str; 8] =
    ["google", "seminar", "referral", "trade_show", "newsletter", "partner", "cold_call", "web_form"];
const DAY: u32 = 86_400;

/// Where leads are born.
pub(crate) struct Town {
    lifecycle: Lifecycle,
    start: Instant,
    end: Instant,
}

/// The same numbers from the same seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u32) -> u32 {
        u32::try_from(self.roll() % u64::from(bound)).unwrap()
    }

    fn percent(&mut self, chance: u32) -> bool {
        self.below(100) < chance
    }
}

/// A life that is being lived.
struct Life<'t> {
    town: &'t Town,
    dice: Dice,
    number: u64,
    now: Instant,
    lead: Lead,
    facts: Vec<Fact>,
}

/// The life is over, or time is.
struct Over;

fn command(value: Value) -> Command {
    serde_json::from_value(value).unwrap()
}

fn reason(code: &str) -> Reason {
    Reason::new(code.parse().unwrap(), None)
}

impl Town {
    pub(crate) fn new() -> Self {
        let lifecycle = Lifecycle::new(Policy::standard());
        Self { lifecycle, start: START.parse().unwrap(), end: END.parse().unwrap() }
    }

    /// The history of a lead.
    pub(crate) fn life(&self, number: u64) -> Vec<Fact> {
        let mut dice = Dice(number.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let now = self.start.saturating_add(Span::saturating(u64::from(dice.below(730 * DAY))));
        let source = SOURCES[usize::try_from(dice.below(8)).unwrap()];
        let capture: Capture = serde_json::from_value(json!({
            "lead": format!("lead-{number:08}"),
            "origin": if dice.percent(80) { "inbound" } else { "outbound" },
            "attribution": {"source": source, "medium": "web"},
            "account": format!("account-{:08}", number / 3),
            "person": format!("person-{number:08}"),
            "owner": member(&mut dice),
        }))
        .unwrap();
        let facts = self.lifecycle.capture(&capture, &by(Role::System, "web", now)).unwrap().into_facts();
        let lead = Lead::replay(&facts).unwrap();
        let mut life = Life { town: self, dice, number, now, lead, facts };
        let _over = life.live();
        life.take_back();
        life.facts
    }
}

fn member(dice: &mut Dice) -> String {
    format!("member-{:02}", dice.below(20))
}

fn by(role: Role, id: &str, at: Instant) -> Context {
    Context::new(at, Actor::new(id.parse().unwrap(), role))
}

impl Life<'_> {
    /// Somebody does something, within so many days.
    fn goes(&mut self, role: Role, days: u32, command: &Command) -> Result<(), Over> {
        self.now = self.now.saturating_add(Span::saturating(u64::from(60 + self.dice.below(days * DAY))));
        if self.now >= self.town.end {
            return Err(Over);
        }
        let ctx = by(role, &format!("{role}-{}", self.dice.below(5)), self.now);
        let decision = self.town.lifecycle.decide(&self.lead, command, &ctx).map_err(|_refused| Over)?;
        self.lead.apply_all(decision.facts()).unwrap();
        self.facts.extend(decision.into_facts());
        Ok(())
    }

    fn live(&mut self) -> Result<(), Over> {
        let employees = self.dice.below(900) + 1;
        let fields = json!({
            "company": {"text": "Kitahama"}, "industry": {"text": "manufacturing"}, "location": {"text": "Osaka"},
            "email": {"text": "sato@example.com"}, "employees": {"number": employees.to_string()},
        });
        self.goes(Role::System, 1, &command(json!({"update_profile": {"fields": fields}})))?;
        for cycle in 1..=3 {
            self.interested(cycle)?;
            self.worked_on(cycle)?;
            if self.lead.stage().kind() != StageKind::Lead {
                return Ok(());
            }
            self.now = self.now.saturating_add(Span::days(200));
        }
        Ok(())
    }

    /// Until MQL.
    fn interested(&mut self, cycle: u32) -> Result<(), Over> {
        for visit in 0..=self.dice.below(4) {
            let kind = if self.dice.percent(25) { "document_download" } else { "blog_view" };
            let id = format!("web-{}-{cycle}-{visit}", self.number);
            let activity =
                json!({"record_activity": {"activity": {"id": id, "kind": kind, "object": format!("page-{}", visit)}}});
            self.goes(Role::System, 12, &command(activity))?;
        }
        if self.dice.percent(8) && self.lead.stage().kind() == StageKind::Lead {
            self.goes(Role::Mk, 5, &Command::Discard { reason: reason("no_fit") })?;
            return Err(Over);
        }
        if self.lead.stage().kind() == StageKind::Lead {
            if self.dice.percent(45) {
                return Err(Over);
            }
            self.goes(Role::Mk, 8, &Command::Promote { note: None })?;
        }
        Ok(())
    }

    /// From MQL on.
    fn worked_on(&mut self, cycle: u32) -> Result<(), Over> {
        let owner = member(&mut self.dice);
        self.goes(Role::Manager, 1, &command(json!({"assign": {"owner": owner, "team": {"set": "sdr-east"}}})))?;
        for _ in 0..=self.dice.below(3) {
            let outcome = if self.dice.percent(30) { "conversation" } else { "dialled" };
            let attempt = json!({"record_attempt": {"direction": "outbound", "channel": "phone", "outcome": outcome}});
            self.goes(Role::Sdr, 4, &command(attempt))?;
        }
        if self.dice.percent(65) {
            if self.dice.percent(40) {
                return Err(Over);
            }
            return self.goes(Role::Sdr, 20, &Command::Recycle { reason: reason("timing"), until: None });
        }
        for answer in ["need", "timeline", "authority"] {
            let by = if answer == "timeline" { json!("2026-12-31") } else { Value::Null };
            let reply = json!({"record_answer": {"criterion": answer, "verdict": "confirmed", "by": by}});
            self.goes(Role::Sdr, 3, &command(reply))?;
        }
        self.qualified(cycle)?;
        self.goes(Role::Fs, 3, &Command::Accept)?;
        if self.dice.percent(10) {
            self.goes(Role::Fs, 20, &Command::Lose { reason: reason("timing"), until: None })?;
            return Ok(());
        }
        self.now = self.now.saturating_add(Span::days(10));
        self.goes(Role::Fs, 10, &command(json!({"hold_first_meeting": {"result": "valid"}})))?;
        self.proposed(cycle)
    }

    fn qualified(&mut self, cycle: u32) -> Result<(), Over> {
        let (currency, amount) = self.amount();
        let at = self.now.saturating_add(Span::days(10));
        self.goes(Role::Sdr, 3, &command(json!({"schedule_appointment": {"at": at, "channel": "web_meeting"}})))?;
        let deal = json!({
            "key": format!("deal-{:08}-{cycle}", self.number), "currency": currency, "expected_close": "2026-06-30",
            "lines": [{"product": "stock-cloud", "quantity": 1, "amount": {"amount": amount, "currency": currency}}],
        });
        let handoff = json!({
            "history": "asked for documents after a trade show", "expectations": "wants to talk about stock",
            "topics": ["stock"], "key_people": [{"part": "decider", "name": "Yamamoto"}], "competitors": [], "rank": "A",
            "products": ["stock-cloud"], "memo": "call in the morning",
        });
        self.goes(Role::Sdr, 2, &command(json!({"qualify": {"handoff": handoff, "deal": deal}})))
    }

    fn amount(&mut self) -> (&'static str, String) {
        if self.dice.percent(70) {
            ("JPY", (u64::from(self.dice.below(90)) * 50_000 + 500_000).to_string())
        } else {
            ("USD", format!("{}.{:02}", self.dice.below(40_000) + 5_000, self.dice.below(100)))
        }
    }

    /// From Opportunity on.
    fn proposed(&mut self, cycle: u32) -> Result<(), Over> {
        for stage in ["proposal", "quote", "closing"] {
            self.goes(Role::Fs, 25, &command(json!({"move_deal": {"to": stage}})))?;
            if self.dice.percent(20) {
                let code = if self.dice.percent(50) { "price" } else { "timing" };
                return self.goes(Role::Fs, 20, &Command::Lose { reason: reason(code), until: None });
            }
        }
        let (currency, amount) = {
            let deal = self.facts.iter().rev().find_map(|fact| {
                let lead_lifecycle::FactBody::BecameSql { deal, .. } = &fact.body else { return None };
                Some((**deal).clone())
            });
            let amount = deal.as_ref().and_then(|deal| deal.lines()[0].amount()).unwrap();
            (amount.currency(), amount.amount().to_string())
        };
        let starts = self.now.saturating_add(Span::days(30)).to_string();
        let contract = json!({
            "key": format!("contract-{:08}-{cycle}", self.number), "starts": starts.get(..10), "ends": null,
            "value": {"amount": amount, "currency": currency},
        });
        self.goes(Role::Fs, 15, &command(json!({"win": {"contract": contract}})))?;
        if self.dice.percent(5) {
            self.goes(Role::Cs, 200, &command(json!({"open_expansion": {}})))?;
        }
        Err(Over)
    }

    /// One of 200 finds that its last attempt was mistyped.
    fn take_back(&mut self) {
        if self.number % 200 != 7 {
            return;
        }
        let attempt = |fact: &&Fact| matches!(fact.body, lead_lifecycle::FactBody::AttemptRecorded { .. });
        let Some(wrong) = self.facts.iter().rev().find(attempt).map(|fact| fact.envelope.revision) else { return };
        let order = TakeBack::new([wrong], reason("mistake"));
        let ctx = by(Role::Manager, "manager-1", self.now);
        let past = Past::Whole(&self.facts);
        if let Ok(decision) = self.town.lifecycle.take_back(&past, &order, &ctx) {
            self.facts.extend(decision.into_facts());
        }
    }
}
