//! Funnels to begin with. Their rates are those of [the guides](crate::practice), or ours where it says so.

use crate::planning::exact::Fraction;
use crate::planning::funnel::{Funnel, Step};
use crate::planning::share::Share;
use crate::planning::step_rate::StepRate;
use crate::values::{Literal as _, StepName};

impl Funnel {
    /// MQL → SQL 25 % → opportunity 80 % → win 25 %: the funnel of [the guides' calculation](crate::practice::funnel).
    ///
    /// ```
    /// use lead_lifecycle::planning::Funnel;
    /// let names: Vec<_> = Funnel::standard().names().map(ToString::to_string).collect();
    /// assert_eq!(names, ["mql", "sql", "opportunity", "win"]);
    /// ```
    #[must_use]
    #[doc(alias = "逆算")]
    pub fn standard() -> Self {
        preset("mql", &[("sql", 250), ("opportunity", 800), ("win", 250)])
    }

    /// The path of activities: call → reached → decision maker → conversation → meeting → win.
    ///
    /// The steps are those of [the guides](crate::practice::indicators) (通電, 接続). The rates are **ours**, to be
    /// replaced by the team's own counts: 40 % of calls are answered, 30 % of those reach the decision maker, half of
    /// those become a real conversation, and 30 % of those a meeting (together 1.8 % of calls). Every fifth meeting is
    /// a win.
    ///
    /// ```
    /// use lead_lifecycle::planning::{Funnel, Target};
    /// // 20 meetings take 1,112 calls.
    /// let plan = Funnel::activity().back(&Target::volume("meeting".parse()?, 20))?;
    /// assert_eq!(plan.line("call").unwrap().whole, 1112);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    #[doc(alias = "通電率")]
    #[doc(alias = "接続率")]
    pub fn activity() -> Self {
        preset(
            "call",
            &[("reached", 400), ("decision_maker", 300), ("conversation", 500), ("meeting", 300), ("win", 200)],
        )
    }

    /// Inbound (SDR): MQL → SQL 25 %, the middle of [the guides' 20–30 %](crate::practice::indicators); then the rates
    /// of [`Funnel::standard`].
    ///
    /// ```
    /// use lead_lifecycle::planning::Funnel;
    /// assert_eq!(Funnel::sdr().steps()[0].rate.to_string(), "25%");
    /// ```
    #[must_use]
    #[doc(alias = "反響型")]
    pub fn sdr() -> Self {
        preset("mql", &[("sql", 250), ("opportunity", 800), ("win", 250)])
    }

    /// Outbound (BDR): approach → meeting 7.5 %, the middle of [the guides' 5–10 %](crate::practice::indicators); then
    /// opportunity 80 % and win 25 % as in [`Funnel::standard`].
    ///
    /// ```
    /// use lead_lifecycle::planning::Funnel;
    /// assert_eq!(Funnel::bdr().steps()[0].rate.to_string(), "7.5%");
    /// ```
    #[must_use]
    #[doc(alias = "新規開拓型")]
    pub fn bdr() -> Self {
        preset("approach", &[("meeting", 75), ("opportunity", 800), ("win", 250)])
    }
}

// INVARIANT: literals only, distinct names and rates below one; a test makes every preset.
fn preset(entry: &'static str, steps: &[(&'static str, u128)]) -> Funnel {
    let step = |(name, per_mille): &(&'static str, u128)| {
        let rate = Fraction::new(*per_mille, 1000).unwrap_or(Fraction::ZERO);
        let rate = Share::new(rate).unwrap_or(Share::ZERO);
        Step::new(StepName::literal(name), StepRate::Stated(rate))
    };
    Funnel::assemble(StepName::literal(entry), steps.iter().map(step).collect())
}
