//! The dictionary of measures: what each number is, as data from which it is computed.

use serde::{Deserialize, Serialize};

use crate::planning::{Fraction, RateEvidence};
use crate::values::vocabulary;

vocabulary! {
    /// A measure: a number that reports tell. [`Measure::definition`] says what it is.
    Measure {
        /// How many cycles reached a milestone in a period.
        Reached = "reached",
        /// How many reached one milestone in a period, by how many reached another in it.
        PeriodRatio = "period_ratio",
        /// How many entered a cohort whose window is over.
        MatureEntrants = "mature_entrants",
        /// How many of them reached a milestone within the window.
        CohortRate = "cohort_rate",
        /// How many of those who reached one milestone within the window reached another.
        StepRate = "step_rate",
        /// How many visits of a stage began.
        Entered = "entered",
        /// How many visits of a stage are on.
        StillThere = "still_there",
        /// How long things take, on average.
        MeanTime = "mean_time",
        /// The time in the middle.
        MedianTime = "median_time",
        /// The time that a share does not exceed.
        QuantileTime = "quantile_time",
        /// The share that has not come to its end after a time.
        Survival = "survival",
        /// How many deals were won.
        WonDeals = "won_deals",
        /// What was signed.
        WonValue = "won_value",
        /// Won of won and lost.
        WinRate = "win_rate",
        /// Won of won and lost, by value.
        WinRateByValue = "win_rate_by_value",
        /// What a deal that was won comes to.
        AverageDeal = "average_deal",
        /// The revenue of a day.
        Velocity = "velocity",
        /// What is open.
        OpenValue = "open_value",
        /// What is open, each deal times its probability.
        WeightedValue = "weighted_value",
        /// Who is a customer.
        PresentCustomers = "present_customers",
        /// How often a reason was given.
        ReasonCount = "reason_count",
        /// By how much a number has moved since it was reported.
        Restatement = "restatement",
    }

    /// A term of a formula.
    Term {
        /// Cycles that reached the milestone in the period.
        ReachedInPeriod = "reached_in_period",
        /// Cycles that reached the other milestone in the period.
        ReachedOther = "reached_other",
        /// Entrants whose window is over.
        Mature = "mature",
        /// Of the mature, those who reached the milestone within the window.
        Converted = "converted",
        /// Of the mature, those who reached the milestone before within the window.
        ConvertedBefore = "converted_before",
        /// Visits that began.
        Visits = "visits",
        /// Visits that are on.
        OpenVisits = "open_visits",
        /// Stretches that are over and did not end before they began.
        Finished = "finished",
        /// Their lengths together.
        FinishedTime = "finished_time",
        /// Deals that were won, and contracts that were signed without one.
        Won = "won",
        /// Deals that were lost.
        Lost = "lost",
        /// What was signed for those that were won.
        WonAmount = "won_amount",
        /// What those that were lost would have come to.
        LostAmount = "lost_amount",
        /// Those that were won of which it is known what they come to.
        WonPriced = "won_priced",
        /// What open deals come to.
        OpenAmount = "open_amount",
        /// What open deals come to, each times the probability of its stage.
        WeightedAmount = "weighted_amount",
        /// Deals that are open.
        Open = "open",
        /// Days from the opening to the win, on average.
        CycleDays = "cycle_days",
        /// Contracts whose term covers the day.
        Contracts = "contracts",
        /// Times that a reason was given.
        Given = "given",
        /// The number as it is now.
        Now = "now",
        /// The number as it was said then.
        Then = "then",
    }

    /// In what a measure is told.
    Unit {
        /// A count of cycles.
        Cycles = "cycles",
        /// A count of visits.
        Visits = "visits",
        /// A count of deals.
        Deals = "deals",
        /// A count of customers: of leads, of persons and of accounts.
        Customers = "customers",
        /// A count.
        Times = "times",
        /// A share of one, *k of n*.
        Share = "share",
        /// A share of one, exact or estimated, without *k of n*.
        Part = "part",
        /// A quotient of any size.
        Quotient = "quotient",
        /// Seconds, or days where days were asked for.
        Seconds = "seconds",
        /// Money, each currency by itself.
        Money = "money",
        /// Money a day.
        MoneyADay = "money_a_day",
    }

    /// What holds at the edges of a measure.
    Edge {
        /// Each milestone counts once a cycle, however often it is passed.
        OnceACycle = "once_a_cycle",
        /// Direct cycles, expansions, implied and hollow steps stand in columns of their own.
        ColumnsApart = "columns_apart",
        /// What nobody can date stands in a row of its own.
        UndatedApart = "undated_apart",
        /// A period is cut in the zone that is asked with; a day belongs to itself.
        CutInZone = "cut_in_zone",
        /// Without anything to divide by there is no number.
        EmptyHasNone = "empty_has_none",
        /// Only entrants whose entry and window are not after `as_of`.
        MatureOnly = "mature_only",
        /// What happens at the end of the window still counts.
        WindowIncluded = "window_included",
        /// A milestone is reached when it or a later one is.
        LaterCounts = "later_counts",
        /// Whoever comes back counts again.
        VisitsCount = "visits_count",
        /// What is on is told beside, and is in no number of what is over.
        RunningApart = "running_apart",
        /// What ended before it began is listed, and is in no number.
        NegativeListed = "negative_listed",
        /// Quantiles are of type 7 unless another is asked for.
        TypeSeven = "type_seven",
        /// Those who still wait are at risk as long as they are watched.
        Censored = "censored",
        /// Imported lives are at risk from the import on, or from their beginning if the import was whole.
        ImportedEnterLate = "imported_enter_late",
        /// A deal counts once, under its earliest claim.
        EarliestClaim = "earliest_claim",
        /// Currencies are never added.
        CurrenciesApart = "currencies_apart",
        /// Of what nobody knows the amount of, it is in the count and in no sum.
        UnpricedApart = "unpriced_apart",
        /// What was signed counts, whatever the contract was amended to later.
        AsSigned = "as_signed",
        /// Withdrawn deals are in no win rate.
        WithdrawnApart = "withdrawn_apart",
        /// The first and the last day of the term are in it; what has run out is not.
        TermIncluded = "term_included",
        /// Each deal is rounded to the smallest unit, half away from zero, so that parts add up.
        RoundedByDeal = "rounded_by_deal",
    }
}

/// How a measure is made of terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Formula {
    /// The term itself.
    Is(Term),
    /// The part of the whole, *k of n*.
    Of(Term, Term),
    /// The part of the part and the rest together.
    Among(Term, Term),
    /// The one by the other.
    By(Term, Term),
    /// The one less the other.
    Less(Term, Term),
    /// The term times two measures, by the other term.
    Flowing(Term, Measure, Measure, Term),
    /// A quantile of the term.
    QuantileOf(Term),
    /// The product over all times of the share that did not end then.
    ProductLimit(Term),
}

/// What a measure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// How it is made.
    pub formula: Formula,
    /// In what it is told.
    pub unit: Unit,
    /// What holds at its edges.
    pub edges: &'static [Edge],
}

const fn define(formula: Formula, unit: Unit, edges: &'static [Edge]) -> Definition {
    Definition { formula, unit, edges }
}

impl Measure {
    /// What the measure is: the same data from which readings compute it.
    ///
    /// ```
    /// use lead_lifecycle::insight::{Formula, Measure, Term, Unit};
    /// let definition = Measure::WinRate.definition();
    /// assert_eq!(definition.formula, Formula::Among(Term::Won, Term::Lost));
    /// assert_eq!(definition.unit, Unit::Share);
    /// ```
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one arm per measure: the dictionary stands in one place")]
    pub const fn definition(self) -> Definition {
        use Edge as E;
        use Formula as F;
        match self {
            Self::Reached => define(
                F::Is(Term::ReachedInPeriod),
                Unit::Cycles,
                &[E::OnceACycle, E::ColumnsApart, E::UndatedApart, E::CutInZone],
            ),
            Self::PeriodRatio => define(
                F::By(Term::ReachedInPeriod, Term::ReachedOther),
                Unit::Quotient,
                &[E::ColumnsApart, E::CutInZone, E::EmptyHasNone],
            ),
            Self::MatureEntrants => {
                define(F::Is(Term::Mature), Unit::Cycles, &[E::MatureOnly, E::ColumnsApart, E::UndatedApart])
            }
            Self::CohortRate => define(
                F::Of(Term::Converted, Term::Mature),
                Unit::Share,
                &[E::MatureOnly, E::WindowIncluded, E::LaterCounts, E::EmptyHasNone],
            ),
            Self::StepRate => define(
                F::Of(Term::Converted, Term::ConvertedBefore),
                Unit::Share,
                &[E::MatureOnly, E::WindowIncluded, E::LaterCounts, E::EmptyHasNone],
            ),
            Self::Entered => define(F::Is(Term::Visits), Unit::Visits, &[E::VisitsCount, E::CutInZone]),
            Self::StillThere => define(F::Is(Term::OpenVisits), Unit::Visits, &[E::VisitsCount]),
            Self::MeanTime => define(
                F::By(Term::FinishedTime, Term::Finished),
                Unit::Seconds,
                &[E::RunningApart, E::NegativeListed, E::UndatedApart, E::EmptyHasNone],
            ),
            Self::MedianTime | Self::QuantileTime => define(
                F::QuantileOf(Term::FinishedTime),
                Unit::Seconds,
                &[E::TypeSeven, E::RunningApart, E::NegativeListed, E::UndatedApart, E::EmptyHasNone],
            ),
            Self::Survival => define(
                F::ProductLimit(Term::Finished),
                Unit::Part,
                &[E::Censored, E::ImportedEnterLate, E::NegativeListed, E::UndatedApart],
            ),
            Self::WonDeals => define(F::Is(Term::Won), Unit::Deals, &[E::EarliestClaim, E::CutInZone]),
            Self::WonValue => define(
                F::Is(Term::WonAmount),
                Unit::Money,
                &[E::EarliestClaim, E::CurrenciesApart, E::UnpricedApart, E::AsSigned],
            ),
            Self::WinRate => define(
                F::Among(Term::Won, Term::Lost),
                Unit::Share,
                &[E::EarliestClaim, E::WithdrawnApart, E::EmptyHasNone],
            ),
            Self::WinRateByValue => define(
                F::Among(Term::WonAmount, Term::LostAmount),
                Unit::Part,
                &[E::EarliestClaim, E::WithdrawnApart, E::CurrenciesApart, E::UnpricedApart, E::EmptyHasNone],
            ),
            Self::AverageDeal => define(
                F::By(Term::WonAmount, Term::WonPriced),
                Unit::Money,
                &[E::EarliestClaim, E::CurrenciesApart, E::UnpricedApart, E::AsSigned, E::EmptyHasNone],
            ),
            Self::Velocity => define(
                F::Flowing(Term::Open, Self::WinRate, Self::AverageDeal, Term::CycleDays),
                Unit::MoneyADay,
                &[E::EarliestClaim, E::CurrenciesApart, E::UnpricedApart, E::EmptyHasNone],
            ),
            Self::OpenValue => {
                define(F::Is(Term::OpenAmount), Unit::Money, &[E::EarliestClaim, E::CurrenciesApart, E::UnpricedApart])
            }
            Self::WeightedValue => define(
                F::Is(Term::WeightedAmount),
                Unit::Money,
                &[E::EarliestClaim, E::CurrenciesApart, E::UnpricedApart, E::RoundedByDeal],
            ),
            Self::PresentCustomers => define(F::Is(Term::Contracts), Unit::Customers, &[E::TermIncluded]),
            Self::ReasonCount => define(F::Is(Term::Given), Unit::Times, &[E::UndatedApart]),
            Self::Restatement => define(F::Less(Term::Now, Term::Then), Unit::Times, &[]),
        }
    }

    /// The measure as *k of n*, from what its terms come to; none, if it is none, or has nothing to divide by.
    pub(super) fn evidence(self, term: impl Fn(Term) -> i64) -> Option<RateEvidence> {
        let (part, of) = self.quotient(term)?;
        RateEvidence::new(part, of).ok()
    }

    /// The measure as an exact quotient.
    pub(super) fn fraction(self, term: impl Fn(Term) -> i64) -> Option<Fraction> {
        let (part, of) = self.quotient(term)?;
        Fraction::new(u128::from(part), u128::from(of)).ok().filter(|_| of > 0)
    }

    fn quotient(self, term: impl Fn(Term) -> i64) -> Option<(u64, u64)> {
        let count = |of: Term| u64::try_from(term(of)).ok();
        match self.definition().formula {
            Formula::Of(part, of) | Formula::By(part, of) => Some((count(part)?, count(of)?)),
            Formula::Among(part, rest) => Some((count(part)?, count(part)?.checked_add(count(rest)?)?)),
            Formula::Is(_)
            | Formula::Less(..)
            | Formula::QuantileOf(_)
            | Formula::ProductLimit(_)
            | Formula::Flowing(..) => None,
        }
    }
}
