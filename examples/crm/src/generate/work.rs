//! Inside sales works an MQL: calls, answers, the meeting, the hand-over.

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::deal::NewDeal;
use lead_lifecycle::handoff::{Handoff, KeyPerson, Part};
use lead_lifecycle::lead::{Attempt, CommandOf, DealOwner, Meeting, Proposable, Propose, Reply, TeamChange};
use lead_lifecycle::qualification::{AnswerEvidence, EvidenceSource, Verdict};
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{
    Channel, ConsentStatus, ContactOutcome, CriterionName, DealKey, Direction, List, Moment, ProductKey, Progress,
    ProposalId, Purpose, Rank, ReasonCode, Text,
};
use lead_lifecycle::{Command, Currency, Span, StageKind};

use crate::generate::cast::{self, Member};
use crate::generate::story::Story;
use crate::problem::Problem;

pub(crate) fn reason(code: &str) -> Result<Reason, Problem> {
    Ok(Reason::new(ReasonCode::new(code)?, None))
}

pub(crate) fn some(text: &str) -> Result<Option<Text>, Problem> {
    Ok(Some(Text::new(text)?))
}

impl Story<'_> {
    /// Who of inside sales has this lead.
    pub(crate) fn rep(&self) -> Member {
        let outbound = self.lead.as_ref().is_some_and(|lead| lead.cycle().origin() == lead_lifecycle::Origin::Outbound);
        if outbound { Member::Bdr } else { Member::Sdr(self.number % 3) }
    }

    pub(crate) fn work(&mut self) -> Result<(), Problem> {
        let rep = self.rep();
        self.wait_minutes(1, 4);
        let actor = rep.actor()?;
        let team = actor.team.map_or(TeamChange::Clear, TeamChange::Set);
        self.ask(Member::Manager, Command::Assign { owner: Some(actor.id), team, deal: DealOwner::Follow })?;
        if self.agreed().is_some() {
            // The lead booked itself: what has to be known before the meeting is asked on the telephone.
            self.wait_minutes(3, 50);
            self.office();
            self.attempt(rep, Channel::Phone, ContactOutcome::Conversation, None, some("事前に要件を確認")?)?;
            self.hear(rep)?;
            return self.hand_over(rep);
        }
        if self.chance.percent(6) {
            return Ok(()); // Nobody gets round to it: the clock will notice.
        }
        self.wait_minutes(3, 50);
        self.office();
        if !self.reach(rep)? {
            return self.give_up(rep);
        }
        if self.stage() != Some(StageKind::Mql) {
            return Ok(());
        }
        if self.chance.percent(22) {
            let code = self.chance.pick("no_fit", &["no_need", "competitor", "duplicate"]);
            self.wait_minutes(2, 20);
            return self.ask(rep, Command::Disqualify { reason: reason(code)? }).map(|_| ());
        }
        self.hear(rep)?;
        if self.stage() == Some(StageKind::Mql) && self.chance.percent(34) {
            let code = self.chance.pick("timing", &["budget_not_fixed"]);
            let until = if self.chance.percent(35) { Some(self.some_day(30, 75)) } else { None };
            return self.ask(rep, Command::Recycle { reason: reason(code)?, until }).map(|_| ());
        }
        if self.stage() == Some(StageKind::Mql) && self.chance.percent(8) {
            self.put_off(rep)?;
        }
        self.wait_days(0, 3);
        self.office();
        self.win_consent(rep)?;
        self.hand_over(rep)
    }

    /// Up to five attempts; whether a conversation came of it.
    fn reach(&mut self, rep: Member) -> Result<bool, Problem> {
        for attempt in 0..5_u32 {
            let outcome = match self.chance.between(1, 100) {
                1..=52 => ContactOutcome::Dialled,
                53..=69 => ContactOutcome::Answered,
                70..=77 => ContactOutcome::DecisionMaker,
                _ => ContactOutcome::Conversation,
            };
            let channel = if attempt % 2 == 1 { Channel::Mail } else { Channel::Phone };
            // A mail is not dialled; whoever answers it has replied.
            let outcome = match (channel, outcome) {
                (Channel::Mail, ContactOutcome::Dialled) => self.chance.pick(
                    ContactOutcome::Sent,
                    &[ContactOutcome::Sent, ContactOutcome::Delivered, ContactOutcome::Bounced],
                ),
                (Channel::Mail, ContactOutcome::Answered | ContactOutcome::DecisionMaker) => ContactOutcome::Replied,
                (_, outcome) => outcome,
            };
            let talked = outcome == ContactOutcome::Conversation;
            let advance = (talked && self.chance.percent(85)).then_some(Progress::Validated);
            let note = if talked { some("勤怠集計に毎月三日かかっている")? } else { None };
            self.attempt(rep, channel, outcome, advance, note)?;
            if talked || self.over() {
                return Ok(talked);
            }
            self.wait_days([1, 1, 2, 3, 3].get(usize::try_from(attempt).unwrap_or(0)).copied().unwrap_or(3), 5);
            self.office();
        }
        Ok(false)
    }

    fn attempt(
        &mut self,
        rep: Member,
        channel: Channel,
        outcome: ContactOutcome,
        advance: Option<Progress>,
        note: Option<Text>,
    ) -> Result<bool, Problem> {
        if self.stage() != Some(StageKind::Mql) {
            return Ok(false);
        }
        // One call in twenty is written down in the evening; one in fifty another day, when only the day is remembered.
        let late = self.chance.between(1, 100);
        let happened = match late {
            1..=5 => Some(Moment::At(self.now)),
            6..=7 => Some(Moment::Day(self.now.date(&Zone::JST))),
            _ => None,
        };
        match late {
            1..=5 => self.wait_hours(1, 3),
            6..=7 => self.wait_hours(20, 60),
            _ => {}
        }
        let command =
            Command::RecordAttempt(Attempt { direction: Direction::Outbound, channel, outcome, advance, note });
        self.ask_at(rep, happened, command)
    }

    fn give_up(&mut self, rep: Member) -> Result<(), Problem> {
        if self.stage() != Some(StageKind::Mql) {
            return Ok(());
        }
        if self.chance.percent(8) {
            self.consent(Channel::Phone, Purpose::Sales, ConsentStatus::Withdrawn)?;
            self.office();
            if self.chance.percent(50) {
                self.attempt(rep, Channel::Phone, ContactOutcome::Answered, None, some("連絡不要とのこと、失礼した")?)?;
            }
            if self.stage() != Some(StageKind::Mql) {
                return Ok(());
            }
            return self.ask(rep, Command::Disqualify { reason: reason("opted_out")? }).map(|_| ());
        }
        self.ask(rep, Command::Recycle { reason: reason("no_response")?, until: None }).map(|_| ())
    }

    /// BANT as heard, partly noted down by the assistant and approved or declined by a person.
    fn hear(&mut self, rep: Member) -> Result<(), Problem> {
        self.wait_minutes(1, 4);
        let learned = cast::learned(&mut self.chance)?;
        self.profile(rep, learned)?;
        let heard = EvidenceSource::Heard(Channel::Phone);
        if self.chance.percent(4) {
            self.blunder(rep, answer("need", Verdict::Confirmed, None, None)?)?;
        }
        if self.chance.percent(2) {
            self.blunder(rep, answer("timelines", Verdict::Confirmed, None, None)?)?;
        }
        let need: Proposable =
            answer("need", Verdict::Confirmed, Some(heard), Some("法改正までに残業管理を自動化したい"))?;
        if self.chance.percent(22) {
            self.propose(rep, need)?;
        } else {
            self.ask(rep, need.into())?;
        }
        self.wait_minutes(1, 3);
        let months = self.chance.between(1, 8);
        let by = self.now.date(&Zone::JST).add_months(months);
        let mut timeline = answer("timeline", Verdict::Confirmed, Some(heard), None)?;
        if let Command::RecordAnswer(Reply { by: date, .. }) = &mut timeline {
            *date = Some(by);
        }
        self.ask(rep, timeline)?;
        let authority = self.chance.pick(Verdict::Confirmed, &[Verdict::Confirmed, Verdict::Denied]);
        self.ask(rep, answer("authority", authority, Some(heard), Some("最終決裁は管理本部長"))?)?;
        if self.chance.percent(60) {
            let budget = self.chance.pick(Verdict::Unknown, &[Verdict::Confirmed, Verdict::Denied]);
            self.ask(rep, answer("budget", budget, Some(heard), None)?)?;
        }
        Ok(())
    }

    fn propose(&mut self, rep: Member, command: Proposable) -> Result<(), Problem> {
        let id = ProposalId::new(&format!("prop-{:04}-{}", self.number, self.now.seconds()))?;
        let rationale = Text::new("通話の書き起こしで課題と時期が確認できた")?;
        self.ask(
            Member::Assistant,
            Command::Propose(Propose { id: id.clone(), command: Box::new(command.clone()), rationale }),
        )?;
        self.wait_minutes(4, 50);
        self.office();
        if self.chance.percent(8) {
            self.blunder(Member::Assistant, Command::Approve { proposal: id.clone() })?;
        }
        if self.chance.percent(75) {
            self.ask(rep, Command::Approve { proposal: id })?;
        } else {
            self.ask(rep, Command::Decline { proposal: id, note: some("自分で聞き直した")? })?;
            self.ask(rep, command.into())?;
        }
        Ok(())
    }

    /// The lead agrees to a meeting, and sometimes moves or misses it.
    fn win_consent(&mut self, rep: Member) -> Result<(), Problem> {
        let agreed = some("初回打合せに同意")?;
        self.attempt(rep, Channel::Phone, ContactOutcome::Conversation, Some(Progress::Consented), agreed)?;
        if self.over() || self.stage() != Some(StageKind::Mql) {
            return Ok(());
        }
        let at = self.meeting_time();
        let channel = self.chance.pick(Channel::WebMeeting, &[Channel::WebMeeting, Channel::InPerson]);
        self.ask(rep, Command::ScheduleAppointment(Meeting::new(at, channel)))?;
        if self.chance.percent(10) {
            self.wait_hours(2, 20);
            self.office();
            let to = Some(self.meeting_time());
            self.ask(rep, Command::ChangeAppointment { to, note: some("先方の決算対応のため")? })?;
        }
        Ok(())
    }

    /// Some days ahead, on the hour, in office hours.
    pub(crate) fn meeting_time(&mut self) -> lead_lifecycle::Instant {
        let here = self.now;
        self.wait_days(3, 9);
        self.office();
        let at = self.now;
        self.now = here;
        at.saturating_sub(Span::saturating(u64::try_from(at.seconds().rem_euclid(3600)).unwrap_or(0)))
    }

    pub(crate) fn handoff(&mut self, memo: &str) -> Result<Handoff, Problem> {
        let texts = |texts: &[&str]| -> Result<List<Text>, Problem> {
            let texts = texts.iter().map(|text| Text::new(text)).collect::<Result<Vec<_>, _>>()?;
            List::try_from(texts).map_err(|error| Problem::Data(error.to_string()))
        };
        let rank = self.chance.pick(Rank::B, &[Rank::A, Rank::B, Rank::C]);
        let competitor = self.chance.pick("", &["他社クラウドK", "他社クラウドJ"]);
        let competitors = if competitor.is_empty() { texts(&[])? } else { texts(&[competitor])? };
        let person = KeyPerson { part: Part::Decider, name: Text::new("管理本部長")?, note: None };
        let list = |error: lead_lifecycle::values::ListError| Problem::Data(error.to_string());
        Ok(Handoff {
            history: some("資料請求後に電話、集計工数の削減が目的")?,
            expectations: some("画面を見ながら自社の打刻運用に合うか確かめたい")?,
            topics: texts(&["残業上限の警告", "給与ソフト連携"])?,
            key_people: List::try_from(vec![person]).map_err(list)?,
            competitors: Some(competitors),
            rank: Some(rank),
            products: List::try_from(vec![ProductKey::new("kintai-standard")?]).map_err(list)?,
            memo: some(memo)?,
        })
    }

    fn hand_over(&mut self, rep: Member) -> Result<(), Problem> {
        if self.stage() != Some(StageKind::Mql) || self.over() {
            return Ok(());
        }
        self.wait_minutes(5, 60);
        let deal = NewDeal::new(self.deal_key()?, Currency::JPY);
        if self.chance.percent(9) {
            let handoff = Handoff { memo: None, expectations: None, ..self.handoff("仮")? };
            let command = Command::Qualify { handoff: Box::new(handoff), deal: Box::new(deal.clone()) };
            self.blunder(rep, command)?;
            self.wait_minutes(10, 40);
        }
        if self.chance.percent(4) {
            let handoff = Box::new(self.handoff("急ぎ")?);
            self.blunder(Member::Marketing, Command::Qualify { handoff, deal: Box::new(deal.clone()) })?;
        }
        let handoff = Box::new(self.handoff("決算前に稟議、早めの見積が有効")?);
        if self.ask(rep, Command::Qualify { handoff, deal: Box::new(deal) })? {
            self.sell(rep)?;
        }
        Ok(())
    }

    /// A key that no deal had before.
    pub(crate) fn deal_key(&self) -> Result<DealKey, Problem> {
        let revision = self.lead.as_ref().map_or(0, lead_lifecycle::Lead::revision);
        Ok(DealKey::new(&format!("D-{:04}-{revision}", self.number))?)
    }
}

fn answer<P>(
    criterion: &str,
    verdict: Verdict,
    source: Option<EvidenceSource>,
    quote: Option<&str>,
) -> Result<CommandOf<P>, Problem> {
    let quote = quote.map(Text::new).transpose()?;
    Ok(CommandOf::RecordAnswer(Reply {
        criterion: CriterionName::new(criterion)?,
        verdict,
        by: None,
        detail: None,
        evidence: source.map(|source| AnswerEvidence { source, quote }),
    }))
}
