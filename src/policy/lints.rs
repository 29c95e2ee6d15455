//! Finds what is legal in a checked policy but can hardly be meant.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::access::Grant;
use crate::policy::lint::{Lint, LintCode};
use crate::policy::policy::Policy;
use crate::qualification::BarKind;
use crate::recycle::ReasonList;
use crate::values::{CommandKind, Path, Rate, Role, Span, StageKind};

impl Policy {
    /// Advice on what is legal but can hardly be meant.
    #[must_use]
    pub fn lints(&self) -> Vec<Lint> {
        let mut found = Found(Vec::new());
        scoring(self, &mut found);
        qualification(self, &mut found);
        pipeline(self, &mut found);
        reasons(self, &mut found);
        recycling(self, &mut found);
        access(self, &mut found);
        proposals(self, &mut found);
        found.0
    }
}

struct Found(Vec<Lint>);

impl Found {
    fn add(&mut self, code: LintCode, path: Path, message: impl Into<String>) {
        let message = message.into();
        self.0.push(Lint { code, path, message });
    }
}

fn scoring(policy: &Policy, found: &mut Found) {
    for lint in policy.scoring().lints(&Path::root().key("scoring")) {
        found.add(LintCode::Scoring(lint.code), lint.path, lint.message);
    }
}

fn qualification(policy: &Policy, found: &mut Found) {
    let path = Path::root().key("qualification");
    let mut asked = BTreeSet::new();
    for (kind, key) in [(BarKind::Handover, "bar"), (BarKind::Appointment, "before_appointment")] {
        let mut here = BTreeSet::new();
        for name in policy.qualification().bar(kind).criteria() {
            asked.insert(name.as_str());
            if !here.insert(name.as_str()) {
                let message = format!("`{name}` is asked for more than once");
                found.add(LintCode::RepeatedTest, path.key(key), message);
            }
        }
    }
    for name in policy.qualification().names() {
        // BANT as a whole is heard even where the bar does not ask for all of it.
        let bant = matches!(name, "budget" | "authority" | "need" | "timeline");
        if !bant && !asked.contains(name) {
            let message = format!("no bar asks for `{name}`: ask for it, or leave it out");
            found.add(LintCode::UnusedCriterion, path.key("criteria").key(name), message);
        }
    }
}

fn pipeline(policy: &Policy, found: &mut Found) {
    let path = Path::root().key("pipeline");
    let stages = policy.pipeline().stages();
    for (index, stage) in stages.iter().enumerate() {
        let at = path.key("stages").index(index).key("probability");
        if stage.probability == Rate::ZERO || stage.probability == Rate::ONE {
            let message = format!("`{}` at an open stage reads like an outcome", stage.probability);
            found.add(LintCode::ProbabilityOfOutcome, at, message);
        }
    }
    for (index, pair) in stages.windows(2).enumerate() {
        if let [before, after] = pair {
            if after.probability < before.probability {
                let at = path.key("stages").index(index.saturating_add(1));
                let message = format!(
                    "`{}` is less likely to be won ({}) than `{}` before it ({})",
                    after.name, after.probability, before.name, before.probability
                );
                found.add(LintCode::ProbabilityFalls, at.key("probability"), message);
            }
        }
    }
    if stages.len() > 1 && policy.pipeline().first_meeting() == policy.pipeline().opening() {
        let message = "deals open at the first meeting already, so holding it moves nothing";
        found.add(LintCode::NeverFires, path.key("first_meeting"), message);
    }
}

fn reasons(policy: &Policy, found: &mut Found) {
    let path = Path::root().key("reasons");
    let written = policy.reasons().reasons();
    let endings = [("lose", &written.lose), ("end_contract", &written.end_contract)];
    for (list, reasons) in endings {
        for (code, reason) in reasons {
            if reason.then.is_none() {
                let at = path.key(list).key(code.as_str());
                let message = format!("`{code}` does not say what follows, so the general rule recycles: write `then`");
                found.add(LintCode::ReasonWithoutRule, at, message);
            }
        }
    }
    let lists = [
        (ReasonList::Reject, CommandKind::Reject),
        (ReasonList::Recycle, CommandKind::Recycle),
        (ReasonList::Disqualify, CommandKind::Disqualify),
        (ReasonList::Lose, CommandKind::Lose),
        (ReasonList::Reopen, CommandKind::Reopen),
        (ReasonList::EndContract, CommandKind::EndContract),
    ];
    for (list, command) in lists {
        if !policy.access().anybody(command) {
            let message = format!("nobody may issue `{command}`, so these reasons are never given");
            found.add(LintCode::UnusedReasons, path.key(list.as_str()), message);
        }
    }
}

fn recycling(policy: &Policy, found: &mut Found) {
    let path = Path::root().key("recycle");
    let general = policy.reasons().general();
    if general.max_cycles == 1 {
        let message = "with one cycle every recycle discards: no other rule of recycling takes effect";
        found.add(LintCode::NeverFires, path.key("max_cycles"), message);
    }
    let grows = general.back_off > 100 && general.max_cycles > 1;
    if grows && general.cooling >= general.max_cooling && general.cooling > Span::ZERO {
        let message = "the cooling is the longest from the start: the back-off never takes effect";
        found.add(LintCode::CoolingNeverGrows, path.key("cooling"), message);
    }
    if let Some(rule) = policy.stale().rule(StageKind::Lead) {
        if rule.after <= general.cooling {
            let message =
                format!("a lead counts as stale after {}, while it still cools for {}", rule.after, general.cooling);
            let at = Path::root().key("stale").key("lead").key("after");
            found.add(LintCode::CoolingOutlastsStale, at, message);
        }
    }
}

/// The commands by which a lead leaves a stage of its life.
const EXITS: [(StageKind, &[CommandKind]); 5] = [
    (StageKind::Mql, &[CommandKind::Qualify, CommandKind::Recycle, CommandKind::Disqualify]),
    (
        StageKind::Sql,
        &[
            CommandKind::HoldFirstMeeting,
            CommandKind::Reject,
            CommandKind::Lose,
            CommandKind::Recycle,
            CommandKind::Disqualify,
        ],
    ),
    (StageKind::Opportunity, &[CommandKind::Win, CommandKind::Lose]),
    (StageKind::Customer, &[CommandKind::OpenExpansion, CommandKind::EndContract]),
    (StageKind::Disqualified, &[CommandKind::Reopen]),
];

fn access(policy: &Policy, found: &mut Found) {
    let path = Path::root().key("access");
    for command in CommandKind::ALL {
        if *command != CommandKind::Propose && !policy.access().anybody(*command) {
            let message = format!("nobody may issue `{command}`");
            found.add(LintCode::NobodyMayIssue, path.key(command.as_str()), message);
        }
    }
    for (stage, exits) in EXITS {
        if !exits.iter().any(|command| policy.access().anybody(*command)) {
            let message = format!("nobody may take a lead out of stage `{stage}`");
            found.add(LintCode::StageWithoutExit, path.clone(), message);
        }
    }
    let dealless = |command: CommandKind| {
        matches!(command, CommandKind::Capture | CommandKind::Import | CommandKind::Promote | CommandKind::Qualify)
    };
    for command in CommandKind::ALL.iter().filter(|command| dealless(**command)) {
        for role in Role::ALL {
            if policy.access().grant(*command, *role) == Grant::OwnDeals {
                let at = path.key(command.as_str()).key(role.as_str());
                let message = format!("no deal is open when `{command}` is issued: it is never permitted");
                found.add(LintCode::NeverFires, at, message);
            }
        }
    }
}

fn proposals(policy: &Policy, found: &mut Found) {
    let mut commands = CommandKind::ALL.iter();
    let proposed = commands.any(|command| {
        let mut roles = Role::ALL.iter();
        *command != CommandKind::Propose && roles.any(|role| policy.access().grant(*command, *role) == Grant::Propose)
    });
    if proposed && policy.proposals().max_open == 0 {
        let at = Path::root().key("proposals").key("max_open");
        let message = "no proposal may be open, so nothing can be proposed";
        found.add(LintCode::NeverFires, at, message);
    }
}
