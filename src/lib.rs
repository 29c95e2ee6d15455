//! The life of a B2B lead — Lead → MQL → SQL → (SAO) → Opportunity → Customer, with recycling — as a pure domain model.
//!
//! A host brings storage, a clock and screens. This crate brings every decision about a lead: what is possible, what it leads to,
//! what is still missing, what time alone makes true — exact, replayable, and with reasons. There is no I/O in it, no clock, no
//! randomness, no floating point in a decision, and no panic that a value could reach.
//!
//! # One lead's life
//!
//! A [`Lifecycle`] holds the rules, as data: a [`Policy`], or a book of them, each in force from its own instant on. [`Policy::standard`] works as it is; a host's own is a [`PolicyDraft`] read from
//! TOML or JSON and checked as a whole.
//!
//! ```
//! use lead_lifecycle::*;
//! use lead_lifecycle::{deal::*, handoff::*, lead::*, lifecycle::*, qualification::*, recycle::*, values::*};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let lifecycle = Lifecycle::new(Policy::standard());
//! let start: Instant = "2026-04-01T09:00:00+09:00".parse()?;
//! let by = |role: Role, after: Span| -> Result<Context, TextError> {
//!     let actor = Actor::new(ActorId::new(&format!("{role}-1"))?, role);
//!     Ok(Context::new(start.saturating_add(after), actor))
//! };
//!
//! // A form is filled in: the first fact, and with it the lead.
//! let capture = Capture::new(LeadKey::new("lead-1")?, Origin::Inbound);
//! let decision = lifecycle.capture(&capture, &by(Role::System, Span::ZERO)?)?;
//! let mut history = decision.into_facts();
//! let mut lead = Lead::replay(&history)?;
//! assert_eq!(lead.stage().kind(), StageKind::Lead);
//!
//! // Two seminars, 15 points each (`practice::scoring`): the score reaches 30 and promotes. Nobody pressed a button.
//! for (number, day) in [("s-1", 1), ("s-2", 2)] {
//!     let activity = Activity::new(ActivityId::new(number)?, ActivityKind::new("seminar")?);
//!     let command = Command::RecordActivity { activity };
//!     let decision = lifecycle.decide(&lead, &command, &by(Role::System, Span::days(day))?)?;
//!     for fact in decision.facts() {
//!         lead.apply(fact)?;
//!     }
//!     history.extend(decision.into_facts());
//! }
//! assert_eq!(lead.stage().kind(), StageKind::Mql);
//! assert_eq!(history.last().map(Fact::kind), Some(FactKind::BecameMql));
//!
//! // Can it be handed to field sales? Everything that is missing comes at once, as data and in words.
//! let command: Command = Command::Qualify {
//!     handoff: Box::default(),
//!     deal: Box::new(NewDeal::new(DealKey::new("deal-1")?, Currency::JPY)),
//! };
//! let refusal = lifecycle.decide(&lead, &command, &by(Role::Sdr, Span::days(3))?).unwrap_err();
//! assert!(refusal.unmet.iter().any(|unmet| matches!(unmet, Unmet::Qualification(QualificationUnmet::Bar(_)))));
//! assert!(refusal.unmet.iter().any(|unmet| matches!(unmet, Unmet::Contact(ContactUnmet::NotConsented { .. }))));
//! assert!(refusal.unmet.iter().any(|unmet| matches!(unmet, Unmet::Handoff(HandoffUnmet::Incomplete(_)))));
//!
//! // Inside sales discards hope for now: back to nurturing, cooling, in the next cycle.
//! let reason = Reason::new(ReasonCode::new("timing")?, None);
//! let decision = lifecycle.decide(&lead, &Command::Recycle { reason, until: None }, &by(Role::Sdr, Span::days(3))?)?;
//! for fact in decision.facts() {
//!     lead.apply(fact)?;
//! }
//! assert_eq!((lead.stage().kind(), lead.cycle().number()), (StageKind::Lead, 2));
//!
//! // Time alone ends the cooling: the host sets its timer, and however late it looks, the instant is the same.
//! let wake = lifecycle.next_wake(&lead)?.expect("it is cooling").at;
//! let much_later = by(Role::System, Span::days(400))?;
//! let decision = lifecycle.decide(&lead, &Command::CheckClock, &much_later)?;
//! assert_eq!(decision.facts()[0].kind(), FactKind::CoolingEnded);
//! assert_eq!(decision.facts()[0].envelope.effective_at, wake);
//! # Ok(())
//! # }
//! ```
//!
//! The examples go on from here: `quickstart`, `daily_work` (the day of a BDR, of field sales and of customer success),
//! `late_story` (April typed in in May), `custom_policy`, `policy_rollout`, `corrections` (mistakes are taken back), `service_levels`, `measuring`, `recycling`, `assistant_proposals`, `scoring`, and `examples/crm`, a
//! small but real host over `SQLite`. Whoever builds the crate into a program with a database begins at [`embedding`]: ten things to get
//! right, the first two hours, and a page for each of storing, transactions, timers, policies, measuring, erasure, keys and upgrades.
//!
//! # How data flows
//!
//! ```text
//! PolicyDraft (TOML, JSON) --check--> Policy --> PolicyBook -+
//!                                                            v
//! Command + Context (who, when) + &Lead ----> Lifecycle::decide ----> Decision { expected_revision, facts } | Refusal { unmet }
//!                                                                          |
//!                        the host stores the facts, all or none <----------+
//!                                                           |
//!                                                           v
//!                                        Lead::apply(&fact), Lead::replay(facts)  (no policy, no rule)
//! ```
//!
//! Deciding reads and changes nothing; applying changes and decides nothing. Facts are the truth, a [`Lead`] is their fold, and a
//! snapshot of it is bounded by the policy, never by history. A mistake is healed by one more fact:
//! [`Lifecycle::take_back`] reads the history and answers with it, and [`counted`](lead::counted) is the view of what counts.
//!
//! # Two times, and the clock
//!
//! `recorded_at` never decreases on a lead; `effective_at` is when it happened, or the civil day when no more is known. A story that is
//! typed in late keeps its own dates: a turn (a change of stage, an acceptance, a meeting held, a deal move, the end of a contract, a
//! purchase) may be dated back to the newest turn of the cycle, [`Cycle::turned_at`](lead::Cycle::turned_at), and as far as the policy
//! lets anybody tell. Guards judge what is known now, as old as it was then. Deadlines run from the telling. What a rule makes of late
//! news takes effect when it is recorded and carries the instant of its grounds; a turn that lies between the two pulls the milestone
//! back to the grounds. Nothing late changes a turn that is recorded.
//! Every decision first emits what time alone has made true since, in the order of instants; [`Lifecycle::next_wake`] says when that
//! will be the case next, or what waits on the lead changes.
//!
//! # Rooms
//!
//! Imports run downwards only, between rooms and between the files of a room; doors are closed (`pub(super)`), but for
//! a handful that stand on a list with their reasons. `tests/architecture` holds the lists and fails on a climb, a
//! circle, an open door, a sentence outside `wording` and a name at the root that is not on its list.
//!
//! | room | floor | job | what it must not know |
//! |---|---|---|---|
//! | `testing` | 8 | given–when–then for a host's own policies (feature `testing`) | – |
//! | [`wording`] | 7 | every sentence that a person at a screen reads | how anything is decided |
//! | [`insight`] | 6 | what leads say together: lines, funnels, flows, times, money | policies |
//! | [`lifecycle`] | 5 | the book of policies, the table of transitions, deciding, taking back, merging, the clock, agenda, outlook, proposals, backfill | a sentence |
//! | [`lead`] | 4 | commands, facts, the fold, redaction | a policy: applying holds no rule |
//! | [`policy`] | 3 | the draft, its check, lints, presets | a lead |
//! | [`scoring`] | 2 | tags, points, the score, why, and when it crosses; seven rooms of its own | a lead |
//! | [`qualification`], [`handoff`], [`deal`], [`recycle`], [`access`] | 2 | one rule each, with its part of the policy | each other |
//! | [`sla`] | 2 | service levels: clocks, their deadlines, holds and escalations | a lead |
//! | [`planning`] | 2 | from a revenue target back to leads, people and months, with the odds; exact fractions | policies, leads |
//! | `document` | 1 | reads a document into a value, with every fault and its place | policies |
//! | [`calendar`] | 1 | zones, civil readings, working time, business days | what the time is for |
//! | `condition` | 1 | conditions on typed fields: as written, checked, asked | who asks |
//! | [`values`] | 0 | values that check themselves, vocabularies, limits, faults | everything else |
//! | [`practice`] | – | the facts and figures behind the presets: documentation only | – |
//! | [`embedding`] | – | how to build the crate into a CRM: documentation only | – |
//!
//! What is absent holds the house together: no clock, no I/O, no randomness anywhere; no rule in the fold; no state in a
//! policy; no policy in what a lead keeps for scoring; no sentence in a verdict; no second list of what is possible
//! beside [`TRANSITIONS`](crate::lifecycle::TRANSITIONS); no way to a fact but through a case of which nothing is unmet.
//!
//! `#[non_exhaustive]` follows one rule. It stands on enums whose list is sure to grow (errors, faults, lints, facts, unmet
//! conditions, what a rule or a reason may be), and on structs that the crate makes, hosts only read and later versions
//! add to (reports and their parts). It never stands on a struct that a host builds by literal, nor on a closed list
//! that a host must handle completely to be right (stages, standings, roles): there, one more is a new major version.
//!
//! Where this differs from the first design, and what it left open:
//!
//! - The permission matrix is a room of its own below the policy (`access`), because the policy holds it and nothing imports upwards.
//! - A stage has no separate "armed" flag: being at Lead is being armed.
//! - Of versions that came into force before the newest fact of a lead, only the newest is adopted: those between never ruled it. What is
//!   due by the clock under a new version takes effect at the adoption at the earliest.
//! - A promotion by score is `new` to stock by when the activity happened, not by when it was told: a history that is loaded after an import
//!   promotes nobody. A day before which stock is not promoted holds whatever happens until then.
//! - Only an MQL that its score promoted is demoted by its score: what a person judged, or the lead asked for, no decay takes back.
//! - A clock fact never takes effect before the newest fact that was recorded: a recycle of April that is told in December ends its
//!   cooling in December at the earliest. Time acts in its own name, as the actor `clock`.
//! - A meeting that the lead books itself at Lead promotes it as a hand-raise, answered by the appointment in the same decision.
//! - A hand-raise keeps its first and its newest open instant: an answer between the two, told late, leaves the newest.
//! - The end of a contract beside the open cycle is bound by when that contract was signed, not by the turns of the cycle.
//! - Several pipelines without a default are legal: a deal that does not name its own is then refused, not the policy.
//! - A version that a book does not have is newer if it came after the one in force there at the newest fact of the lead: so a version that
//!   was put before a planned one is newer too, and nobody is told to adopt past it. What the host itself does about the policy, adopting
//!   and counting again, is of now and cannot be dated back.
//! - An MQL that `from_adoption` spares is demoted again from when its score is at the exit or over it, as it is known then: that is a fact,
//!   `sparing_ended`, because what is kept now no longer says what the score was. A deal whose stage has another name has not moved.
//! - Which rules kept too little for a new policy is a question of the policies, so [`Lifecycle::thin_rules`] answers it; the fact of
//!   the adoption holds that there are some. A recount brings the occurrences of tags only: what the profile meets and what recycles did,
//!   the fold knows without a policy.
//! - A search for a crossing of the score is exact for a stated number of steps and goes on in strides then, which it tells: with roundings
//!   of every rule, sums of many fading rules have no shorter way, and no call may run for minutes.
//! - Taking back: what rules made is judged as of its own instant, on what had been recorded before it and counts, under the version that
//!   made it. A promotion by score holds where that version would have made it, whatever news set it off; one by a hand-raise falls with
//!   the hand-raise, and another one that waits makes it anew. A demotion or a recycling on whose strength people went on stays too, and is
//!   not called hollow. An own fact that is corrected by telling again may be named where it has nothing left to stand on, or a hand-over with an
//!   edited deal could never be taken back. The fact says apart what was named and what fell, and up to which revision it looked.
//! - What a policy declares no reasons for may be taken back for any.
//! - Merging: what a merged lead brings is a part of its own (`ContributionPart`), tagged as it was tagged there; folding unites the parts, and splitting
//!   folds again without them, judged like taking back. Answers unite like the profile. An erased lead is merged only into an erased one,
//!   because the person is the same. A merge moves no proposal, postponement, appointment or owner: notes name what is left. A contract may
//!   be in force at every living stage. A news of a merged lead is taken back where it was recorded, and each survivor gets a fact with what
//!   the lead brings now (`contribution_corrected`). What was taken back at one of two leads and stands at the other counts.
//! - Importing: a row is one round of a lead, so the first one captures it and further ones open its cycles. What has no place goes into a fact of its
//!   own (`left_over`), because a note alone can be lost. An imported lead waits for something new even where the version in force says nothing of
//!   stock; only a version that says `at_once` promotes it. What was recycled keeps what it had earned: the policy was not in force then. A merge
//!   of the other system is a step without a contribution: the lead that took it in came with the data. A line of a deal may have no amount. Keys that the crate makes for deals and contracts of a further cycle are `KEY#2`; `KEY/2` is a further lead.
//! - Zones: a policy names one and holds its transitions, so a policy that is checked with the feature `tz` holds more than was written: store
//!   [`Policy::draft`]. Spans of whole days of a rule (staleness, the age of answers, cooling) are civil days: the same time on the clocks;
//!   windows and decay of a score are elapsed time. Periods that are no whole days are counted from Monday 1970-01-05 at the earliest offset of
//!   the zone. A lead whose version has the same `since` and another fingerprint is told the zones by name: which rule differs, a print cannot say.
//! - Working time: what lies between two closings counts from sums, not from a walk, so that no question takes longer the further it reaches.
//!   Going back, [`Calendar::subtract`](calendar::Calendar::subtract) gives the earliest instant too.
//! - Service levels: a fact of clocks says every run that is otherwise as a whole, so that folding replaces and holds no rule. A run is
//!   known by the fact that began it, its revision: that is the same whatever is taken back. What is said anew after a correction is one more
//!   `clocks_changed`; an older run whose end is taken back is left without one. A breach that was told stays in the history; it is withdrawn by a fact
//!   where later news shows that it was none, and falls only with the run. Imported steps start clocks like the facts that they
//!   stand for, at the import. A clock that a new version does not have is retired; what holds a clock follows the version in force. An
//!   MQL for which a clock asks for an attempt is not listed as a first contact besides.
//! - Measuring: a line holds no text of people and no field that the policy holds for personal: reports cannot be split by those. Imported steps are
//!   placed where the legacy system told them, also where the order had to be made possible: what ended before it began is listed, not counted. Imported lives enter
//!   survival at the import or, where the import brought ended ones too, at their beginning: only the host knows which. What was signed is what was won;
//!   later amendments are of the present customer. A deal of two leads ends when either claim of it was won. Names of a report's slices are texts.
//! - Scores are tagged anew where more than one version tagged them; under one, folding comes to the same and is not done twice.
//! - Hand-raises have a memory of their own beside the two of activities, so that nothing pushes them out.
//! - What a host names is told apart by 128 bits or by itself; the fingerprint of 64 bits is left for the names of a policy, which its
//!   check tells apart.
//! - The special functions of the odds live in `planning`: no statistics crate without `std` is light enough, and their accuracy is
//!   tested against golden vectors.
//!
//! # What it does not do
//!
//! No storage, network, threads, logging or screens. No holidays inside the crate, and no table of zones without the feature `tz`: both are
//! data of a policy. Cadences and assignment come later and stand on these rooms.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod access;
pub mod calendar;
mod condition;
pub mod deal;
mod document;
pub mod embedding;
pub mod handoff;
pub mod insight;
pub mod lead;
pub mod lifecycle;
pub mod planning;
pub mod policy;
pub mod practice;
pub mod qualification;
pub mod recycle;
pub mod scoring;
pub mod sla;
#[cfg(feature = "testing")]
pub mod testing;
pub mod values;
pub mod wording;

pub use lead::{Actor, Capture, Command, Fact, FactBody, FactKind, Lead};
pub use lifecycle::{Context, Decision, Lifecycle, Refusal, Unmet};
pub use policy::{Policy, PolicyDraft};
pub use values::{ActorId, Currency, Date, Faults, Instant, LeadKey, Money, Origin, Role, Span, StageKind};

/// The README's Rust blocks are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
