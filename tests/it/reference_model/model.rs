//! The lifecycle a second time: plain, slow and obvious, written from DESIGN's command table.
//!
//! It knows one lead, holds everything that ever happened to it in lists, and counts from the beginning whenever it is asked.

use std::collections::{BTreeMap, BTreeSet};

use lead_lifecycle::access::{Access, Grant};
use lead_lifecycle::deal::{DealEdit, DealLine, Edit};
use lead_lifecycle::handoff::Handoff;
use lead_lifecycle::lead::{Attempt, Propose, Reply};
use lead_lifecycle::qualification::Verdict;
use lead_lifecycle::recycle::Reason;
use lead_lifecycle::values::{
    Activity, Channel, CommandKind, ConsentStatus, ContactOutcome, FieldName, FieldValue, Fingerprint, Progress,
    ProposalId, Purpose, TeamKey,
};
use lead_lifecycle::{Actor, ActorId, Capture, Command, Context, Date, Instant, Role};

use crate::common::PIPELINE;
use crate::reference_model::rules::{Rules, Then};

/// What a step came to: kind of fact, when it took effect, and whether a rule brought it about.
pub(crate) type Outcome = Vec<(String, i64, bool)>;
pub(crate) type Codes = BTreeSet<&'static str>;

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OpenDeal {
    pub(crate) stage: usize,
    pub(crate) lines: Vec<DealLine>,
    pub(crate) close: Option<Date>,
    pub(crate) owner: Option<String>,
    pub(crate) accepted: Option<i64>,
    pub(crate) moved: i64,
}

#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) verdict: Verdict,
    pub(crate) at: i64,
    pub(crate) has_evidence: bool,
    pub(crate) noted_stale: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) id: String,
    pub(crate) command: Option<Command>,
    pub(crate) until: i64,
}

#[expect(clippy::struct_excessive_bools, reason = "plain before all")]
#[derive(Clone)]
pub(crate) struct Model<'r> {
    pub(crate) rules: &'r Rules,
    pub(crate) access: &'r Access,
    pub(crate) stage: &'static str,
    pub(crate) trigger: &'static str,
    pub(crate) cooling: Option<i64>,
    pub(crate) entered: i64,
    pub(crate) recorded: i64,
    pub(crate) revision: u64,
    pub(crate) cycle: u32,
    pub(crate) counted_cycles: u32,
    pub(crate) expansion: bool,
    pub(crate) cycle_began: i64,
    pub(crate) visits: BTreeMap<&'static str, u32>,
    pub(crate) reached: BTreeSet<&'static str>,
    pub(crate) counts: BTreeMap<&'static str, u32>,
    pub(crate) progress: usize,
    pub(crate) own_activity: bool,
    pub(crate) noted_stale: bool,
    /// Nothing that changes the stage may lie before what was noted of it.
    pub(crate) stale_at: i64,
    pub(crate) customer_since: i64,
    pub(crate) assigned: Option<i64>,
    pub(crate) meeting: Option<(i64, Channel)>,
    pub(crate) last_handoff: Option<Handoff>,
    pub(crate) deal: Option<OpenDeal>,
    pub(crate) contracts: Vec<String>,
    pub(crate) suggested: bool,
    pub(crate) answers: BTreeMap<String, Told>,
    pub(crate) fields: BTreeMap<String, (i64, Option<FieldValue>)>,
    pub(crate) consents: BTreeMap<(Channel, Purpose), (i64, ConsentStatus)>,
    /// When, of which kind, with which id: each id of a kind once, at its latest.
    pub(crate) activities: Vec<(i64, String, String)>,
    pub(crate) recorded_activities: u64,
    pub(crate) halved: Vec<i64>,
    pub(crate) reset: Vec<i64>,
    pub(crate) remembered: Vec<(i64, String)>,
    pub(crate) forgotten: Option<i64>,
    pub(crate) offers: Vec<Offer>,
    pub(crate) owner: (Option<ActorId>, Option<TeamKey>),
    pub(crate) erased: bool,
    pub(crate) attempts: u64,
}

impl<'r> Model<'r> {
    pub(crate) fn capture(rules: &'r Rules, access: &'r Access, capture: &Capture, at: i64) -> Self {
        let mut model = Self {
            rules,
            access,
            stage: "lead",
            trigger: "",
            cooling: None,
            entered: at,
            recorded: at,
            revision: 1,
            cycle: 1,
            counted_cycles: 1,
            expansion: false,
            cycle_began: at,
            visits: [("lead", 1)].into(),
            reached: BTreeSet::new(),
            counts: BTreeMap::new(),
            progress: 0,
            own_activity: false,
            noted_stale: false,
            stale_at: i64::MIN,
            customer_since: i64::MIN,
            assigned: None,
            meeting: None,
            last_handoff: None,
            deal: None,
            contracts: vec![],
            suggested: false,
            answers: BTreeMap::new(),
            fields: BTreeMap::new(),
            consents: BTreeMap::new(),
            activities: vec![],
            recorded_activities: 0,
            halved: vec![],
            reset: vec![],
            remembered: vec![],
            forgotten: None,
            offers: vec![],
            owner: (None, None),
            erased: false,
            attempts: 0,
        };
        model.reach("lead");
        for (name, value) in &capture.fields {
            model.fields.insert(name.to_string(), (at, Some(value.clone())));
        }
        model
    }

    // ------------------------------------------------------------------ scores

    /// The score at an instant, in thousandths, from every activity there ever was.
    pub(crate) fn score(&self, now: i64) -> i64 {
        let mut total = match self.fields.get("employees").and_then(|(_, value)| value.clone()) {
            Some(FieldValue::Number(n)) if n >= 300.into() => 5_000,
            Some(FieldValue::Number(n)) if n >= 1.into() => 3_000,
            _ => 0,
        };
        for tag in &self.rules.tags {
            let mut times: Vec<i64> =
                self.activities.iter().filter(|(_, kind, _)| kind == tag.kind).map(|(at, ..)| *at).collect();
            times.sort_unstable_by(|a, b| b.cmp(a));
            times.truncate(tag.keep);
            // What no longer lives is not counted towards every n-th either.
            let live: Vec<i64> =
                times.into_iter().filter(|at| tag.expires.is_none_or(|span| now - at < span)).collect();
            for (index, at) in live.iter().enumerate() {
                if (index + 1) % tag.every == 0 && !self.reset.iter().any(|mark| at <= mark) {
                    let halvings = self.halved.iter().filter(|mark| at <= *mark).count();
                    total += tag.points * 1_000 / (1 << halvings);
                }
            }
        }
        total
    }

    fn would_enter(&self, now: i64) -> bool {
        self.score(now) >= self.rules.enter * 1_000
    }

    fn would_leave(&self, now: i64) -> bool {
        self.score(now) < self.rules.exit * 1_000
    }

    /// The instants from `from` on at which a score can change by itself.
    fn changes_of_score(&self, from: i64) -> Vec<i64> {
        let mut instants = vec![from];
        for (at, kind, _) in &self.activities {
            for tag in self.rules.tags.iter().filter(|tag| tag.kind == *kind) {
                instants.extend(tag.expires.map(|span| at + span).filter(|end| *end > from));
            }
        }
        instants.sort_unstable();
        instants
    }

    // ------------------------------------------------------------------ the clock

    /// What is due first at or after `from`: when, the rank of its kind, and what.
    fn due(&self, from: i64) -> Option<(i64, u8, String)> {
        // Nobody waits for anything of a merged lead: the other one lives on.
        if self.stage == "merged" {
            return None;
        }
        let mut due: Vec<(i64, u8, String)> = vec![];
        if let Some(end) = self.cooling {
            due.push((end.max(from), 0, "cooling_ended".into()));
        }
        for offer in &self.offers {
            due.push((offer.until.max(from), 1, format!("proposal_expired:{}", offer.id)));
        }
        for (name, told) in &self.answers {
            if !told.noted_stale {
                due.push(((told.at + self.rules.answers_last).max(from), 2, format!("answer_became_stale:{name}")));
            }
        }
        if !self.noted_stale {
            for (stage, after, _) in &self.rules.stale {
                if *stage == self.stage {
                    due.push(((self.entered + after).max(from), 3, "became_stale".into()));
                }
            }
        }
        if !self.erased {
            let armed = self.stage == "lead" && self.cooling.is_none() && self.own_activity;
            let loose = self.stage == "mql" && self.trigger == "score" && self.progress == 0;
            let instants = if armed || loose { self.changes_of_score(from) } else { vec![] };
            if let Some(at) =
                instants.into_iter().find(|at| if armed { self.would_enter(*at) } else { self.would_leave(*at) })
            {
                due.push((at, 4, if armed { "became_mql" } else { "demoted" }.into()));
            }
        }
        // Stable: of two of one kind at one instant the first in the list.
        due.sort_by_key(|(at, rank, _)| (*at, *rank));
        due.into_iter().next()
    }

    pub(crate) fn next_wake(&self) -> Option<i64> {
        self.due(self.recorded).map(|(at, ..)| at)
    }

    pub(crate) fn catch_up(&mut self, now: i64) -> Outcome {
        let mut facts = vec![];
        let mut cursor = self.recorded;
        while let Some((at, _, what)) = self.due(cursor).filter(|(at, ..)| *at <= now) {
            cursor = at;
            let (kind, which) = what.split_once(':').unwrap_or((&what, ""));
            facts.push((kind.to_owned(), at, true));
            match kind {
                "cooling_ended" => self.cooling = None,
                "proposal_expired" => self.offers.retain(|offer| offer.id != which),
                "answer_became_stale" => self.answers.get_mut(which).unwrap().noted_stale = true,
                "became_mql" => self.become_mql("score", at),
                "demoted" => self.enter("lead", at),
                _ => {
                    self.noted_stale = true;
                    self.stale_at = at;
                    let row = self.rules.stale.iter().find(|(stage, ..)| *stage == self.stage).unwrap();
                    if let Some(code) = row.2 {
                        facts.push(("recycled".to_owned(), at, true));
                        self.end_cycle("recycle", code, at);
                    }
                }
            }
        }
        if !facts.is_empty() {
            self.recorded = now;
        }
        self.revision += facts.len() as u64;
        facts
    }

    // ------------------------------------------------------------------ moves

    fn reach(&mut self, milestone: &'static str) {
        if self.reached.insert(milestone) {
            *self.counts.entry(milestone).or_default() += 1;
        }
    }

    fn enter(&mut self, stage: &'static str, at: i64) {
        self.stage = stage;
        self.entered = self.entered.max(at);
        self.noted_stale = false;
        self.stale_at = i64::MIN;
        *self.visits.entry(stage).or_default() += 1;
        if !matches!(stage, "sql" | "opportunity") {
            self.deal = None;
        }
        self.suggested = false;
    }

    fn become_mql(&mut self, trigger: &'static str, at: i64) {
        self.cooling = None;
        self.trigger = trigger;
        self.enter("mql", at);
        self.reach("mql");
    }

    fn new_cycle(&mut self, stage: &'static str, expansion: bool, at: i64) {
        self.cycle += 1;
        self.counted_cycles += u32::from(!expansion);
        self.expansion = expansion;
        self.cycle_began = at;
        self.visits.clear();
        self.reached.clear();
        self.progress = 0;
        self.own_activity = false;
        self.meeting = None;
        self.last_handoff = None;
        self.owner = (None, None);
        self.assigned = None;
        self.enter(stage, at);
    }

    /// A cycle that ends: an expansion leads back to the customer, everything else goes by the reason's rule.
    fn end_cycle(&mut self, list: &str, code: &str, at: i64) {
        if self.expansion && !self.contracts.is_empty() && self.stage != "customer" {
            self.meeting = None;
            self.enter("customer", at);
            return;
        }
        let then = if list == "disqualify" { Then::Discard } else { self.rules.reason(list, code).unwrap().then };
        match then {
            Then::Recycle { cooling, engagement } if self.counted_cycles < self.rules.max_cycles => {
                let cooling = self.rules.cooling_of(cooling, self.counted_cycles);
                self.new_cycle("lead", false, at);
                self.cooling = (cooling > 0).then_some(at + cooling);
                self.reach("lead");
                match engagement.unwrap_or(self.rules.engagement) {
                    "halve" => self.halved.push(at),
                    "reset" => self.reset.push(at),
                    _ => {}
                }
            }
            Then::Recycle { .. } | Then::Discard => {
                self.meeting = None;
                self.enter("disqualified", at);
            }
        }
    }

    // ------------------------------------------------------------------ commands

    /// Decides and applies one command. A refused one changes nothing, also not by the clock.
    pub(crate) fn take(&mut self, command: &Command, ctx: &Context) -> Result<Outcome, Codes> {
        let now = ctx.now.seconds().max(self.recorded);
        let mut codes = Codes::new();
        if ctx.now.seconds() + self.rules.skew < self.recorded {
            codes.insert("clock_behind");
        }
        let effective = ctx.effective_at.map_or(now, Instant::seconds);
        if effective > now + self.rules.future {
            codes.insert("future");
        }
        let wrong_time = !codes.is_empty();
        let effective = if wrong_time { now } else { effective.min(now) };
        let when = When { now, effective, actor: &ctx.actor };
        let mut after = self.clone();
        let mut facts = after.catch_up(now);
        if wrong_time {
            codes.extend(after.one(command, &when, true).err().unwrap_or_default());
            return Err(codes);
        }
        let own = after.one(command, &when, true)?;
        if !own.is_empty() {
            after.recorded = now;
            after.revision += own.len() as u64;
        }
        facts.extend(own);
        *self = after;
        Ok(facts)
    }

    fn permission(&self, kind: CommandKind, actor: &Actor) -> Option<&'static str> {
        match self.access.grant(kind, actor.role) {
            Grant::Responsible | Grant::Accountable | Grant::ResponsibleAccountable => None,
            Grant::OwnDeals => {
                let own = self.deal.as_ref().is_some_and(|deal| deal.owner.as_deref() == Some(actor.id.as_str()));
                (!own).then_some("not_own_deal")
            }
            Grant::Propose if kind == CommandKind::Propose => None,
            _ => Some("permission"),
        }
    }

    /// Where DESIGN's table lets a command be issued.
    fn possible(&self, kind: CommandKind) -> bool {
        use CommandKind as C;
        let from: &[&str] = match kind {
            C::Promote => &["lead"],
            C::RecordAttempt
            | C::ScheduleAppointment
            | C::ChangeAppointment
            | C::MissAppointment
            | C::Recycle
            | C::Disqualify => &["mql", "sql"],
            C::RecordAnswer => &["lead", "mql", "sql", "opportunity"],
            C::Qualify => &["mql"],
            C::Accept | C::Reject | C::HoldFirstMeeting => &["sql"],
            C::EditDeal | C::Lose => &["sql", "opportunity"],
            C::MoveDeal | C::Win => &["opportunity"],
            C::Reopen => &["disqualified"],
            C::OpenExpansion => &["customer"],
            C::EndContract => &["mql", "sql", "opportunity", "customer"],
            C::AdoptPolicy | C::CheckClock | C::Redact => return true,
            _ => return self.stage != "merged",
        };
        from.contains(&self.stage)
    }

    fn one(&mut self, command: &Command, when: &When<'_>, check_permission: bool) -> Result<Outcome, Codes> {
        use CommandKind as C;
        let kind = command.kind();
        let mut codes = Codes::new();
        if check_permission {
            codes.extend(self.permission(kind, when.actor));
        }
        if !self.possible(kind) {
            codes.insert("stage");
            return Err(codes);
        }
        let about_the_person = !matches!(
            kind,
            C::Win
                | C::Lose
                | C::Disqualify
                | C::EndContract
                | C::Assign
                | C::AdoptPolicy
                | C::CheckClock
                | C::Merge
                | C::Redact
                | C::Decline
        );
        if self.erased && about_the_person {
            codes.insert("erased");
        }
        let by_hand = matches!(
            kind,
            C::Qualify
                | C::Reject
                | C::HoldFirstMeeting
                | C::Win
                | C::Lose
                | C::Recycle
                | C::Disqualify
                | C::Reopen
                | C::OpenExpansion
                | C::EndContract
                | C::Merge
        );
        let beside = kind == C::EndContract && self.stage != "customer" && !self.contracts.is_empty();
        let earliest = if beside { self.customer_since } else { self.entered.max(self.stale_at) };
        if by_hand && when.effective < earliest {
            codes.insert("before_stage");
        }
        self.conditions(command, when, &mut codes);
        if let Command::Propose(Propose { id, command, .. }) = command {
            return self.propose(id, &(**command).clone().into(), when, codes);
        }
        if !codes.is_empty() {
            return Err(codes);
        }
        match command {
            Command::Approve { proposal } => self.approve(proposal.as_str(), when),
            _ => Ok(self.effects(command, when)),
        }
    }

    fn reason_codes(&self, list: &str, reason: &Reason, codes: &mut Codes) {
        // Free text is personal: none comes back after it was removed.
        if self.erased && reason.note().is_some() {
            codes.insert("erased");
        }
        match self.rules.reason(list, reason.code().as_str()) {
            Some(row) if !row.needs_note || reason.note().is_some() => {}
            _ => {
                codes.insert("reason");
            }
        }
    }

    fn knows(&self, criterion: &str, now: i64, confirmed: bool) -> bool {
        self.answers.get(criterion).is_some_and(|told| {
            let fresh = told.at + self.rules.answers_last > now;
            let said = if confirmed { told.verdict == Verdict::Confirmed } else { told.verdict != Verdict::Unknown };
            fresh && said
        })
    }

    /// What the open deal lacks for a stage and all before it.
    fn deal_lacks(deal: &OpenDeal, stage: usize) -> bool {
        (stage >= 2 && deal.lines.is_empty()) || (stage >= 3 && deal.close.is_none())
    }

    fn conditions(&self, command: &Command, when: &When<'_>, codes: &mut Codes) {
        let mut require = |holds: bool, code: &'static str| {
            if !holds {
                codes.insert(code);
            }
        };
        match command {
            Command::UpdateProfile { fields } => {
                for (name, value) in fields {
                    let number = value.as_ref().is_none_or(|value| matches!(value, FieldValue::Number(_)));
                    require(name.as_str() != "shoe_size" && (name.as_str() != "employees" || number), "field");
                }
            }
            Command::RecordActivity { activity } => {
                let known = self.remembered.iter().any(|(_, id)| id == activity.id.as_str());
                require(known || self.forgotten.is_none_or(|mark| when.effective > mark), "beyond_memory");
            }
            Command::Promote { .. } => require(self.cooling.is_none(), "cooling"),
            Command::RecordAttempt(Attempt { outcome, advance: Some(advance), .. }) => {
                require(when.effective >= self.cycle_began, "before_stage");
                require(*advance >= Progress::Validated, "no_conclusion");
                require(*outcome == ContactOutcome::Conversation, "conversation_needed");
            }
            Command::RecordAnswer(Reply { criterion, verdict, evidence, .. }) => {
                let name = criterion.as_str();
                let declared = ["budget", "authority", "need", "timeline"].contains(&name);
                require(declared, "unknown_criterion");
                let asked = self.rules.evidence.contains(&name) && *verdict != Verdict::Unknown;
                require(!asked || evidence.is_some(), "evidence_needed");
            }
            Command::ScheduleAppointment { at, .. } => {
                let known = ["need", "timeline", "authority"].iter().all(|name| self.knows(name, when.now, false));
                require(known, "appointment_bar");
                require(when.effective >= self.cycle_began, "before_stage");
                require(at.seconds() >= when.effective, "appointment_past");
            }
            Command::ChangeAppointment { to, .. } => {
                require(self.meeting.is_some(), "no_appointment");
                require(when.effective >= self.cycle_began, "before_stage");
                require(to.is_none_or(|at| at.seconds() >= when.effective), "appointment_past");
            }
            Command::MissAppointment { .. } => {
                require(self.meeting.is_some(), "no_appointment");
                require(when.effective >= self.cycle_began, "before_stage");
            }
            Command::Accept => {
                let deal = self.deal.as_ref().unwrap();
                require(when.effective >= self.entered, "before_stage");
                let another = deal.accepted.is_some() && deal.owner.as_deref() != Some(when.actor.id.as_str());
                require(!another, "not_own_deal");
            }
            Command::Qualify { handoff, .. } => {
                let confirmed = ["need", "timeline"].iter().all(|name| self.knows(name, when.now, true));
                require(confirmed, "bar");
                require(self.progress == 3, "not_consented");
                let field = |name: &&str| self.fields.get(*name).is_some_and(|(_, value)| value.is_some());
                let filled = self.rules.handoff_items.iter().all(|item| *item != "rank" || handoff.rank.is_some());
                require(filled && self.rules.handoff_fields.iter().all(field), "handoff_incomplete");
                require(self.last_handoff.as_ref() != Some(&**handoff), "handoff_not_revised");
            }
            Command::Reject { reason } => self.reason_codes("reject", reason, codes),
            Command::HoldFirstMeeting { .. } => {
                let accepted = self.deal.as_ref().and_then(|deal| deal.accepted);
                require(accepted.is_some(), "not_accepted");
                require(accepted.is_none_or(|at| when.effective >= at), "before_stage");
            }
            Command::EditDeal { edit } => {
                let deal = self.deal.as_ref().unwrap();
                let yen =
                    edit.lines.iter().flat_map(|lines| lines.iter()).all(|l| l.amount().currency().code() == "JPY");
                require(yen, "deal");
                require(!yen || !Self::deal_lacks(&edited(deal, edit), deal.stage), "deal_item_missing");
            }
            Command::MoveDeal { to } => {
                let deal = self.deal.as_ref().unwrap();
                let place = PIPELINE.iter().position(|name| *name == to.as_str());
                require(place.is_some(), "unknown_deal_stage");
                if let Some(place) = place {
                    require(when.effective >= deal.moved, "before_stage");
                    require(self.rules.skips || place <= deal.stage + 1, "skip_refused");
                    require(self.rules.backward || place >= deal.stage, "backward_refused");
                    require(!Self::deal_lacks(deal, place), "deal_item_missing");
                }
            }
            Command::Win { contract } => {
                let deal = self.deal.as_ref().unwrap();
                require(!Self::deal_lacks(deal, PIPELINE.len()), "deal_item_missing");
                require(self.rules.skips || deal.stage + 1 == PIPELINE.len(), "skip_refused");
                require(contract.value().currency().code() == "JPY", "contract_currency");
                require(!self.contracts.iter().any(|key| key == contract.key().as_str()), "contract_known");
            }
            Command::Lose { reason } => self.reason_codes("lose", reason, codes),
            Command::Recycle { reason } => self.reason_codes("recycle", reason, codes),
            Command::Disqualify { reason } => self.reason_codes("disqualify", reason, codes),
            Command::Reopen { reason } => self.reason_codes("reopen", reason, codes),
            Command::EndContract { contract, reason } => {
                require(!self.contracts.is_empty(), "not_customer");
                let held = self.contracts.iter().any(|key| key == contract.as_str());
                require(held || self.contracts.is_empty(), "contract_unknown");
                self.reason_codes("end_contract", reason, codes);
            }
            Command::Merge { into } => require(into.as_str() != "lead", "into_itself"),
            Command::Approve { proposal } | Command::Decline { proposal, .. } => {
                let note = matches!(command, Command::Decline { note: Some(_), .. });
                require(!(self.erased && note), "erased");
                let person = !matches!(when.actor.role, Role::Assistant | Role::System);
                require(person, "person_needed");
                let offer = self.offers.iter().find(|offer| offer.id == proposal.as_str());
                require(offer.is_some(), "proposal_unknown");
                let inner = offer.and_then(|offer| offer.command.as_ref());
                if let (Command::Decline { .. }, Some(inner)) = (command, inner) {
                    codes.extend(self.permission(inner.kind(), when.actor));
                }
            }
            _ => {}
        }
    }

    fn propose(
        &mut self,
        id: &ProposalId,
        inner: &Command,
        when: &When<'_>,
        mut codes: Codes,
    ) -> Result<Outcome, Codes> {
        let kind = inner.kind();
        if matches!(kind, CommandKind::Propose | CommandKind::Approve | CommandKind::Decline) {
            codes.insert("not_proposable");
            return Err(codes);
        }
        if self.access.grant(kind, when.actor.role) != Grant::Propose {
            codes.insert("permission");
        }
        if self.offers.len() >= self.rules.most_proposals {
            codes.insert("proposals_full");
        }
        if self.offers.iter().any(|offer| offer.id == id.as_str()) {
            codes.insert("proposal_known");
        }
        let dry = self.clone().one(inner, when, false);
        if dry.is_err() {
            codes.insert("proposed");
        }
        if !codes.is_empty() {
            return Err(codes);
        }
        if dry.is_ok_and(|facts| facts.is_empty()) {
            return Ok(vec![]);
        }
        let until = when.now + self.rules.proposals_last;
        self.offers.push(Offer { id: id.to_string(), command: Some(inner.clone()), until });
        Ok(vec![("proposal_made".into(), when.effective, false)])
    }

    fn approve(&mut self, id: &str, when: &When<'_>) -> Result<Outcome, Codes> {
        let offer = self.offers.iter().find(|offer| offer.id == id).unwrap().clone();
        let Some(inner) = offer.command else {
            return Err(["proposal_redacted"].into());
        };
        let own = self.one(&inner, when, true)?;
        self.offers.retain(|offer| offer.id != id);
        let mut facts = vec![("proposal_approved".into(), when.effective, false)];
        facts.extend(own);
        Ok(facts)
    }

    fn effects(&mut self, command: &Command, when: &When<'_>) -> Outcome {
        let at = when.effective;
        let own = |kind: &str| vec![(kind.to_owned(), at, false)];
        match command {
            Command::UpdateProfile { fields } => self.update_profile(fields, when),
            Command::RecordActivity { activity } => self.record_activity(activity, when),
            Command::RecordConsent { channel, purpose, status } => {
                let known = self.consents.get(&(*channel, *purpose)).copied();
                if known == Some((at, *status)) {
                    return vec![];
                }
                if known.is_none_or(|known| (at, *status) > known) {
                    self.consents.insert((*channel, *purpose), (at, *status));
                }
                own("consent_recorded")
            }
            Command::Promote { .. } => {
                self.become_mql("manual", when.now);
                vec![("became_mql".to_owned(), when.now, false)]
            }
            Command::RecordAttempt(Attempt { advance, .. }) => {
                let reached = advance.map_or(1, |progress| Progress::ALL.iter().position(|p| *p == progress).unwrap());
                if at >= self.cycle_began {
                    self.progress = self.progress.max(reached);
                }
                self.attempts += 1;
                own("attempt_recorded")
            }
            Command::RecordAnswer(Reply { criterion, verdict, evidence, .. }) => {
                let new = Told { verdict: *verdict, at, has_evidence: evidence.is_some(), noted_stale: false };
                let later = self
                    .answers
                    .get(criterion.as_str())
                    .is_none_or(|old| (new.at, new.verdict) > (old.at, old.verdict));
                let tie = self
                    .answers
                    .get(criterion.as_str())
                    .is_some_and(|old| (new.at, new.verdict) == (old.at, old.verdict));
                if later || (tie && self.breaks_tie(criterion.as_str(), &new)) {
                    self.answers.insert(criterion.to_string(), new);
                }
                own("answer_recorded")
            }
            Command::ScheduleAppointment { at, channel, .. } => {
                if self.meeting == Some((at.seconds(), *channel)) {
                    return vec![];
                }
                self.meeting = Some((at.seconds(), *channel));
                self.progress = 3;
                own("appointment_scheduled")
            }
            Command::ChangeAppointment { to: None, .. } => {
                self.meeting = None;
                own("appointment_cancelled")
            }
            Command::ChangeAppointment { to: Some(to), .. } => {
                let (known, channel) = self.meeting.unwrap();
                if known == to.seconds() {
                    return vec![];
                }
                self.meeting = Some((to.seconds(), channel));
                self.progress = 3;
                own("appointment_moved")
            }
            Command::MissAppointment { .. } => {
                self.meeting = None;
                own("appointment_missed")
            }
            Command::Qualify { handoff, deal } => {
                self.last_handoff = Some((**handoff).clone());
                self.enter("sql", at);
                self.reach("sql");
                let lines = deal.lines().to_vec();
                self.deal = Some(OpenDeal {
                    stage: 0,
                    lines,
                    close: deal.expected_close(),
                    owner: None,
                    accepted: None,
                    moved: at,
                });
                own("became_sql")
            }
            Command::Accept => {
                let deal = self.deal.as_mut().unwrap();
                if deal.accepted.is_some() {
                    return vec![];
                }
                deal.accepted = Some(at);
                deal.owner = Some(when.actor.id.to_string());
                self.reach("sao");
                own("handoff_accepted")
            }
            Command::Reject { .. } => {
                self.meeting = None;
                self.become_mql("rejection", at);
                own("handoff_rejected")
            }
            Command::HoldFirstMeeting { .. } => {
                self.meeting = None;
                self.enter("opportunity", at);
                let deal = self.deal.as_mut().unwrap();
                (deal.stage, deal.moved) = (1, at);
                self.reach("opportunity");
                own("became_opportunity")
            }
            Command::EditDeal { edit } => {
                let deal = self.deal.as_mut().unwrap();
                let after = edited(deal, edit);
                if after == *deal {
                    return vec![];
                }
                *deal = after;
                own("deal_edited")
            }
            Command::MoveDeal { to } => {
                let place = PIPELINE.iter().position(|name| *name == to.as_str()).unwrap();
                let deal = self.deal.as_mut().unwrap();
                if deal.stage == place {
                    return vec![];
                }
                (deal.stage, deal.moved) = (place, at);
                own("deal_moved")
            }
            Command::Win { contract } => {
                if self.contracts.is_empty() {
                    self.customer_since = at;
                }
                self.contracts.push(contract.key().to_string());
                self.enter("customer", at);
                self.reach("won");
                own("won")
            }
            Command::Lose { reason } => {
                self.end_cycle("lose", reason.code().as_str(), at);
                own("lost")
            }
            Command::Recycle { reason } => {
                self.end_cycle("recycle", reason.code().as_str(), at);
                own("recycled")
            }
            Command::Disqualify { reason } => {
                self.end_cycle("disqualify", reason.code().as_str(), at);
                own("disqualified")
            }
            Command::Reopen { .. } => {
                self.new_cycle("lead", false, at);
                self.reach("lead");
                own("reopened")
            }
            Command::OpenExpansion { .. } => {
                self.new_cycle("mql", true, at);
                self.trigger = "expansion";
                self.reach("mql");
                own("expansion_opened")
            }
            Command::EndContract { contract, reason } => {
                self.contracts.retain(|key| key != contract.as_str());
                if self.contracts.is_empty() && self.stage == "customer" {
                    self.end_cycle("end_contract", reason.code().as_str(), at);
                }
                own("contract_ended")
            }
            Command::Assign { owner, team } => {
                let new = (owner.clone(), team.clone());
                if new == self.owner {
                    return vec![];
                }
                if self.assigned.is_none_or(|known| at >= known) {
                    self.owner = new;
                    self.assigned = Some(at);
                }
                own("assigned")
            }
            Command::Merge { .. } => {
                self.cooling = None;
                self.enter("merged", at);
                own("merged_into")
            }
            Command::Redact => {
                if self.erased {
                    return vec![];
                }
                self.erased = true;
                for name in ["email", "person_name"] {
                    if let Some((_, value)) = self.fields.get_mut(name) {
                        *value = None;
                    }
                }
                self.offers.iter_mut().for_each(|offer| offer.command = None);
                own("redacted")
            }
            Command::Decline { proposal, .. } => {
                self.offers.retain(|offer| offer.id != proposal.as_str());
                own("proposal_declined")
            }
            _ => vec![],
        }
    }

    /// Two answers of one instant and verdict: the model only says that evidence counts for more than none.
    fn breaks_tie(&self, criterion: &str, new: &Told) -> bool {
        new.has_evidence && !self.answers[criterion].has_evidence
    }

    fn update_profile(&mut self, fields: &BTreeMap<FieldName, Option<FieldValue>>, when: &When<'_>) -> Outcome {
        let same = |(name, value): (&FieldName, &Option<FieldValue>)| {
            self.fields.get(name.as_str()).is_some_and(|(since, held)| held == value && *since >= when.effective)
        };
        if fields.iter().all(same) {
            return vec![];
        }
        for (name, value) in fields {
            let new = (when.effective, value.clone());
            let known = self.fields.entry(name.to_string()).or_insert_with(|| new.clone());
            if new > *known {
                *known = new;
            }
        }
        let mut facts = vec![("profile_updated".to_owned(), when.effective, false)];
        facts.extend(self.weigh(when.now, false));
        facts
    }

    fn record_activity(&mut self, activity: &Activity, when: &When<'_>) -> Outcome {
        let (id, kind, at) = (activity.id.to_string(), activity.kind.to_string(), when.effective);
        if self.remembered.iter().any(|(_, known)| *known == id) {
            return vec![];
        }
        // Ties are broken by the stable fingerprint of the id, not by the order of arrival.
        self.remembered.push((at, id.clone()));
        self.remembered.sort_by_key(|(at, id)| (*at, Fingerprint::of(id)));
        while self.remembered.len() > self.rules.memory {
            let (at, _) = self.remembered.remove(0);
            self.forgotten = self.forgotten.max(Some(at));
        }
        let tagged = self.rules.tags.iter().any(|tag| tag.kind == kind);
        let raised = kind == "contact_request" && at >= self.cycle_began;
        self.recorded_activities += 1;
        match self.activities.iter_mut().find(|(_, k, i)| *k == kind && *i == id) {
            // Forgotten by the memory, but still known to the score.
            Some(known) => known.0 = known.0.max(at),
            None => self.activities.push((at, kind.clone(), id)),
        }
        if tagged && at >= self.cycle_began {
            self.own_activity = true;
        }
        let mut facts = vec![("activity_recorded".to_owned(), at, false)];
        if raised && self.stage == "lead" {
            self.become_mql("hand_raise", when.now);
            facts.push(("became_mql".into(), when.now, true));
        } else if raised && self.stage == "disqualified" && !self.suggested {
            self.suggested = true;
            facts.push(("reopen_suggested".into(), when.now, true));
        } else {
            facts.extend(self.weigh(when.now, tagged && at >= self.entered));
        }
        facts
    }

    /// What a changed score sets off.
    fn weigh(&mut self, now: i64, new_since_discarded: bool) -> Outcome {
        let fact = |kind: &str| vec![(kind.to_owned(), now, true)];
        match self.stage {
            "lead" if self.cooling.is_none() && self.own_activity && self.would_enter(now) => {
                self.become_mql("score", now);
                fact("became_mql")
            }
            "mql" if self.trigger == "score" && self.progress == 0 && self.would_leave(now) => {
                self.enter("lead", now);
                fact("demoted")
            }
            "disqualified" if !self.suggested && new_since_discarded && self.would_enter(now) => {
                self.suggested = true;
                fact("reopen_suggested")
            }
            _ => vec![],
        }
    }
}

struct When<'c> {
    now: i64,
    effective: i64,
    actor: &'c Actor,
}

fn edited(deal: &OpenDeal, edit: &DealEdit) -> OpenDeal {
    let mut after = deal.clone();
    if let Some(lines) = &edit.lines {
        after.lines = lines.to_vec();
    }
    match edit.expected_close {
        Edit::Keep => {}
        Edit::Clear => after.close = None,
        Edit::To(date) => after.close = Some(date),
    }
    after
}
