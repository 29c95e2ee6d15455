//! Deals (商談), contracts (契約), and the pipelines (パイプライン) that deals move along.
//!
//! | question | answer |
//! |---|---|
//! | how do I describe a pipeline? | [`PipelineDraft`], of [`DealStage`]s with their [`DealItem`]s |
//! | which pipelines does the policy have, and which is the default? | [`Pipelines`], checked |
//! | which pipeline does a new deal go to? | [`Pipelines::resolve`], or [`NoPipeline`] |
//! | which pipeline is a deal in, and how likely is it won? | [`Pipelines::of`], [`Pipelines::probability`] |
//! | what is a deal worth, and what times its chance? | [`Deal::value`], [`Pipelines::weighted`] |
//! | what is opened with a hand-over? | [`NewDeal`], which becomes a [`Deal`] |
//! | what is still missing for a stage, or for winning? | [`Pipeline::missing_for`], [`Pipeline::missing_to_win`] |
//! | where may a deal go? | [`Pipeline::kind_of_move`] → [`MoveKind`], and [`Allowance`] |
//! | where does the first meeting put it? | [`Pipeline::first_meeting`]; none: it stays |
//! | how is a deal changed? | [`DealEdit`], by a fact |
//! | why is a deal, a line or an edit not accepted? | [`DealError`] |
//! | what was sold, and until when? | [`Contract`] |
//!
//! A deal belongs to one pipeline. The stages of another are unknown to it, whatever they are called.
//!
//! ```
//! use lead_lifecycle::deal::{Deal, DealLine, NewDeal};
//! use lead_lifecycle::values::{DealKey, List, ProductKey};
//! use lead_lifecycle::{Currency, Money, Policy};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let text = r#"
//!     default_pipeline = "sale"
//!     [[pipelines.sale.stages]]
//!     name = "quote"
//!     probability = "40%"
//!     [[pipelines.renewal.stages]]
//!     name = "due"
//!     probability = "70%"
//! "#;
//! let policy = Policy::from_document(toml::Deserializer::parse(text)?)?;
//! let pipelines = policy.pipelines();
//!
//! let line = DealLine::new(ProductKey::new("crm")?, 1, Money::from_units(1_000_000, Currency::JPY)?)?;
//! let new = NewDeal::new(DealKey::new("deal-1")?, Currency::JPY).with_lines(List::one(line))?;
//! let new = new.with_pipeline("renewal".parse()?);
//! let (name, renewal) = pipelines.resolve(new.pipeline()).expect("the policy has it");
//! let deal = Deal::open(&new, name, renewal.opening(), "2026-04-01T09:00:00+09:00".parse()?);
//! assert_eq!(pipelines.weighted(&deal).map(|value| value.to_string()).as_deref(), Some("JPY 700,000"));
//! assert!(renewal.position(&"quote".parse()?).is_none());
//! # Ok(())
//! # }
//! ```
//!
//! To add a field to deals, begin at [`Deal`].

mod allowance;
mod contract;
mod deal;
mod draft;
mod edit;
mod error;
mod item;
mod line;
mod move_kind;
mod new_deal;
mod no_pipeline;
mod pipeline;
mod pipelines;
mod stage;

pub use allowance::Allowance;
pub use contract::{Contract, ContractError};
pub use deal::Deal;
pub use draft::PipelineDraft;
pub use edit::{DealEdit, Edit};
pub use error::DealError;
pub use item::DealItem;
pub use line::DealLine;
pub use move_kind::MoveKind;
pub use new_deal::NewDeal;
pub use no_pipeline::NoPipeline;
pub use pipeline::Pipeline;
pub use pipelines::Pipelines;
pub use stage::DealStage;
