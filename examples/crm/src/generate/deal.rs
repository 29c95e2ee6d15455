//! Field sales: acceptance, the first meeting, the deal, and what comes after it.

use lead_lifecycle::deal::{DealEdit, DealLine, NewDeal};
use lead_lifecycle::lead::{Attribution, Meeting, MeetingResult, MissedBy};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{Channel, DealStageName, List, ProductKey, ReasonCode};
use lead_lifecycle::{Command, Currency, StageKind};

use crate::generate::cast::Member;
use crate::generate::daily::yen;
use crate::generate::story::Story;
use crate::generate::work::{reason, some};
use crate::problem::Problem;

impl Story<'_> {
    fn seller(&self) -> Member {
        Member::Field(self.number % 3)
    }

    /// From the hand-over on.
    pub(crate) fn sell(&mut self, rep: Member) -> Result<(), Problem> {
        let seller = self.seller();
        self.wait_hours(1, 30);
        self.office();
        if self.chance.percent(5) {
            self.blunder(rep, Command::Accept)?;
        }
        if self.chance.percent(13) {
            let code = self.chance.pick("no_authority", &["no_timeline", "handoff_incomplete"]);
            self.ask(seller, Command::Reject { reason: reason(code)? })?;
            self.wait_hours(4, 40);
            self.office();
            if self.chance.percent(40) {
                let until = None;
                return self.ask(rep, Command::Recycle { reason: reason("timing")?, until }).map(|_| ());
            }
            let handoff = Box::new(self.handoff("差し戻し後に決裁者を確認済み")?);
            // The deal of before was withdrawn; its key is not opened twice.
            let deal = Box::new(NewDeal::new(self.deal_key()?, Currency::JPY));
            if !self.ask(rep, Command::Qualify { handoff, deal })? {
                return Ok(());
            }
            self.wait_hours(1, 20);
            self.office();
        }
        if self.chance.percent(4) {
            let result = MeetingResult::Valid;
            self.blunder(seller, Command::HoldFirstMeeting { result, note: None })?;
        }
        self.ask(seller, Command::Accept)?;
        self.meet(rep, seller)
    }

    fn meet(&mut self, rep: Member, seller: Member) -> Result<(), Problem> {
        if self.agreed().is_none() {
            let at = self.meeting_time();
            self.ask(rep, Command::ScheduleAppointment(Meeting::new(at, Channel::WebMeeting)))?;
        }
        self.now = self.now.max(self.agreed().unwrap_or(self.now));
        self.wait_minutes(60, 90);
        if self.chance.percent(9) {
            self.ask(seller, Command::MissAppointment { by: MissedBy::Lead })?;
            self.wait_hours(2, 30);
            self.office();
            let at = self.meeting_time();
            let meeting = Meeting { note: some("再設定")?, ..Meeting::new(at, Channel::WebMeeting) };
            self.ask(rep, Command::ScheduleAppointment(meeting))?;
            self.now = self.now.max(at);
            self.wait_minutes(60, 90);
        }
        let result = if self.chance.percent(86) { MeetingResult::Valid } else { MeetingResult::Invalid };
        self.ask(seller, Command::HoldFirstMeeting { result, note: None })?;
        match (self.stage(), result) {
            (Some(StageKind::Opportunity), _) => self.pursue(seller),
            (Some(StageKind::Sql), MeetingResult::Invalid) => self.after_invalid(rep, seller),
            _ => Ok(()),
        }
    }

    /// Proposal, trial, quote, closing; half of the deals end on the way.
    pub(crate) fn pursue(&mut self, seller: Member) -> Result<(), Problem> {
        self.wait_days(1, 5);
        self.office();
        if self.chance.percent(10) {
            let to = self.chance.pick("proposal", &["propsal"]);
            self.blunder(seller, Command::MoveDeal { to: DealStageName::new(to)? })?;
        }
        let seats = self.chance.between(3, 60).saturating_mul(10);
        let price = self.price(seats)?;
        self.ask(seller, price)?;
        let seller = self.negotiate(seller)?;
        let steps: &[&str] = if self.chance.percent(60) {
            &["proposal", "trial", "quote", "closing"]
        } else {
            &["proposal", "quote", "closing"]
        };
        for step in steps.iter().copied() {
            if self.chance.percent(14) {
                let code = self
                    .chance
                    .pick("competitor", &["budget_not_fixed", "timing", "price", "no_response", "stays_on_paper"]);
                return self.lose(seller, code);
            }
            self.ask(seller, Command::MoveDeal { to: DealStageName::new(step)? })?;
            self.wait_days(2, 10);
            self.office();
            if self.over() {
                return Ok(());
            }
        }
        if self.chance.percent(8) {
            self.ask(seller, Command::MoveDeal { to: DealStageName::new("quote")? })?;
            self.wait_days(2, 6);
            self.office();
        }
        self.sign(seller)
    }

    /// Lines and expected close.
    fn price(&mut self, seats: u32) -> Result<Command, Problem> {
        let line = |product: &str, quantity, amount| -> Result<DealLine, Problem> {
            DealLine::new(ProductKey::new(product)?, quantity, amount).map_err(|error| Problem::Data(error.to_string()))
        };
        let mut lines = vec![line("kintai-standard", seats, yen(seats.saturating_mul(3_600))?)?];
        if self.chance.percent(35) {
            lines.push(line("expense-option", seats, yen(seats.saturating_mul(1_800))?)?);
        }
        if self.chance.percent(50) {
            lines.push(line("onboarding", 1, yen(300_000)?)?);
        }
        let edit = DealEdit {
            lines: Some(List::try_from(lines).map_err(|error| Problem::Data(error.to_string()))?),
            ..self.expects_close()
        };
        Ok(Command::EditDeal { edit: Box::new(edit) })
    }

    fn lose(&mut self, seller: Member, code: &str) -> Result<(), Problem> {
        if self.chance.percent(7) {
            let bare = Reason::new(ReasonCode::new("other")?, None);
            self.blunder(seller, Command::Lose { reason: bare, until: None })?;
        }
        self.ask(seller, Command::Lose { reason: reason(code)?, until: None }).map(|_| ())
    }

    fn sign(&mut self, seller: Member) -> Result<(), Problem> {
        let Some(lead) = &self.lead else { return Ok(()) };
        let Some(value) = lead.stage().deal().map(lead_lifecycle::deal::Deal::value) else { return Ok(()) };
        let contract = self.contract(value)?;
        self.ask(seller, Command::Win { contract }).map(|_| ())
    }

    /// A customer may buy more: customer success opens the case, inside sales works it.
    pub(crate) fn expand(&mut self) -> Result<(), Problem> {
        self.wait_days(5, 15);
        self.office();
        let note = some("他拠点への展開と経費精算の相談")?;
        self.ask(Member::Success, Command::OpenExpansion { note, attribution: Attribution::default() }).map(|_| ())
    }

    /// A discarded lead shows interest again, sometimes by a hand-raise; the manager reopens it, if somebody sees it.
    pub(crate) fn come_back(&mut self) -> Result<(), Problem> {
        self.wait_days(7, 25);
        if self.chance.percent(60) {
            self.activity("contact_request", "")?;
            if self.chance.percent(40) {
                return Ok(());
            }
            self.wait_hours(1, 20);
        }
        self.office();
        if self.chance.percent(30) {
            let rep = self.rep();
            self.blunder(rep, Command::Reopen { reason: reason("new_contact")? })?;
            self.wait_minutes(5, 60);
        }
        self.ask(Member::Manager, Command::Reopen { reason: reason("new_contact")? })?;
        Ok(())
    }
}
