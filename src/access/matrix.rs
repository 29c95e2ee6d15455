//! The matrix of roles and commands, as people write it and as it decides.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt;
use serde::{Deserialize, Serialize};

use crate::access::standard;
use crate::values::{CommandKind, FaultCode, Faults, Path, Role, Span, limits, vocabulary};

vocabulary! {
    /// A cell of the matrix.
    #[doc(alias = "RACI")]
    Grant {
        /// Does it: may issue the command.
        Responsible = "R",
        /// Answers for it: may issue the command.
        Accountable = "A",
        /// Both.
        ResponsibleAccountable = "R/A",
        /// Is asked before: may not.
        Consulted = "C",
        /// Is told after: may not.
        Informed = "I",
        /// May on deals of its own only.
        OwnDeals = "R own",
        /// May propose it for a person to approve.
        Propose = "propose",
        /// Has nothing to do with it.
        No = "no",
    }
}

impl Grant {
    /// Whether the role may issue the command on any lead: R, A and R/A.
    #[must_use]
    pub const fn permits(self) -> bool {
        matches!(self, Self::Responsible | Self::Accountable | Self::ResponsibleAccountable)
    }
}

/// Cells that differ from the standard matrix. What is not written stays as the standard has it.
///
/// ```toml
/// [access.reopen]
/// sdr = "R"
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccessDraft(pub BTreeMap<CommandKind, BTreeMap<Role, Grant>>);

impl AccessDraft {
    /// The standard matrix with no changes.
    #[must_use]
    pub const fn standard() -> Self {
        Self(BTreeMap::new())
    }

    /// Checks the cells; every fault is added.
    pub fn check(&self, path: &Path, faults: &mut Faults) -> Access {
        let mut access = standard::matrix();
        for (command, cells) in &self.0 {
            for (role, grant) in cells {
                let harmless = matches!(grant, Grant::Propose | Grant::No);
                if *role == Role::Assistant && !harmless {
                    let at = path.key(command.as_str()).key(role.as_str());
                    let expected = "`propose` or `no`: an assistant never decides";
                    faults.add(FaultCode::NotAllowed, &at, expected, format!("`{grant}`"));
                }
                access.set(*command, *role, *grant);
            }
        }
        access
    }
}

/// The whole checked matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access(BTreeMap<(CommandKind, Role), Grant>);

impl Access {
    pub(crate) const fn empty() -> Self {
        Self(BTreeMap::new())
    }

    pub(crate) fn set(&mut self, command: CommandKind, role: Role, grant: Grant) {
        self.0.insert((command, role), grant);
    }

    /// What a role may do with a command.
    #[must_use]
    pub fn grant(&self, command: CommandKind, role: Role) -> Grant {
        self.0.get(&(command, role)).copied().unwrap_or(Grant::No)
    }

    /// Whether a role may issue a command on any lead.
    #[must_use]
    pub fn permits(&self, command: CommandKind, role: Role) -> bool {
        self.grant(command, role).permits()
    }

    /// Whether anybody may issue a command, if only on deals of their own.
    #[must_use]
    pub fn anybody(&self, command: CommandKind) -> bool {
        Role::ALL.iter().any(|role| {
            let grant = self.grant(command, *role);
            grant.permits() || grant == Grant::OwnDeals
        })
    }

    /// The matrix written out in full: every command and role.
    #[must_use]
    pub fn to_draft(&self) -> AccessDraft {
        let mut draft: BTreeMap<CommandKind, BTreeMap<Role, Grant>> = BTreeMap::new();
        for ((command, role), grant) in &self.0 {
            draft.entry(*command).or_default().insert(*role, *grant);
        }
        AccessDraft(draft)
    }

    /// The matrix as a Markdown table, commands down, roles across.
    #[must_use]
    pub fn matrix(&self) -> String {
        Table(self).to_string()
    }
}

struct Table<'a>(&'a Access);

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("| command |")?;
        for role in Role::ALL {
            write!(f, " {role} |")?;
        }
        f.write_str("\n|---|")?;
        for _ in Role::ALL {
            f.write_str("---|")?;
        }
        for command in CommandKind::ALL {
            write!(f, "\n| {command} |")?;
            for role in Role::ALL {
                write!(f, " {} |", self.0.grant(*command, *role))?;
            }
        }
        f.write_str("\n")
    }
}

impl Default for Access {
    fn default() -> Self {
        standard::matrix()
    }
}

/// How many proposals may be open on one lead, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProposalRules {
    /// The most open at once.
    pub max_open: u32,
    /// How long one stays open.
    pub expires_after: Span,
}

impl ProposalRules {
    /// Ours, not DOMAIN's: five, for seven days.
    #[must_use]
    pub fn standard() -> Self {
        Self { max_open: 5, expires_after: Span::days(7) }
    }

    /// Checks the rules; every fault is added.
    pub fn check(&self, path: &Path, faults: &mut Faults) {
        if !limits::OPEN_PROPOSALS.admits(self.max_open) {
            let at = path.key("max_open");
            faults.add(FaultCode::OutOfRange, &at, limits::OPEN_PROPOSALS, self.max_open);
        }
        if self.expires_after == Span::ZERO {
            let at = path.key("expires_after");
            faults.add(FaultCode::OutOfRange, &at, "a span longer than zero", "`0s`");
        }
    }
}

impl Default for ProposalRules {
    fn default() -> Self {
        Self::standard()
    }
}
