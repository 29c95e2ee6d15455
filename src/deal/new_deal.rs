//! A deal that is to be opened.

use serde::{Deserialize, Deserializer, Serialize};

use crate::deal::error::DealError;
use crate::deal::line::{DealLine, total};
use crate::values::{Currency, Date, DealKey, Fields, List, PipelineName};

/// A deal to be opened with the hand-over.
///
/// Key and currency are enough to open it. Later stages and winning need more, by the standard pipeline at least one line
/// from the proposal on and an expected close from the quote on: it may be given here, or later by
/// [`Command::EditDeal`](crate::Command::EditDeal). A key serves once on a lead, also when the hand-over is rejected.
///
/// ```
/// use lead_lifecycle::deal::{DealLine, NewDeal};
/// use lead_lifecycle::values::{DealKey, List, ProductKey};
/// use lead_lifecycle::{Currency, Money};
/// let deal = NewDeal::new(DealKey::new("deal-1")?, Currency::JPY);
/// let in_yen = DealLine::new(ProductKey::new("crm")?, 1, Money::from_units(500_000, Currency::JPY)?)?;
/// let in_dollars = DealLine::new(ProductKey::new("crm")?, 1, Money::from_units(5_000, Currency::USD)?)?;
/// assert!(deal.clone().with_lines(List::one(in_yen)).is_ok());
/// let error = deal.with_lines(List::one(in_dollars)).unwrap_err();
/// assert_eq!(error.to_string(), "line 1 is in USD, the deal in JPY: write all lines in JPY");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewDeal {
    key: DealKey,
    currency: Currency,
    lines: List<DealLine>,
    expected_close: Option<Date>,
    fields: Fields,
    pipeline: Option<PipelineName>,
}

impl NewDeal {
    /// A deal of which nothing is known but its key and currency.
    #[must_use]
    pub const fn new(key: DealKey, currency: Currency) -> Self {
        Self { key, currency, lines: List::empty(), expected_close: None, fields: Fields::new(), pipeline: None }
    }

    /// The same deal with these lines.
    ///
    /// # Errors
    /// A line in another currency, a negative total, a total beyond the range of money.
    pub fn with_lines(self, lines: List<DealLine>) -> Result<Self, DealError> {
        total(&lines, self.currency)?;
        Ok(Self { lines, ..self })
    }

    /// The same deal with an expected day of closing.
    #[must_use]
    pub fn with_expected_close(self, date: Date) -> Self {
        Self { expected_close: Some(date), ..self }
    }

    /// The same deal with these fields.
    #[must_use]
    pub fn with_fields(self, fields: Fields) -> Self {
        Self { fields, ..self }
    }

    /// The same deal in this pipeline. Without one it goes to the default of the policy.
    #[must_use]
    pub fn with_pipeline(self, pipeline: PipelineName) -> Self {
        Self { pipeline: Some(pipeline), ..self }
    }

    /// The host's key.
    #[must_use]
    pub const fn key(&self) -> &DealKey {
        &self.key
    }

    /// The one currency of the deal.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The lines.
    #[must_use]
    pub const fn lines(&self) -> &List<DealLine> {
        &self.lines
    }

    /// The expected day of closing.
    #[must_use]
    pub const fn expected_close(&self) -> Option<Date> {
        self.expected_close
    }

    /// The fields.
    #[must_use]
    pub const fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The pipeline, if one is named.
    #[must_use]
    pub const fn pipeline(&self) -> Option<&PipelineName> {
        self.pipeline.as_ref()
    }
}

impl<'de> Deserialize<'de> for NewDeal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "NewDeal", expecting = "a table")]
        struct Raw {
            key: DealKey,
            currency: Currency,
            #[serde(default)]
            lines: List<DealLine>,
            #[serde(default)]
            expected_close: Option<Date>,
            #[serde(default)]
            fields: Fields,
            #[serde(default)]
            pipeline: Option<PipelineName>,
        }
        let Raw { key, currency, lines, expected_close, fields, pipeline } = Raw::deserialize(deserializer)?;
        let new = Self { expected_close, fields, pipeline, ..Self::new(key, currency) };
        new.with_lines(lines).map_err(serde::de::Error::custom)
    }
}
