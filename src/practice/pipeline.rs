//! The pipeline of deals (パイプライン): the stages of a deal, who owns each, and the chance to win (確度).
//!
//! # The stages
//!
//! | stage of the deal | owner | chance |
//! |---|---|---|
//! | appointment set (アポイント設定) | IS | 10 % |
//! | first meeting held (初回商談) | FS | 20 % |
//! | proposal (提案) | FS | 40 % |
//! | quote (見積) | FS | 60 % |
//! | closing (クロージング) | FS | 80 % |
//! | won (受注) | FS | 100 % |
//! | lost (失注) | FS or IS | 0 % |
//!
//! Each stage has fields that must be filled.
//!
//! # Deal and lead
//!
//! The deal is opened with the appointment; the lead is then an SQL. When the first meeting is held, the lead becomes
//! an Opportunity.
//!
//! # In this crate
//!
//! [`PipelineDraft::standard`] is the table. A checked [`Pipeline`] says what each stage needs, and
//! [`Pipeline::weighted`] multiplies the value of a deal by its chance (加重金額).
//!
//! ```
//! use lead_lifecycle::deal::Pipeline;
//! use lead_lifecycle::{Policy, Role};
//! let policy = Policy::standard();
//! let pipeline: &Pipeline = policy.pipelines().default().expect("the only one is the default");
//! let stages = pipeline.stages().iter();
//! let chances: Vec<_> = stages.map(|stage| (stage.name.as_str(), stage.probability.to_string())).collect();
//! let expected = [
//!     ("appointment_set", "10%"),
//!     ("first_meeting_held", "20%"),
//!     ("proposal", "40%"),
//!     ("quote", "60%"),
//!     ("closing", "80%"),
//! ];
//! assert_eq!(chances, expected.map(|(name, chance)| (name, chance.to_string())));
//!
//! // The first stage is inside sales', the others are field sales'.
//! assert!(pipeline.stages()[0].owners.contains(&Role::Sdr));
//! assert!(pipeline.stages()[1..].iter().all(|stage| stage.owners.iter().eq(&[Role::Fs])));
//! // The first meeting moves the deal to this stage, and makes the lead an Opportunity.
//! assert_eq!(pipeline.first_meeting().map(|stage| stage.as_str()), Some("first_meeting_held"));
//! ```
//!
//! Won and lost are no stages here. They end the deal ([`Command::Win`], [`Command::Lose`]), so their 100 % and 0 %
//! need no entry. A deal is opened by [`Command::Qualify`], in the same decision that makes the lead an SQL, and enters
//! [`Pipeline::first_meeting`] with the first meeting.
//!
//! A policy may have several pipelines, each with its own stages and chances: renewals begin at a better chance than
//! first sales do. The deal names its own ([`NewDeal::with_pipeline`]), or goes to the default of the policy; without a
//! default it has to name one. The standard policy has the one above. Where stages are written and no `first_meeting` is,
//! there is no first meeting to be held: field sales accepts, and the lead is an Opportunity.
//!
//! ```
//! use lead_lifecycle::Policy;
//! let text = r#"
//!     default_pipeline = "sale"
//!     [pipelines.sale]
//!     [[pipelines.renewal.stages]]
//!     name = "due"
//!     probability = "70%"
//! "#;
//! let policy = Policy::from_document(toml::Deserializer::parse(text)?)?;
//! let pipeline = |name: &str| policy.pipelines().get(&name.parse().unwrap()).unwrap();
//! assert_eq!(pipeline("sale").stages().len(), 5); // an empty table is the standard pipeline
//! assert_eq!(pipeline("renewal").stages()[0].probability.to_string(), "70%");
//! assert_eq!(pipeline("renewal").first_meeting(), None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Ours: which fields a stage needs (lines from the proposal on, an expected day of closing from the quote on), and
//! that stages may be skipped and gone back. A deal that skips a stage still needs what that stage needs, and so does
//! one that is won: the standard pipeline wins no deal without a line and an expected close.
//!
//! [`Command::Lose`]: crate::Command::Lose
//! [`Command::Qualify`]: crate::Command::Qualify
//! [`Command::Win`]: crate::Command::Win
//! [`NewDeal::with_pipeline`]: crate::deal::NewDeal::with_pipeline
//! [`Pipeline`]: crate::deal::Pipeline
//! [`Pipeline::first_meeting`]: crate::deal::Pipeline::first_meeting
//! [`Pipeline::weighted`]: crate::deal::Pipeline::weighted
//! [`PipelineDraft::standard`]: crate::deal::PipelineDraft::standard
