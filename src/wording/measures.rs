//! The dictionary of measures: what each number is, how it is made, in what it is told, what holds at its edges.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::insight::{Definition, Edge, Formula, Measure, Term, Unit};

/// What a term is.
const fn term(term: Term) -> &'static str {
    match term {
        Term::ReachedInPeriod => "cycles that reached the milestone in the period",
        Term::ReachedOther => "cycles that reached the other milestone in the period",
        Term::Mature => "entrants whose window is over",
        Term::Converted => "entrants whose window is over and who reached the milestone within it",
        Term::ConvertedBefore => "entrants whose window is over and who reached the milestone before within it",
        Term::Visits => "visits of the stage that began",
        Term::OpenVisits => "visits of the stage that are on",
        Term::Finished => "stretches that are over",
        Term::FinishedTime => "the lengths of stretches that are over",
        Term::Won => "deals won, and contracts signed without a deal",
        Term::Lost => "deals lost",
        Term::WonAmount => "what was signed",
        Term::LostAmount => "what the lost deals would have come to",
        Term::WonPriced => "deals won of which the amount is known",
        Term::OpenAmount => "what open deals come to",
        Term::WeightedAmount => "what open deals come to, each times the probability of its stage",
        Term::Open => "deals that are open",
        Term::CycleDays => "days from the opening to the win, on average",
        Term::Contracts => "contracts whose term covers the day",
        Term::Given => "times that the reason was given",
        Term::Now => "the number of all facts",
        Term::Then => "the number of the facts recorded by then",
    }
}

/// In what a measure is told.
const fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Cycles => "cycles",
        Unit::Visits => "visits",
        Unit::Deals => "deals",
        Unit::Customers => "leads, persons and accounts: three counts",
        Unit::Times => "a count",
        Unit::Share => "k of n, with an interval",
        Unit::Part => "a share of one",
        Unit::Quotient => "a quotient, which may be above 1",
        Unit::Seconds => "seconds of elapsed or working time, or calendar days",
        Unit::Money => "money, each currency by itself",
        Unit::MoneyADay => "money a day",
    }
}

/// What holds at an edge.
const fn edge(edge: Edge) -> &'static str {
    match edge {
        Edge::OnceACycle => "a milestone counts once a cycle",
        Edge::ColumnsApart => "direct cycles, expansions, implied and hollow steps stand in columns of their own",
        Edge::UndatedApart => "what nobody can date stands apart",
        Edge::CutInZone => "periods are cut in the zone asked for, and a day belongs to itself",
        Edge::EmptyHasNone => "without anything to divide by there is no number",
        Edge::MatureOnly => {
            "who entered counts once the whole window lies before the day of the report; the others stand beside"
        }
        Edge::WindowIncluded => "the end of the window is in it",
        Edge::LaterCounts => "a milestone is reached when it or a later one is",
        Edge::VisitsCount => "who comes back counts again",
        Edge::RunningApart => "what is still on is told beside",
        Edge::NegativeListed => "what ended before it began is listed and not counted",
        Edge::TypeSeven => "quantiles are of type 7, as in spreadsheets, unless another is asked for",
        Edge::Censored => "who still waits is at risk as long as it was watched",
        Edge::ImportedEnterLate => "imported lives enter at the import, or at their beginning if the import was whole",
        Edge::EarliestClaim => "a deal counts once, under its earliest claim",
        Edge::CurrenciesApart => "currencies are never added",
        Edge::UnpricedApart => "a deal without an amount is in the count and in no sum",
        Edge::AsSigned => "later amendments change nothing of it",
        Edge::WithdrawnApart => "withdrawn deals are left out",
        Edge::TermIncluded => "the first and the last day of the term are in it",
        Edge::RoundedByDeal => "each deal is rounded to the smallest unit, half away from zero",
    }
}

/// The formula in words.
impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(one) => f.write_str(term(*one)),
            Self::Of(part, of) | Self::By(part, of) => write!(f, "({}) ÷ ({})", term(*part), term(*of)),
            Self::Among(part, rest) => write!(f, "({0}) ÷ ({0} + {1})", term(*part), term(*rest)),
            Self::Less(one, other) => write!(f, "({}) − ({})", term(*one), term(*other)),
            Self::Flowing(of, rate, size, by) => write!(f, "({}) × {rate} × {size} ÷ ({})", term(*of), term(*by)),
            Self::QuantileOf(one) => write!(f, "a quantile of {}", term(*one)),
            Self::ProductLimit(one) => {
                write!(
                    f,
                    "the product, over all times, of 1 − ended ÷ at risk (Kaplan–Meier), with those who still wait at risk until then, over {}",
                    term(*one)
                )
            }
        }
    }
}

/// Formula, unit and edges.
impl fmt::Display for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { formula, unit: of, edges } = self;
        write!(f, "{formula}; in {}", unit(*of))?;
        edges.iter().try_for_each(|one| write!(f, "; {}", edge(*one)))
    }
}

/// The dictionary of measures: one line for each, made of the same data from which reports compute them.
///
/// ```
/// use lead_lifecycle::wording::dictionary;
/// let text = dictionary();
/// let win_rate = text.lines().find(|line| line.starts_with("win_rate: ")).unwrap();
/// assert!(win_rate.contains("÷") && win_rate.contains("withdrawn deals are left out"));
/// ```
#[must_use]
pub fn dictionary() -> String {
    let lines: Vec<String> =
        Measure::ALL.iter().map(|measure| alloc::format!("{measure}: {}\n", measure.definition())).collect();
    lines.concat()
}
