//! The funnel: an entry, and steps with the rate at which each is reached from the one before.

use alloc::sync::Arc;
use alloc::vec::Vec;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::planning::bounds;
use crate::planning::exact::{Fraction, Meter};
use crate::planning::plan_error::PlanError;
use crate::planning::step_rate::StepRate;
use crate::values::StepName;

/// A step of a funnel, and the rate at which it is reached from the one before.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
pub struct Step {
    /// Its name.
    pub name: StepName,
    /// The share of the step before that reaches this one.
    pub rate: StepRate,
}

impl Step {
    /// A step with its name and rate.
    ///
    /// ```
    /// use lead_lifecycle::planning::Step;
    /// use lead_lifecycle::values::StepName;
    /// let sql = Step::new(StepName::new("sql")?, "25%".parse()?);
    /// assert_eq!(sql.rate.to_string(), "25%");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub const fn new(name: StepName, rate: StepRate) -> Self {
        Self { name, rate }
    }
}

/// A funnel (ファネル): an entry, and the steps after it in order, each with a rate. There may be 1 to 64 steps, and no
/// name stands twice.
///
/// A funnel is read from a document or made by [`new`](Self::new). Four are there to begin with:
/// [`standard`](Self::standard), [`activity`](Self::activity), [`sdr`](Self::sdr) and [`bdr`](Self::bdr).
///
/// ```
/// use lead_lifecycle::planning::Funnel;
/// let funnel: Funnel = toml::from_str(r#"
///     entry = "mql"
///     [[steps]]
///     name = "sql"
///     rate = { stated = "25%" }
///     [[steps]]
///     name = "win"
///     rate = { evidence = { converted = 20, of = 100 } }
/// "#)?;
/// assert_eq!(funnel.overall()?.to_string(), "0.05");
/// // A funnel without steps is refused.
/// assert!(toml::from_str::<Funnel>("entry = \"mql\"\nsteps = []").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[doc(alias = "ファネル")]
pub struct Funnel {
    entry: StepName,
    // INVARIANT: 1 to 64 steps, every name its own; `exact` holds the steps' rates.
    steps: Arc<[Step]>,
    exact: Arc<[Fraction]>,
    /// The same in machine words, close together; empty if any does not fit.
    words: Arc<[(u64, u64)]>,
}

impl Funnel {
    /// A funnel from its entry and the steps after it.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Funnel, Step};
    /// use lead_lifecycle::values::StepName;
    /// let step = |name: &str| StepName::new(name).map(|name| Step::new(name, "25%".parse().unwrap()));
    /// let funnel = Funnel::new(StepName::new("mql")?, vec![step("sql")?, step("win")?])?;
    /// assert_eq!(funnel.last().as_str(), "win");
    /// assert!(Funnel::new(StepName::new("mql")?, vec![step("mql")?]).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Limit`] without steps or with more than [`bounds::STEPS`]; [`PlanError::Twice`] for a repeated
    /// name.
    pub fn new(entry: StepName, steps: Vec<Step>) -> Result<Self, PlanError> {
        PlanError::check_len(bounds::STEPS, steps.len())?;
        for (index, step) in steps.iter().enumerate() {
            let before = steps.iter().take(index).map(|other| &other.name);
            if before.chain(core::iter::once(&entry)).any(|name| *name == step.name) {
                return Err(PlanError::Twice { name: step.name.as_str().into() });
            }
        }
        Ok(Self::assemble(entry, steps))
    }

    /// A funnel of steps that are known to be legal.
    pub(super) fn assemble(entry: StepName, steps: Vec<Step>) -> Self {
        let exact: Arc<[Fraction]> = steps.iter().map(|step| step.rate.fraction()).collect();
        let words: Option<Arc<[(u64, u64)]>> = exact.iter().map(in_words).collect();
        Self { entry, steps: steps.into(), exact, words: words.unwrap_or_default() }
    }

    /// The name of what comes in at the top.
    #[must_use]
    pub const fn entry(&self) -> &StepName {
        &self.entry
    }

    /// The steps after the entry, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The name of the last step: what comes out at the bottom.
    #[must_use]
    pub fn last(&self) -> &StepName {
        self.steps.last().map_or(&self.entry, |step| &step.name)
    }

    /// Every name, the entry first.
    pub fn names(&self) -> impl Iterator<Item = &StepName> {
        core::iter::once(&self.entry).chain(self.steps.iter().map(|step| &step.name))
    }

    /// The rates as exact fractions of one, in the order of the steps.
    #[must_use = "an iterator does nothing by itself"]
    pub fn rates(&self) -> impl DoubleEndedIterator<Item = &Fraction> {
        self.exact.iter()
    }

    /// The rates as numerator and denominator, or nothing where machine words do not hold them.
    pub(super) fn rate_words(&self) -> &[(u64, u64)] {
        &self.words
    }

    /// The share of the entries that reaches the last step: the product of all rates, exact.
    ///
    /// ```
    /// use lead_lifecycle::planning::Funnel;
    /// assert_eq!(Funnel::standard().overall()?.to_percent_text(), "5");
    /// # Ok::<(), lead_lifecycle::planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Number`] when the product is too large to be held exactly, or takes more than
    /// [`bounds::WORK_STEPS`].
    #[doc(alias = "成約率")]
    pub fn overall(&self) -> Result<Fraction, PlanError> {
        let (mut product, mut meter) = (Fraction::ONE, Meter::new());
        for rate in self.rates() {
            product = meter.mul(&product, rate)?;
        }
        Ok(product)
    }

    /// Where a name stands: 0 is the entry, 1 the first step.
    ///
    /// ```
    /// use lead_lifecycle::planning::Funnel;
    /// use lead_lifecycle::values::StepName;
    /// assert_eq!(Funnel::standard().position(&StepName::new("sql")?)?, 1);
    /// let refused = Funnel::standard().position(&StepName::new("sqls")?).unwrap_err();
    /// assert_eq!(refused.to_string(), "`sqls` is not known here; did you mean `sql`");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a name that the funnel does not have.
    pub fn position(&self, name: &StepName) -> Result<usize, PlanError> {
        let found = self.names().position(|known| known == name);
        found.ok_or_else(|| PlanError::unknown(name.as_str(), self.names().map(StepName::as_str)))
    }

    /// The same funnel with another rate at one step.
    ///
    /// ```
    /// use lead_lifecycle::planning::Funnel;
    /// use lead_lifecycle::values::StepName;
    /// let better = Funnel::standard().with_rate(&StepName::new("win")?, "30%".parse()?)?;
    /// assert_eq!(better.overall()?.to_percent_text(), "6");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Unknown`] for a name that is no step. The entry is none: it has no rate.
    pub fn with_rate(&self, name: &StepName, rate: StepRate) -> Result<Self, PlanError> {
        let index = self.rate_index(name)?;
        let mut steps = self.steps.to_vec();
        if let Some(step) = steps.get_mut(index) {
            step.rate = rate;
        }
        Self::new(self.entry.clone(), steps)
    }

    /// Which of the rates leads to the step.
    pub(super) fn rate_index(&self, name: &StepName) -> Result<usize, PlanError> {
        let found = self.steps.iter().position(|step| step.name == *name);
        found.ok_or_else(|| PlanError::unknown(name.as_str(), self.steps.iter().map(|step| step.name.as_str())))
    }

    /// The name at a position; the last one beyond the end.
    pub(super) fn name_at(&self, position: usize) -> &StepName {
        let Some(index) = position.checked_sub(1) else {
            return &self.entry;
        };
        self.steps.get(index).map_or_else(|| self.last(), |step| &step.name)
    }
}

fn in_words(rate: &Fraction) -> Option<(u64, u64)> {
    let word = |part: Option<u128>| part.and_then(|value| u64::try_from(value).ok());
    word(rate.numerator()).zip(word(rate.denominator()))
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Funnel", expecting = "a table")]
struct Stored<'a> {
    entry: alloc::borrow::Cow<'a, StepName>,
    steps: alloc::borrow::Cow<'a, [Step]>,
}

impl Serialize for Funnel {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use alloc::borrow::Cow::Borrowed;
        let stored = Stored { entry: Borrowed(&self.entry), steps: Borrowed(&self.steps) };
        stored.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Funnel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Stored::deserialize(deserializer)?;
        Self::new(stored.entry.into_owned(), stored.steps.into_owned()).map_err(serde::de::Error::custom)
    }
}
