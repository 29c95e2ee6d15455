//! Funnels to start from. The numbers are the guides' where a guide gives one, else ours and labelled so.

use crate::planning::fraction::Fraction;
use crate::planning::funnel::{Funnel, Step};
use crate::planning::rates::{Share, StepRate};
use crate::values::{Literal as _, StepName};

impl Funnel {
    /// The back-calculation of the guides: MQL → SQL 25 % → opportunity 80 % → win 25 % (DOMAIN §10).
    #[must_use]
    #[doc(alias = "逆算")]
    pub fn standard() -> Self {
        preset("mql", &[("sql", 250), ("opportunity", 800), ("win", 250)])
    }

    /// The path of activities: calls → reached → decision maker → conversation → meeting → win.
    ///
    /// The steps are the guides' (通電, 接続); the rates are **ours**, to be replaced by the team's own
    /// counts: 40 % reached, 30 % of those the decision maker, 50 % a real conversation, 30 % a meeting
    /// (together 1.8 % of calls), and a win of every fifth meeting.
    #[must_use]
    #[doc(alias = "通電率")]
    #[doc(alias = "接続率")]
    pub fn activity() -> Self {
        preset(
            "call",
            &[("reached", 400), ("decision_maker", 300), ("conversation", 500), ("meeting", 300), ("win", 200)],
        )
    }

    /// Inbound (SDR): MQL → SQL 25 %, the middle of the 20–30 % of DOMAIN §11, then the rates of §10.
    #[must_use]
    #[doc(alias = "反響型")]
    pub fn sdr() -> Self {
        preset("mql", &[("sql", 250), ("opportunity", 800), ("win", 250)])
    }

    /// Outbound (BDR): approach → meeting 7.5 %, the middle of the 5–10 % of DOMAIN §11; opportunity 80 %
    /// and win 25 % as in §10.
    #[must_use]
    #[doc(alias = "新規開拓型")]
    pub fn bdr() -> Self {
        preset("approach", &[("meeting", 75), ("opportunity", 800), ("win", 250)])
    }
}

// INVARIANT: literals only, distinct names and rates below one; a test makes every one of the presets and reads it back.
fn preset(entry: &'static str, steps: &[(&'static str, u128)]) -> Funnel {
    let step = |(name, per_mille): &(&'static str, u128)| {
        let rate = Fraction::new(*per_mille, 1000).unwrap_or(Fraction::ZERO);
        let rate = Share::new(rate).unwrap_or(Share::ZERO);
        Step::new(StepName::literal(name), StepRate::Stated(rate))
    };
    Funnel::assemble(StepName::literal(entry), steps.iter().map(step).collect())
}
