//! Why a row of a legacy system cannot be taken over.

use core::fmt;

use crate::lifecycle::BackfillError;
use crate::wording::pipelines::{pipeline_needed, unknown_pipeline};
use crate::wording::words::{Told, Words, displayed};

displayed!(BackfillError);

impl Told for BackfillError {
    fn tell(&self, words: Words<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Order { earlier, before, later, at } => write!(
                f,
                "{later} at {} lies before {earlier} at {}: correct the row, or let the mapping clamp",
                words.moment(*at),
                words.moment(*before)
            ),
            Self::LostTooEarly { earlier, before, at } => write!(
                f,
                "the row was lost at {}, before {earlier} at {}: correct the row, or let the mapping clamp",
                words.moment(*at),
                words.moment(*before)
            ),
            Self::Future { step, at, import } => {
                write!(f, "{step} at {} lies after the import at {}", words.moment(*at), words.at(*import))
            }
            Self::Currency { deal, won } => write!(f, "the deal is in {deal}, what was won in {won}"),
            Self::Steps => f.write_str("the steps of the row do not follow from each other"),
            Self::WonAndLost => f.write_str("the row reports the milestone `won` and ends otherwise"),
            Self::Deal(error) => write!(f, "deal: {}", words.of(error)),
            Self::Contract(error) => write!(f, "contract: {error}"),
            Self::Key(error) => write!(f, "deal key: {error}"),
            Self::UnknownPipeline { pipeline, suggestion } => unknown_pipeline(f, pipeline, suggestion.as_deref()),
            Self::PipelineNeeded { known } => pipeline_needed(f, known),
            Self::DealStage { stage, first_meeting: Some(mark) } => {
                write!(f, "the pipeline has no stage `{stage}` at or after the first meeting, which is `{mark}`")
            }
            Self::DealStage { stage, first_meeting: None } => write!(f, "the pipeline has no stage `{stage}`"),
        }
    }
}
