//! One lead's story up to MQL, and the means to tell it.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Timelike as _, Weekday};
use lead_lifecycle::values::{
    Activity, ActivityId, ActivityKind, Channel, CommandId, ConsentStatus, FieldName, FieldValue, Moment, ObjectKey,
    Purpose, UtcOffset,
};
use lead_lifecycle::{Actor, Command, Context, Instant, Lead, LeadKey, Lifecycle, Span, StageKind};

use crate::generate::cast::{self, Member};
use crate::generate::chance::Chance;
use crate::journal::{Line, Merge};
use crate::problem::Problem;

const BEGIN: &str = "2026-04-01T09:00:00+09:00";
const END: &str = "2026-06-30T18:00:00+09:00";

/// A line with what became of it.
pub(crate) struct Written {
    pub(crate) line: Line,
    pub(crate) refusal: Option<String>,
    pub(crate) refusal_meant: bool,
}

/// The story of one lead while it is told.
pub(crate) struct Story<'l> {
    lifecycle: &'l Lifecycle,
    pub(crate) chance: Chance,
    key: LeadKey,
    pub(crate) number: u32,
    pub(crate) lead: Option<Lead>,
    pub(crate) now: Instant,
    end: Instant,
    count: u32,
    lines: Vec<Written>,
}

impl<'l> Story<'l> {
    /// Tells the story of the n-th of so many leads.
    pub(crate) fn tell(lifecycle: &'l Lifecycle, seed: u64, number: u32, leads: u32) -> Result<Vec<Written>, Problem> {
        let read = |text: &str| text.parse::<Instant>().map_err(|error| Problem::Data(error.to_string()));
        let begin = read(BEGIN)?;
        let mut story = Self {
            lifecycle,
            chance: Chance::new(seed, u64::from(number)),
            key: cast::lead_key(number)?,
            number,
            lead: None,
            now: begin,
            end: read(END)?,
            count: 0,
            lines: Vec::new(),
        };
        // Leads come evenly over the first eleven weeks.
        let minutes = number.saturating_sub(1).saturating_mul(11 * 7 * 24 * 60).checked_div(leads).unwrap_or(0);
        let jitter = story.chance.between(0, 360);
        story.now = begin.saturating_add(Span::minutes(minutes.saturating_add(jitter)));
        story.run()?;
        Ok(story.lines)
    }

    fn run(&mut self) -> Result<(), Problem> {
        let outbound = self.chance.percent(13);
        let by = if outbound { Member::Bdr } else { Member::Web };
        if outbound {
            self.office();
        }
        let capture = cast::capture(&mut self.chance, self.number, outbound)?;
        self.capture(by, capture.clone())?;
        if self.chance.percent(3) {
            // The same person fills in a second form: the host knows the lead already.
            self.wait_days(1, 6);
            self.capture_again(capture)?;
        }
        if !outbound && self.chance.percent(70) {
            self.consent(Channel::Mail, Purpose::Marketing, ConsentStatus::Granted)?;
        }
        if outbound {
            self.wait_days(0, 3);
            self.office();
            self.ask(Member::Marketing, Command::Promote { note: None })?;
        } else {
            if !self.look_at_new_lead()? {
                return Ok(());
            }
            self.interest()?;
        }
        if self.number > 40 && self.chance.percent(2) {
            // The same company was known under another key.
            let into = cast::lead_key(self.number.saturating_sub(7))?;
            self.wait_hours(1, 30);
            self.office();
            return self.merge(into);
        }
        self.lead_a_life()?;
        if self.chance.percent(2) {
            self.wait_days(1, 9);
            self.office();
            self.ask(Member::Manager, Command::Redact)?;
        }
        Ok(())
    }

    /// Works the lead whenever it is MQL; between cycles it may come back by itself.
    fn lead_a_life(&mut self) -> Result<(), Problem> {
        for _ in 0..4 {
            if self.over() {
                return Ok(());
            }
            match self.stage() {
                Some(StageKind::Mql) => self.work()?,
                Some(StageKind::Lead) if self.chance.percent(70) => {
                    self.wait_days(8, 30);
                    self.interest()?;
                }
                Some(StageKind::Disqualified) if self.chance.percent(25) => self.come_back()?,
                Some(StageKind::Customer) => {
                    self.care()?;
                    if self.stage() != Some(StageKind::Customer) || self.chance.percent(30) {
                        return Ok(());
                    }
                    self.expand()?;
                }
                Some(_) | None => return Ok(()),
            }
        }
        Ok(())
    }

    /// Visits, downloads, seminars: enough of it makes an MQL.
    fn interest(&mut self) -> Result<(), Problem> {
        let eager = self.chance.percent(40);
        let visits = if eager { self.chance.between(3, 9) } else { self.chance.between(0, 3) };
        for _ in 0..visits {
            self.wait_hours(2, if eager { 60 } else { 200 });
            let (kind, object) = self.chance.pick(
                ("service_page_view", ""),
                &[
                    ("service_page_view", ""),
                    ("mail_open", "mail"),
                    ("mail_open", "mail"),
                    ("mail_click", "mail"),
                    ("document_download", "doc"),
                    ("document_download", "doc"),
                    ("seminar", "seminar"),
                    ("pricing_page_view", ""),
                ],
            );
            self.activity(kind, object)?;
            if self.stage() != Some(StageKind::Lead) || self.over() {
                break;
            }
        }
        if self.stage() == Some(StageKind::Lead) && self.chance.percent(if eager { 16 } else { 3 }) {
            self.wait_hours(1, 48);
            let kind = self.chance.pick("contact_request", &["demo_request"]);
            self.activity(kind, "")?;
        } else if self.stage() == Some(StageKind::Lead) && self.chance.percent(7) {
            self.book_itself()?;
        } else if self.stage() == Some(StageKind::Lead) && self.chance.percent(2) {
            self.buy_itself()?;
        } else if self.chance.percent(6) {
            self.wait_days(1, 9);
            self.activity("unsubscribe", "")?;
            self.consent(Channel::Mail, Purpose::Marketing, ConsentStatus::Withdrawn)?;
        }
        Ok(())
    }

    /// One activity; one in twelve reaches us late, one in forty twice.
    pub(crate) fn activity(&mut self, kind: &str, object: &str) -> Result<(), Problem> {
        self.count = self.count.saturating_add(1);
        let mut activity = Activity::new(
            ActivityId::new(&format!("web-{:04}-{:02}", self.number, self.count))?,
            ActivityKind::new(kind)?,
        );
        if !object.is_empty() {
            activity.object = Some(ObjectKey::new(&format!("{object}-{:02}", self.chance.between(1, 14)))?);
        }
        let command = Command::RecordActivity { activity };
        if self.chance.percent(8) {
            let happened = self.now.saturating_sub(Span::hours(self.chance.between(3, 40)));
            let captured = self.lead.as_ref().map_or(happened, |lead| lead.cycle().opened_at());
            return self.ask_at(Member::Web, Some(Moment::At(happened.max(captured))), command.clone()).map(|_| ());
        }
        self.ask(Member::Web, command.clone())?;
        if self.chance.percent(3) {
            self.wait_minutes(1, 9);
            self.ask(Member::Web, command)?;
        }
        Ok(())
    }

    pub(crate) fn consent(&mut self, channel: Channel, purpose: Purpose, status: ConsentStatus) -> Result<(), Problem> {
        self.wait_minutes(1, 5);
        self.ask(Member::Web, Command::RecordConsent { channel, purpose, status }).map(|_| ())
    }

    pub(crate) fn profile(
        &mut self,
        by: Member,
        fields: BTreeMap<FieldName, Option<FieldValue>>,
    ) -> Result<(), Problem> {
        self.ask(by, Command::UpdateProfile { fields }).map(|_| ())
    }

    pub(crate) fn stage(&self) -> Option<StageKind> {
        self.lead.as_ref().map(|lead| lead.stage().kind())
    }

    pub(crate) fn agreed(&self) -> Option<Instant> {
        self.lead.as_ref().and_then(|lead| lead.cycle().appointment()).map(|appointment| appointment.at)
    }

    pub(crate) fn over(&self) -> bool {
        self.now >= self.end
    }

    // Time.

    pub(crate) fn wait_minutes(&mut self, low: u32, high: u32) {
        let minutes = self.chance.between(low, high);
        self.now = self.now.saturating_add(Span::minutes(minutes));
    }

    pub(crate) fn wait_hours(&mut self, low: u32, high: u32) {
        self.wait_minutes(low.saturating_mul(60), high.saturating_mul(60));
    }

    pub(crate) fn wait_days(&mut self, low: u32, high: u32) {
        self.wait_minutes(low.saturating_mul(1440), high.saturating_mul(1440));
    }

    /// On to the next office hour, Monday to Friday 9 to 18.
    pub(crate) fn office(&mut self) {
        for _ in 0..200 {
            let local = self.now.to_utc().with_timezone(&UtcOffset::JST.to_chrono());
            let weekend = matches!(local.weekday(), Weekday::Sat | Weekday::Sun);
            if !weekend && (9..18).contains(&local.hour()) {
                return;
            }
            let to_hour = 60_u32.saturating_sub(local.minute()).saturating_add(self.chance.between(0, 7));
            self.now = self.now.saturating_add(Span::minutes(to_hour));
        }
    }

    // Lines.

    fn capture(&mut self, by: Member, capture: lead_lifecycle::Capture) -> Result<(), Problem> {
        let line = self.line(by, None)?;
        let decision = self.lifecycle.capture(&capture, &line.context());
        let line = Line { capture: Some(Box::new(capture)), ..line };
        match decision {
            Ok(decision) => {
                let lead = Lead::replay(decision.facts());
                self.lead = Some(lead.map_err(|error| Problem::Replay { lead: self.key.clone(), error })?);
                self.lines.push(Written { line, refusal: None, refusal_meant: false });
            }
            Err(refusal) => {
                self.lines.push(Written { line, refusal: Some(refusal.to_string()), refusal_meant: false });
            }
        }
        Ok(())
    }

    fn capture_again(&mut self, capture: lead_lifecycle::Capture) -> Result<(), Problem> {
        let line = Line { capture: Some(Box::new(capture)), ..self.line(Member::Web, None)? };
        self.lines.push(Written { line, refusal: Some(String::from("known")), refusal_meant: true });
        Ok(())
    }

    /// Issues a command; whether it was accepted.
    pub(crate) fn ask(&mut self, by: Member, command: Command) -> Result<bool, Problem> {
        self.issue(by, None, command, false)
    }

    pub(crate) fn ask_at(&mut self, by: Member, happened: Option<Moment>, command: Command) -> Result<bool, Problem> {
        self.issue(by, happened, command, false)
    }

    /// Issues a command that somebody should not have issued.
    pub(crate) fn blunder(&mut self, by: Member, command: Command) -> Result<(), Problem> {
        self.issue(by, None, command, true).map(|_| ())
    }

    /// What comes of it, both leads say: here one is known, so it is told without looking.
    fn merge(&mut self, into: LeadKey) -> Result<(), Problem> {
        if !self.over() {
            let line = Line { merge: Some(Merge { into }), ..self.line(Member::Manager, None)? };
            self.lines.push(Written { line, refusal: None, refusal_meant: false });
        }
        Ok(())
    }

    fn line(&self, by: Member, happened: Option<Moment>) -> Result<Line, Problem> {
        let actor: Actor = by.actor()?;
        let id = CommandId::new("to be numbered")?;
        Ok(Line { effective_at: happened, ..Line::bare(id, self.now, actor, self.key.clone()) })
    }

    fn issue(&mut self, by: Member, happened: Option<Moment>, command: Command, meant: bool) -> Result<bool, Problem> {
        if self.over() {
            return Ok(false);
        }
        let line = self.line(by, happened)?;
        let Some(lead) = &mut self.lead else { return Ok(false) };
        let context: Context = line.context();
        let decision = self.lifecycle.decide(lead, &command, &context);
        let line = Line { command: Some(Box::new(command)), ..line };
        let mut overtaken = false;
        let refusal = match decision {
            Ok(decision) => {
                for fact in decision.facts() {
                    lead.apply(fact).map_err(|error| Problem::Fold { lead: self.key.clone(), error })?;
                }
                None
            }
            Err(refusal) => {
                overtaken = refusal.stage != Some(lead.stage().kind());
                Some(refusal.to_string())
            }
        };
        let accepted = refusal.is_none();
        self.lines.push(Written { line, refusal, refusal_meant: meant || overtaken });
        if overtaken {
            // Somebody acted on a stage that time had ended; the host's timer now says so.
            self.wait_minutes(1, 1);
            self.issue(Member::Web, None, Command::CheckClock, false)?;
        }
        Ok(accepted)
    }
}
