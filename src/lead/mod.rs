//! The lead (リード): what can be asked of it, what happened to it, and what that comes to.
//!
//! | question | answer |
//! |---|---|
//! | what can be asked of a lead? | [`Command`], and [`Capture`] for a new one |
//! | what may an assistant propose? | [`Proposable`], in a [`Propose`] |
//! | what happened, when, by whom, under which policy? | [`Fact`]: its [`Envelope`] and its [`FactBody`] |
//! | how do facts become a lead? | [`Lead::replay`], [`Lead::apply`], [`Lead::apply_all`] |
//! | where is the lead, and what does it have there? | [`Lead::stage`] → [`Stage`] |
//! | what of this cycle, and of the whole life? | [`Lead::cycle`] → [`Cycle`], [`Lead::totals`] → [`Totals`] |
//! | which steps of the funnel were reached, and when? | [`Cycle::milestones`] → [`Milestones`] |
//! | which contracts are in force? | [`Lead::customer`] → [`Customer`] |
//! | does a hand-raise wait for an answer? | [`Lead::hand_raise`] → [`HandRaise`] |
//! | is the lead put off, and until when? | [`Cycle::postponement`] → [`Postponement`] |
//! | whose is it, and whose is its deal? | [`Cycle::owner`], [`Cycle::team`], [`Deal::owner`](crate::deal::Deal::owner) |
//! | when did it, or the cycle, begin; what was tried? | [`Cycle::opened_at`], [`Cycle::attempts`] |
//! | how do I correct what the form said? | [`Command::EditCapture`] with a [`CaptureEdit`] |
//! | how is it given to somebody else? | [`Command::Assign`], with [`TeamChange`] and [`DealOwner`] |
//! | was this activity counted before? | [`Lead::memory`] → [`ActivityMemory::recall`] |
//! | why does a history not fold? | [`ReplayError`], [`ApplyError`], [`Misfit`] |
//! | which facts count, where corrections were made? | [`counted`] → [`Counted`], [`counted_with`] the lead; quickly, without places: [`that_count`] |
//! | which facts are all clicks of that mail? | [`select`] with a [`Filter`] |
//! | what did a correction take back? | [`TakenBack`]; [`Refold`] folds a history without some of its facts |
//! | which leads became one with it, and where was the person met first? | [`Lead::absorbed`] → [`Absorbed`], [`Lead::first_touch`] |
//! | how is a person erased? | [`Command::Redact`], then [`Fact::redact`] with [`Lead::erasure`]: see [`Erasure`] |
//!
//! A lead is exactly the fold of its facts. Folding needs no policy and holds no rule: it checks structure, and leaves
//! a lead as it was when a fact does not fit. A stored [`Lead`] is a snapshot, bounded by the policy and never by
//! history; one whose parts contradict each other is refused when it is read.
//!
//! ```
//! use lead_lifecycle::{Actor, Capture, Context, Fact, Lead, Lifecycle, Origin, Policy, Role};
//! use lead_lifecycle::lead::ReplayError;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let lifecycle = Lifecycle::new(Policy::standard());
//! let system = Context::new("2026-04-01T09:00:00+09:00".parse()?, Actor::new("web-form".parse()?, Role::System));
//! let decision = lifecycle.capture(&Capture::new("lead-1".parse()?, Origin::Inbound), &system)?;
//!
//! // What a host stores, it reads again: facts, or the snapshot that they come to.
//! let stored = serde_json::to_string(decision.facts())?;
//! let facts: Vec<Fact> = serde_json::from_str(&stored)?;
//! let lead = Lead::replay(&facts)?;
//! let snapshot = serde_json::to_string(&lead)?;
//! assert_eq!(serde_json::from_str::<Lead>(&snapshot)?, lead);
//! assert_eq!(lead.revision(), 1);
//!
//! // A lead begins once: the same fact a second time does not fit.
//! let twice = Lead::replay(facts.iter().chain(&facts)).unwrap_err();
//! assert!(matches!(twice, ReplayError::Fact { number: 2, .. }));
//! assert!(matches!(Lead::replay([]), Err(ReplayError::Empty)));
//! # Ok(())
//! # }
//! ```
//!
//! Only the files of `fold` write a lead; what a cycle, a stage or a memory lets be changed stands beside it. The words
//! of facts are in [`wording`](crate::wording).

mod absorbed;
mod activity_memory;
mod actor;
mod adoption;
mod anchors;
mod apply_error;
mod appointment;
mod assignment;
mod attempts;
mod attribution;
mod capture;
mod capture_edit;
mod captured;
mod cause;
mod clocks_changed;
mod command;
mod consents;
mod contribution;
mod contribution_corrected;
mod contributions;
mod customer;
mod cycle;
mod deal_keys;
mod deal_move;
mod ending;
mod envelope;
mod erasure;
mod fact;
mod first_touch;
mod fold;
mod hand_raise;
mod handoff_record;
mod held_contract;
mod imported_step;
mod known_elsewhere;
mod left_over;
mod milestones;
mod misfit;
mod postponement;
mod profile_change;
mod proposal;
mod recount;
mod redact;
mod replay_error;
mod revisions;
mod sections;
mod select;
mod split;
mod stage;
mod stage_clocks;
mod taken_back;
mod taken_back_ids;
mod totals;
mod trigger;
mod undone;

pub use crate::values::FactKind;
pub use absorbed::{Absorbed, AbsorbedLead};
pub use activity_memory::{ActivityMemory, ActivityWeight, Recall};
pub use actor::Actor;
pub use adoption::{Adoption, PromoteStock, StockTerms};
pub use anchors::Anchors;
pub use apply_error::ApplyError;
pub use appointment::{Appointment, BookedBy, MeetingKind};
pub use assignment::{DealOwner, TeamChange};
pub use attempts::Attempts;
pub use attribution::Attribution;
pub use capture::Capture;
pub use capture_edit::{AttributionEdit, CaptureEdit};
pub use captured::Captured;
pub use cause::{Because, Cause};
pub use clocks_changed::ClocksChanged;
pub use command::{
    Attempt, Command, CommandOf, Meeting, MeetingResult, MissedBy, Nested, NestedProposal, Proposable, Propose, Reply,
};
pub use consents::{Consent, Consents};
pub use contribution::{ContributionPart, MergedFrom};
pub use contribution_corrected::ContributionCorrected;
pub use contributions::Contributions;
pub use customer::Customer;
pub use cycle::Cycle;
pub use deal_move::DealMove;
pub use ending::{Ending, NextCycle};
pub use envelope::{Envelope, FactId, FactIdError, SCHEMA};
pub use erasure::Erasure;
pub use fact::{Fact, FactBody};
pub use first_touch::FirstTouch;
pub use fold::{Counted, Lead, Place, Refold, counted, counted_with, hollow, standing, that_count};
pub use hand_raise::HandRaise;
pub use handoff_record::{Acceptance, HandoffFile, HandoffRecord, Heard};
pub use held_contract::HeldContract;
pub use imported_step::{ImportedOpening, ImportedStep};
pub use left_over::LeftOver;
pub use milestones::{MilestoneBasis, MilestoneCounts, MilestoneMark, Milestones};
pub use misfit::Misfit;
pub use postponement::{Postponement, PutOffBy};
pub use profile_change::{FieldWrite, ProfileChange};
pub use proposal::Proposal;
pub use recount::{Recount, Recounting};
pub use replay_error::ReplayError;
pub use revisions::Revisions;
pub use sections::Sections;
pub use select::{Filter, select, select_soon_after};
pub use split::Split;
pub use stage::Stage;
pub use stage_clocks::{StageClock, StageClocks};
pub use taken_back::TakenBack;
pub use taken_back_ids::TakenBackIds;
pub use totals::Totals;
pub use trigger::Trigger;
