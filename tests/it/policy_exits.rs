//! The lint "a stage that nobody may leave" knows the same ways out as the table that decides.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use lead_lifecycle::lifecycle::TRANSITIONS;
use lead_lifecycle::policy::LintCode;
use lead_lifecycle::values::CommandKind;
use lead_lifecycle::{Policy, PolicyDraft, Role, StageKind};

/// The commands by which people take a lead out of a stage: not the clock, not a rule, not the clean-up of duplicates.
fn exits(stage: StageKind) -> BTreeSet<CommandKind> {
    let by_hand = TRANSITIONS.iter().filter(|row| {
        !matches!(
            row.command,
            CommandKind::UpdateProfile
                | CommandKind::RecordActivity
                // Only in a pipeline without a first meeting, and where a hand-raise opens expansions.
                | CommandKind::Accept
                | CommandKind::RecordAttempt
                | CommandKind::AdoptPolicy
                | CommandKind::Recount
                | CommandKind::CheckClock
                | CommandKind::Merge
                | CommandKind::Split
        )
    });
    by_hand
        .filter(|row| row.moves.iter().any(|step| step.from == stage && step.to != stage))
        .map(|row| row.command)
        .collect()
}

/// The stages that the lint names under a policy in which nobody may issue these commands.
fn shut(commands: &BTreeSet<CommandKind>) -> BTreeSet<String> {
    let mut toml = String::new();
    for command in commands {
        writeln!(toml, "[access.{command}]").unwrap();
        for role in Role::ALL {
            writeln!(toml, "{role} = \"no\"").unwrap();
        }
    }
    let policy = Policy::try_from(toml::from_str::<PolicyDraft>(&toml).unwrap()).unwrap();
    let lints = policy.lints().into_iter().filter(|lint| lint.code == LintCode::StageWithoutExit);
    lints.map(|lint| lint.advice.to_string()).collect()
}

#[test]
fn a_stage_is_shut_when_its_last_way_out_is() {
    for stage in [StageKind::Mql, StageKind::Sql, StageKind::Opportunity, StageKind::Customer, StageKind::Disqualified]
    {
        let all = exits(stage);
        assert!(!all.is_empty(), "{stage}");
        let named = |messages: &BTreeSet<String>| messages.iter().any(|m| m.contains(&format!("`{stage}`")));
        assert!(named(&shut(&all)), "{stage} with {all:?}");
        for spared in &all {
            let others = all.iter().copied().filter(|command| command != spared).collect();
            assert!(!named(&shut(&others)), "{stage} can be left by {spared}");
        }
    }
}
