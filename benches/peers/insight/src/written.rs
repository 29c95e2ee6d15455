//! The facts that count, as a table for others: what each fact says of stages, milestones and money is told beside it, so that they need
//! not know the rules. Nothing of `insight` is in it.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use lead_lifecycle::lead::{Ending, counted};
use lead_lifecycle::values::Milestone;
use lead_lifecycle::{Fact, FactBody, StageKind};

pub(crate) struct Written(BufWriter<File>);

/// Where a lead is while its facts are written.
struct At {
    cycle: u32,
    stage: StageKind,
    source: String,
    first_source: String,
    expansion: bool,
    owner: String,
}

/// What a fact says.
#[derive(Default)]
struct Said {
    stage: Option<StageKind>,
    exit: &'static str,
    milestone: Option<Milestone>,
    money: Option<(String, String, i128)>,
}

impl Written {
    pub(crate) fn new(path: &Path) -> Self {
        let mut file = BufWriter::new(File::create(path).unwrap());
        writeln!(file, "lead,seq,cycle,kind,second,source,owner,expansion,stage,exit,milestone,deal,currency,minor").unwrap();
        Self(file)
    }

    pub(crate) fn write(&mut self, history: &[Fact]) {
        let lead = &history[0].envelope.lead.as_str()[5..];
        let source = match &history[0].body {
            FactBody::Captured(captured) => captured.attribution.source.as_ref().map_or("", |source| source.as_str()).to_string(),
            _ => unreachable!(),
        };
        let mut at = At { cycle: 1, stage: StageKind::Lead, first_source: source.clone(), source, expansion: false, owner: String::new() };
        for one in counted(history).unwrap() {
            let said = says(&mut at, one.fact);
            let envelope = &one.fact.envelope;
            let word = |word: Option<&str>| word.unwrap_or("").to_string();
            let stage = word(said.stage.as_ref().map(|stage| stage.as_str()));
            let milestone = word(said.milestone.as_ref().map(|milestone| milestone.as_str()));
            let money = said.money.map_or(",,".to_string(), |(deal, currency, minor)| format!("{deal},{currency},{minor}"));
            writeln!(
                self.0,
                "{},{},{},{},{},{},{},{},{stage},{},{milestone},{money}",
                lead.parse::<u64>().unwrap(), envelope.revision, at.cycle, one.fact.kind().as_str(), envelope.effective_at.seconds(),
                at.source, at.owner, u8::from(at.expansion), said.exit,
            )
            .unwrap();
        }
    }

    pub(crate) fn finish(mut self) {
        self.0.flush().unwrap();
    }
}

fn says(at: &mut At, fact: &Fact) -> Said {
    let forward = |at: &mut At, stage: StageKind, milestone: Milestone| {
        at.stage = stage;
        Said { stage: Some(stage), exit: "forward", milestone: Some(milestone), money: None }
    };
    match &fact.body {
        FactBody::Captured(captured) => {
            at.owner = captured.owner.as_ref().map_or(String::new(), |owner| owner.as_str().to_string());
            Said { exit: "", ..forward(at, StageKind::Lead, Milestone::Lead) }
        }
        FactBody::Assigned { owner, .. } => {
            at.owner = owner.as_ref().map_or(String::new(), |owner| owner.as_str().to_string());
            Said::default()
        }
        FactBody::BecameMql { .. } => forward(at, StageKind::Mql, Milestone::Mql),
        FactBody::BecameSql { .. } => forward(at, StageKind::Sql, Milestone::Sql),
        FactBody::HandoffAccepted => Said { milestone: Some(Milestone::Sao), ..Said::default() },
        FactBody::BecameOpportunity { .. } => forward(at, StageKind::Opportunity, Milestone::Opportunity),
        FactBody::Demoted { .. } => {
            at.stage = StageKind::Lead;
            Said { stage: Some(StageKind::Lead), exit: "demoted", ..Said::default() }
        }
        FactBody::Won { contract, .. } => {
            let value = contract.value();
            let money = Some((contract.key().as_str().to_string(), value.currency().code().to_string(), value.minor()));
            Said { money, ..forward(at, StageKind::Customer, Milestone::Won) }
        }
        FactBody::ExpansionOpened { .. } => {
            at.cycle += 1;
            at.expansion = true;
            at.source = String::new();
            forward(at, StageKind::Mql, Milestone::Mql)
        }
        FactBody::Lost { ending, .. } => ends(at, ending, "lost"),
        FactBody::Recycled { ending, .. } => ends(at, ending, "recycled"),
        FactBody::Disqualified { ending, .. } => ends(at, ending, "disqualified"),
        _ => Said::default(),
    }
}

fn ends(at: &mut At, ending: &Ending, how: &'static str) -> Said {
    match ending {
        Ending::Recycled(_) => {
            at.cycle += 1;
            at.source = at.first_source.clone();
            at.stage = StageKind::Lead;
            let how = if how == "lost" { "lost" } else { "recycled" };
            Said { stage: Some(StageKind::Lead), exit: how, milestone: Some(Milestone::Lead), money: None }
        }
        Ending::Disqualified { .. } => {
            let sorted_out = if at.stage == StageKind::Lead { "discarded" } else { "disqualified" };
            at.stage = StageKind::Disqualified;
            Said { stage: Some(StageKind::Disqualified), exit: if how == "lost" { "lost" } else { sorted_out }, ..Said::default() }
        }
        Ending::BackToCustomer => {
            at.stage = StageKind::Customer;
            Said { stage: Some(StageKind::Customer), exit: how, ..Said::default() }
        }
    }
}
