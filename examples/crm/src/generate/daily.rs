//! Daily work between the turns of a story: calls anywhere, what is put off, booked, bought, renewed and corrected.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::{Contract, DealEdit, Edit};
use lead_lifecycle::lead::{
    Attempt, Attribution, BookedBy, CaptureEdit, DealOwner, Meeting, MeetingKind, MeetingResult, TeamChange,
};
use lead_lifecycle::values::{AccountKey, Channel, ContactOutcome, ContractKey, Direction, Moment, Text};
use lead_lifecycle::{Command, Currency, Money, StageKind};

use crate::generate::cast::Member;
use crate::generate::story::Story;
use crate::generate::work::{reason, some};
use crate::problem::Problem;

/// So much money.
pub(crate) fn yen(units: u32) -> Result<Money, Problem> {
    Money::from_units(i64::from(units), Currency::JPY).map_err(|error| Problem::Data(error.to_string()))
}

impl Story<'_> {
    /// A call at whatever stage the lead is.
    pub(crate) fn call(&mut self, by: Member, outcome: ContactOutcome, note: Option<Text>) -> Result<(), Problem> {
        let (direction, channel) = (Direction::Outbound, Channel::Phone);
        let attempt = Attempt { direction, channel, outcome, advance: None, note };
        self.ask(by, Command::RecordAttempt(attempt)).map(|_| ())
    }

    /// A day some time ahead: people say days, not instants.
    pub(crate) fn some_day(&mut self, low: u32, high: u32) -> Moment {
        Moment::Day(self.now.date(&Zone::JST).add_days(self.chance.between(low, high)))
    }

    /// What inside sales does with a lead that is no MQL yet; whether it is still to be nurtured.
    pub(crate) fn look_at_new_lead(&mut self) -> Result<bool, Problem> {
        let rep = self.rep();
        if self.chance.percent(4) {
            // A form filled in by a machine never becomes an MQL.
            self.wait_hours(1, 12);
            self.office();
            self.ask(rep, Command::Discard { reason: reason("spam")? })?;
            return Ok(false);
        }
        if self.chance.percent(5) {
            self.correct_company(rep)?;
        }
        if self.chance.percent(12) {
            self.wait_hours(2, 30);
            self.office();
            let outcome = self.chance.pick(ContactOutcome::Dialled, &[ContactOutcome::Answered]);
            self.call(rep, outcome, None)?;
            if outcome == ContactOutcome::Answered && self.chance.percent(40) {
                let until = self.some_day(14, 40);
                self.ask(rep, Command::Postpone { until, note: some("期が変わってから改めて")? })?;
            }
        }
        Ok(true)
    }

    /// The form named the branch; the company is the one that signs.
    fn correct_company(&mut self, rep: Member) -> Result<(), Problem> {
        self.wait_hours(1, 20);
        self.office();
        let account = Edit::To(AccountKey::new(&format!("A-{:04}", self.number.saturating_add(5_000)))?);
        let edit = CaptureEdit {
            account, reason: some("フォームは支店名、契約は本社")?, ..CaptureEdit::default()
        };
        self.ask(rep, Command::EditCapture(Box::new(edit))).map(|_| ())
    }

    /// The lead picks a time on the calendar of the web site.
    pub(crate) fn book_itself(&mut self) -> Result<(), Problem> {
        self.wait_hours(1, 48);
        let meeting = Meeting { booked_by: BookedBy::Lead, ..Meeting::new(self.meeting_time(), Channel::WebMeeting) };
        self.ask(Member::Web, Command::ScheduleAppointment(meeting)).map(|_| ())
    }

    /// Bought on the web site, without sales.
    pub(crate) fn buy_itself(&mut self) -> Result<(), Problem> {
        self.wait_hours(1, 48);
        let value = yen(self.chance.between(1, 9).saturating_mul(36_000))?;
        let contract = self.contract(value)?;
        let attribution = Attribution::default();
        self.ask(Member::Web, Command::RecordPurchase { contract, attribution }).map(|_| ())
    }

    /// "Call me again on that day": stage and answers stay, and then somebody tries again.
    pub(crate) fn put_off(&mut self, by: Member) -> Result<(), Problem> {
        let until = self.some_day(7, 20);
        self.ask(by, Command::Postpone { until, note: some("繁忙期が終わってから")? })?;
        self.now = self.now.max(until.start(&Zone::JST));
        self.wait_hours(9, 30);
        self.office();
        self.call(by, ContactOutcome::Answered, some("約束の日に再連絡")?)
    }

    /// A meeting after the first: agreed on, then held.
    pub(crate) fn follow_up(&mut self, by: Member, what: &str) -> Result<(), Problem> {
        let at = self.meeting_time();
        let meeting = Meeting { kind: Some(MeetingKind::FollowUp), ..Meeting::new(at, Channel::WebMeeting) };
        if !self.ask(by, Command::ScheduleAppointment(meeting))? {
            return Ok(());
        }
        self.now = self.now.max(at);
        self.wait_minutes(50, 80);
        self.ask(by, Command::HoldMeeting { note: some(what)? }).map(|_| ())
    }

    /// A colleague takes over lead and deal; who that is.
    pub(crate) fn hand_to_colleague(&mut self) -> Result<Member, Problem> {
        let colleague = Member::Field(self.number.saturating_add(1) % 3);
        let actor = colleague.actor()?;
        let team = actor.team.map_or(TeamChange::Keep, TeamChange::Set);
        self.ask(Member::Manager, Command::Assign { owner: Some(actor.id), team, deal: DealOwner::Follow })?;
        self.wait_hours(1, 4);
        self.office();
        Ok(colleague)
    }

    /// No chance was found in the first meeting: the hand-over stands, and field sales says what follows.
    pub(crate) fn after_invalid(&mut self, rep: Member, seller: Member) -> Result<(), Problem> {
        self.wait_days(1, 4);
        self.office();
        match self.chance.between(1, 4) {
            1 => self.ask(seller, Command::Lose { reason: reason("no_fit")?, until: None }).map(|_| ()),
            2 => {
                let until = Some(self.some_day(40, 80));
                self.ask(seller, Command::Recycle { reason: reason("timing")?, until }).map(|_| ())
            }
            3 => self.ask(seller, Command::Reject { reason: reason("wrong_contact")? }).map(|_| ()),
            _ => {
                let at = self.meeting_time();
                self.ask(rep, Command::ScheduleAppointment(Meeting::new(at, Channel::InPerson)))?;
                self.now = self.now.max(at);
                self.wait_minutes(60, 90);
                self.ask(seller, Command::HoldFirstMeeting { result: MeetingResult::Valid, note: None })?;
                if self.stage() == Some(StageKind::Opportunity) { self.pursue(seller) } else { Ok(()) }
            }
        }
    }

    /// The deal is negotiated: calls, a follow-up, sometimes a change of hands. Who sells it from here on.
    pub(crate) fn negotiate(&mut self, seller: Member) -> Result<Member, Problem> {
        if self.chance.percent(30) {
            self.call(seller, ContactOutcome::DecisionMaker, None)?;
        }
        if self.chance.percent(30) {
            self.follow_up(seller, "見積と導入手順を説明")?;
        }
        if !self.over() && self.chance.percent(8) { self.hand_to_colleague() } else { Ok(seller) }
    }

    /// Customer success looks after a customer.
    pub(crate) fn care(&mut self) -> Result<(), Problem> {
        self.wait_days(3, 10);
        self.office();
        if self.chance.percent(60) {
            self.call(Member::Success, ContactOutcome::Conversation, some("初期設定の進み具合を確認")?)?;
        }
        if self.chance.percent(50) {
            self.wait_days(1, 4);
            self.activity("contact_request", "")?;
            self.wait_hours(1, 8);
            self.office();
            match self.chance.between(1, 4) {
                1 | 2 => {
                    let reason = reason("support_question")?;
                    self.ask(Member::Success, Command::CloseHandRaise { reason })?;
                }
                3 => self.call(Member::Success, ContactOutcome::Answered, None)?,
                _ => {} // It still waits.
            }
        }
        if self.chance.percent(25) {
            self.wait_days(1, 4);
            self.office();
            self.follow_up(Member::Success, "活用状況のふりかえり")?;
        }
        if self.chance.percent(30) {
            self.wait_days(1, 6);
            self.office();
            self.prolong()?;
        }
        if self.chance.percent(8) {
            self.buy_itself()?;
        }
        Ok(())
    }

    /// The first contract runs a year longer, or its value is put right.
    fn prolong(&mut self) -> Result<(), Problem> {
        let customer = self.lead.as_ref().and_then(lead_lifecycle::Lead::customer);
        let Some(held) = customer.and_then(|customer| customer.contracts().first()) else { return Ok(()) };
        let (contract, ends) = (held.key().clone(), held.ends().map(|ends| ends.add_months(12)));
        let command = if self.chance.percent(75) {
            Command::RenewContract { contract, ends, value: None }
        } else {
            let value = Some(yen(self.chance.between(10, 90).saturating_mul(12_000))?);
            Command::AmendContract { contract, value, ends: Edit::Keep }
        };
        self.ask(Member::Success, command).map(|_| ())
    }

    /// A contract of a year that begins tomorrow.
    pub(crate) fn contract(&self, value: Money) -> Result<Contract, Problem> {
        let starts = self.now.date(&Zone::JST).add_days(1);
        let revision = self.lead.as_ref().map_or(0, lead_lifecycle::Lead::revision);
        let key = ContractKey::new(&format!("C-{:04}-{revision}", self.number))?;
        let contract = Contract::new(key, value, starts, Some(starts.add_months(12)));
        contract.map_err(|error| Problem::Data(error.to_string()))
    }

    /// When it is to close, as field sales sees it now.
    pub(crate) fn expects_close(&mut self) -> DealEdit {
        let date = self.now.date(&Zone::JST).add_days(self.chance.between(20, 60));
        DealEdit { expected_close: Edit::To(date), ..DealEdit::default() }
    }
}
