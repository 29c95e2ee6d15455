//! The practice behind the presets: how inside sales works, with its numbers. Pages to read, no code.
//!
//! # The Model in one minute
//!
//! Many Japanese companies that sell to other companies work by a pattern called *The Model* (ザ・モデル). No single
//! salesperson carries a customer from the first contact to the contract. Four specialised teams stand in a line
//! (分業), and each hands its result to the next:
//!
//! ```text
//!             MQL                    SQL + hand-over file              contract
//! marketing ───────▶ inside sales ──────────────────────▶ field sales ─────────▶ customer success
//!     ▲                 │    ▲ ▲                            │                          │
//!     └── not yet: ─────┘    │ └── outcome and reason ──────┘                          │
//!         nurture again      └─────────── a customer who may buy more ─────────────────┘
//! ```
//!
//! *Inside sales* (インサイドセールス) stands in the middle. It works by telephone, mail and video, finds out which
//! leads are worth a meeting, and passes them on with everything that it heard. What comes back counts as much as what
//! goes on. Nothing is dropped without a reason, and nobody who may buy later is forgotten.
//!
//! # Where the figures come from
//!
//! Five guides in which Japanese practitioners explain how to build inside sales on The Model. The figures are theirs;
//! the words are ours. A figure is an example of good practice, not a law: a host replaces any preset with its own.
//!
//! Where the crate needs a figure and no guide gives one, it has its own. The documentation of such a preset says
//! **ours**. A preset that says nothing of the kind has its figures from these pages.
//!
//! Every page ends with *In this crate*: which type or preset holds the figures, what in it is ours, and what is **not
//! built yet**. The examples are run as tests: a preset that changes without its page makes them fail.
//!
//! # The pages
//!
//! | page | what it answers | where it is used |
//! |---|---|---|
//! | [`roles`] | who does what, who hands what to whom? | [`Access`], [`Proposal`] |
//! | [`stages`] | which stages has a lead, what ends each? | [`StageKind`], [`TRANSITIONS`], [`ReasonsDraft`] |
//! | [`scoring`] | when does a lead become an MQL by itself? | [`ScoringDraft`] |
//! | [`qualification`] | what must be known before it is handed over? | [`QualificationDraft`] |
//! | [`handoff`] | what does the hand-over file hold? | [`HandoffDraft`] |
//! | [`service_levels`] | how fast must each side act? | not built yet |
//! | [`cadences`] | when is the next attempt, by which channel? | not built yet |
//! | [`assignment`] | whose lead is it, how many can a member handle? | [`Workload`]; no queue yet |
//! | [`pipeline`] | which stages has a deal, and how likely is it won? | [`PipelineDraft`], [`Pipeline`] |
//! | [`funnel`] | how many leads does a revenue target need? | [`Funnel::standard`], [`Funnel::back`] |
//! | [`indicators`] | what is measured, and what is normal? | [`KpiSheet`], [`Funnel::sdr`], [`Funnel::bdr`] |
//! | [`data_quality`] | one lead, one record; how is nurturing measured? | [`FieldCatalog`] |
//! | [`readiness`] | is the organisation ready, is it in trouble? | people only |
//! | [`evaluation`] | how are people judged and paid? | people only |
//! | [`models_and_meetings`] | inbound or outbound first, and which meetings? | people only |
//!
//! # Words
//!
//! | word | in full | what it is |
//! |---|---|---|
//! | MQL | marketing qualified lead | marketing says: sales should act |
//! | SQL | sales qualified lead | inside sales says: this should go ahead |
//! | SAO | sales accepted opportunity | field sales says: taken, we can propose something |
//! | MK, IS, FS, CS | marketing, inside sales, field sales, customer success | the four teams |
//! | SDR | sales development representative | inside sales for leads that come to us (反響型) |
//! | BDR | business development representative | inside sales for companies that we approach (新規開拓型) |
//! | ISR | inside sales representative | keeps relationships, supports closing |
//! | BANT | budget, authority, need, timeline | what a sales team asks of a lead |
//! | ICP | ideal customer profile (理想顧客像) | which companies we want |
//! | RACI | responsible, accountable, consulted, informed | who does it, answers for it, is asked, is told |
//! | SLA | service level agreement | how fast one team acts for another |
//! | KPI | key performance indicator | a number by which a team steers |
//! | MA, SFA, CTI | marketing automation, sales force automation, computer telephony | the tools around a CRM |
//! | ASP | average selling price (平均単価) | the average deal |
//! | LTV, CAC | lifetime value, customer acquisition cost | what a customer brings, and costs to win |
//! | SMB | small and medium-sized business | a small customer; a large one is an *enterprise* |
//!
//! [`Access`]: crate::access::Access
//! [`FieldCatalog`]: crate::values::FieldCatalog
//! [`Funnel::back`]: crate::planning::Funnel::back
//! [`Funnel::bdr`]: crate::planning::Funnel::bdr
//! [`Funnel::sdr`]: crate::planning::Funnel::sdr
//! [`Funnel::standard`]: crate::planning::Funnel::standard
//! [`HandoffDraft`]: crate::handoff::HandoffDraft
//! [`KpiSheet`]: crate::planning::KpiSheet
//! [`Pipeline`]: crate::deal::Pipeline
//! [`PipelineDraft`]: crate::deal::PipelineDraft
//! [`Proposal`]: crate::lead::Proposal
//! [`QualificationDraft`]: crate::qualification::QualificationDraft
//! [`ReasonsDraft`]: crate::recycle::ReasonsDraft
//! [`ScoringDraft`]: crate::scoring::ScoringDraft
//! [`StageKind`]: crate::StageKind
//! [`TRANSITIONS`]: crate::lifecycle::TRANSITIONS
//! [`Workload`]: crate::planning::Workload

// Each page is a file of documentation. It imports nothing, and nothing imports it.

#[doc(alias = "担当者割り当て")]
pub mod assignment;
#[doc(alias = "シーケンス")]
pub mod cadences;
#[doc(alias = "名寄せ")]
pub mod data_quality;
#[doc(alias = "評価制度")]
pub mod evaluation;
#[doc(alias = "逆算")]
pub mod funnel;
#[doc(alias = "引き渡し")]
#[doc(alias = "トスアップ")]
pub mod handoff;
#[doc(alias = "KPI")]
#[doc(alias = "商談化率")]
#[doc(alias = "有効商談率")]
pub mod indicators;
#[doc(alias = "会議体")]
pub mod models_and_meetings;
#[doc(alias = "パイプライン")]
#[doc(alias = "確度")]
pub mod pipeline;
#[doc(alias = "BANT")]
pub mod qualification;
#[doc(alias = "チェックリスト")]
pub mod readiness;
#[doc(alias = "役割分担")]
#[doc(alias = "RACI")]
pub mod roles;
#[doc(alias = "スコアリング")]
pub mod scoring;
#[doc(alias = "SLA")]
pub mod service_levels;
#[doc(alias = "ライフサイクルステージ")]
pub mod stages;
