//! Deciding (ライフサイクル): what may happen to a lead, what then happens, and what time alone makes true.
//!
//! | question | answer |
//! |---|---|
//! | a new lead: what are its first facts? | [`Lifecycle::capture`] |
//! | may this command be done, and what are its facts? | [`Lifecycle::decide`] → [`Decision`] or [`Refusal`] |
//! | what stands in the way, for counting and for people? | [`Unmet::code`], its `Display` |
//! | which buttons are open to this actor? | [`Lifecycle::outlook`] → [`CommandOutlook`] |
//! | why was this lead not promoted? | [`Lifecycle::promotion`] → [`PromotionReport`] |
//! | nothing was refused: is there something to know? | [`Decision::notes`] |
//! | what waits, for whom, by when, and what settles it? | [`Lifecycle::agenda`] → [`AgendaItem`]; of many leads [`Lifecycle::agenda_of`] → [`Agenda`] |
//! | whom do I tell, when people are away? | [`AgendaItem::addressee`], of the [`Member`]s that there are; what nobody owns: [`Agenda::unowned`] |
//! | when must I look again? | [`Lifecycle::next_wake`], the command `check_clock` then, and [`Lifecycle::next_wake_after`] |
//! | nothing waits: what may be done? | [`Lifecycle::outlook`] again: an empty agenda is normal |
//! | it happened days ago, or only the day is known? | [`Context::with_effective_at`]; how far back, the policy says |
//! | who could do what this actor may not? | [`AccessUnmet`] → [`Permitted`] |
//! | what is the score, and why? | [`Lifecycle::score`], [`Lifecycle::explain`] |
//! | when will the score cross a threshold? | [`Lifecycle::crosses_at`] |
//! | how do I take over leads of a legacy system? | [`Lifecycle::import`] with a [`LegacyRow`] |
//! | how do I roll out a policy, and roll it back? | [`PolicyBook`], with a guide; [`Version`], [`StockRules`] |
//! | what would it do, and to whom? | [`preview`], [`preview_counted`] → [`PolicyPreview`] |
//! | something was a mistake: how is it taken back? | [`Lifecycle::take_back`] with a [`TakeBack`] (with a guide) and a [`Past`] |
//! | what would that change? | [`Lifecycle::correction`] → [`Correction`]; over many leads: [`Corrections`] |
//! | two leads are one person: how do they become one, and two again? | [`Lifecycle::merge`] (with a guide), [`Lifecycle::split`] → [`Together`] |
//! | does the book know the lead's version? | [`Lifecycle::governs`], [`PolicyGap`] |
//! | the score has to be counted again: how? | [`Lifecycle::recount`], [`Lifecycle::thin_rules`] |
//! | may a stored state be scored in bulk? | [`Lifecycle::scoring_at`] → [`ScoreNeeds`] |
//! | how do I store decisions, set timers, retry, erase? | [`embedding`](crate::embedding) |
//! | which command is possible where? | [`TRANSITIONS`], [`transition`] |
//!
//! A [`Lifecycle`] holds a book of policies, mostly of one, and nothing else. It reads a lead and answers with facts; it changes nothing, and
//! what it answers depends on nothing but its arguments. A host stores the facts, all or none, and applies them.
//!
//! ```
//! use lead_lifecycle::{Actor, Capture, Command, Context, Lead, Lifecycle, Origin, Policy, Role, StageKind};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let lifecycle = Lifecycle::new(Policy::standard());
//! let system = Context::new("2026-04-01T09:00:00+09:00".parse()?, Actor::new("web-form".parse()?, Role::System));
//! let decision = lifecycle.capture(&Capture::new("lead-1".parse()?, Origin::Inbound), &system)?;
//! let mut lead = Lead::replay(decision.facts())?;
//!
//! // Marketing judges that it is worth a call.
//! let marketing = Context::new("2026-04-01T10:00:00+09:00".parse()?, Actor::new("tanaka".parse()?, Role::Mk));
//! let decision = lifecycle.decide(&lead, &Command::Promote { note: None }, &marketing)?;
//! lead.apply_all(decision.facts())?;
//! assert_eq!(lead.stage().kind(), StageKind::Mql);
//!
//! // To accept it is not for marketing, and not possible here: both are said at once.
//! let refusal = lifecycle.decide(&lead, &Command::Accept, &marketing).unwrap_err();
//! let codes: Vec<_> = refusal.unmet.iter().map(|unmet| unmet.code()).collect();
//! assert_eq!(codes, ["permission", "stage"]);
//! # Ok(())
//! # }
//! ```
//!
//! **One table.** Which command is possible at which stage, what guards it and where it may lead is one list,
//! [`TRANSITIONS`]. Deciding, the outlook, the diagram and the committed matrix read it.
//!
//! **Already so is no error.** A command that is possible where the lead is, and whose outcome is already true, yields no
//! fact of its own. What the stage rules out is refused all the same: `promote` of an MQL, say.
//!
//! **Words are elsewhere.** Decisions, refusals, outlooks and agendas are data, all `Serialize`; their default words
//! are in [`wording`](crate::wording).
//!
//! **What it does not do.** It stores nothing, reads no clock and knows no working hours.
//!
//! # How the room is built
//!
//! From the ground up: what goes in and out (`context`, `decision`, `unmet`, `refusal`), the versions of the policy (`book`), the one table (`transition`,
//! `move_reason`), how facts come about (`mint`, `fact_chain`, `cleared`, `case`), what commands have in common
//! (`preconditions`, `permission`, `reasons`, `profile_change`), the commands themselves (`intake`, `inside_sales`,
//! `field_sales`, `ending`, `upkeep`, `proposals`), the judge over them (`guard`, `judge`), time (`clock`), taking back (`correct`), merging and
//! splitting (`merge`), and at the top what a host asks of a [`Lifecycle`].

mod adoption;
mod agenda;
mod appointments;
mod backfill;
mod book;
mod capture;
mod case;
mod cleared;
mod clock;
mod clocks;
mod context;
mod contracts;
mod correct;
mod decide;
mod decision;
mod ending;
mod fact_chain;
mod field_sales;
mod guard;
mod inside_sales;
mod intake;
mod judge;
mod lifecycle;
mod merge;
mod mint;
mod move_reason;
mod note;
mod outlook;
mod permission;
mod policy_preview;
mod preconditions;
mod preview;
mod profile_change;
mod proposals;
mod ready;
mod reasons;
mod recount;
mod refusal;
mod rights;
mod scores;
mod sets_off;
mod transition;
mod unmet;
mod upkeep;
mod virtually;
mod wake;
mod way;

pub use agenda::{Agenda, AgendaItem, AgendaKind, AgendaReason, Member, Severity, addressee};
pub use backfill::{
    BackfillError, BackfillRules, LegacyActivity, LegacyChange, LegacyChurn, LegacyEnd, LegacyMove, LegacyRow,
    LegacyState, LegacyStep, OrderPolicy,
};
pub use book::{DealMapping, PolicyBook, PolicyGap, StockDecline, StockPromotion, StockRules, Version};
pub use context::Context;
pub use correct::{Correction, Corrections, Instead, Leads, Past, TakeBack, TakeBackError, Unmade};
pub use decision::Decision;
pub use lifecycle::Lifecycle;
pub use merge::{MergeError, OfLead, Together};
pub use move_reason::MoveReason;
pub use note::{Left, Note};
pub use outlook::{CommandOutlook, Obstacle, PromotionReport};
pub use policy_preview::{PolicyPreview, PreviewNames};
pub use preview::{DealMoved, LeadPreview, preview, preview_counted, preview_kept};
pub use ready::ScoreNeeds;
pub use recount::RecountError;
pub use refusal::Refusal;
pub use transition::{Earliest, Guard, StageMove, TRANSITIONS, Transition, transition};
pub use unmet::{
    AccessUnmet, ContactUnmet, ContractUnmet, CorrectionUnmet, DealUnmet, FactAt, HandoffUnmet, IntakeUnmet, LeadUnmet,
    MergeUnmet, Permitted, ProposalUnmet, QualificationUnmet, RoomFor, TimeUnmet, Unmet, Way,
};
pub use wake::Wake;
