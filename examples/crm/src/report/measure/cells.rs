//! What stands in a table beside its counts: lengths of time, sums of money, shares, texts.

use lead_lifecycle::insight::{Amounts, TimeUnit};
use lead_lifecycle::planning::{Confidence, Fraction, IntervalMethod, RateEvidence};
use lead_lifecycle::values::{Currency, decimal};
use lead_lifecycle::{Money, Span};
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::screen::{money, share, span, sum_of};

/// A cell beside the counts.
#[derive(Debug, Clone)]
pub(super) enum Cell {
    Text(String),
    /// As it is shown, and as it is written for machines.
    Shown(String, String),
    /// Seconds.
    Seconds(u64),
    /// One sum for each currency.
    Sums(Vec<(Currency, Decimal)>),
    /// There is none.
    Nothing,
}

impl Cell {
    pub(super) fn sums(amounts: &Amounts) -> Self {
        Self::Sums(amounts.iter().collect())
    }

    /// What comes to each on average, in each currency.
    pub(super) fn averages(amounts: &Amounts) -> Self {
        let average = |(currency, _)| {
            let average = amounts.average(currency)?;
            let places = currency.minor_units();
            Some((currency, average.to_decimal_text(places).parse().ok()?))
        };
        Self::Sums(amounts.iter().filter_map(average).collect())
    }

    /// A length of time, brought to whole seconds, or to tenths of a day.
    pub(super) fn length(length: Option<&Fraction>, unit: TimeUnit<'_>) -> Self {
        let Some(length) = length else { return Self::Nothing };
        if matches!(unit, TimeUnit::Days) {
            let days = length.to_decimal_text(1);
            return Self::Shown(format!("{days} d"), days);
        }
        length.to_decimal_text(0).parse().map_or(Self::Nothing, Self::Seconds)
    }

    /// `62.5 %`, with k of n for machines.
    pub(super) fn rate(rate: Option<&RateEvidence>) -> Self {
        rate.map_or(Self::Nothing, |rate| {
            let (converted, of) = (rate.converted(), rate.of());
            Self::Shown(share(converted, of), format!("{converted}/{of}"))
        })
    }

    /// The interval in which a rate lies.
    pub(super) fn interval(rate: Option<&RateEvidence>) -> Self {
        rate.map_or(Self::Nothing, |rate| {
            let interval = rate.interval(IntervalMethod::Wilson, &Confidence::P95);
            Self::Shown(interval.to_string(), format!("{} {}", interval.low, interval.high))
        })
    }

    /// As people read it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Shown(text, _) => text.clone(),
            Self::Seconds(seconds) => span(Span::saturating(*seconds)),
            Self::Sums(sums) => {
                let sums: Vec<String> = sums.iter().map(|(currency, amount)| amount_of(*currency, *amount)).collect();
                sums.join(" + ")
            }
            Self::Nothing => String::from("–"),
        }
    }

    /// As machines read it, for one currency where there are several.
    pub(super) fn raw(&self, of: Option<Currency>) -> String {
        match self {
            Self::Text(text) | Self::Shown(_, text) => text.clone(),
            Self::Seconds(seconds) => seconds.to_string(),
            Self::Sums(sums) => {
                let sum = sums.iter().find(|(currency, _)| Some(*currency) == of);
                sum.map_or_else(String::new, |(_, amount)| decimal::to_text(*amount))
            }
            Self::Nothing => String::new(),
        }
    }

    pub(super) fn currencies(&self) -> impl Iterator<Item = Currency> {
        let sums = if let Self::Sums(sums) = self { sums.as_slice() } else { &[] };
        sums.iter().map(|(currency, _)| *currency)
    }

    pub(super) const fn is_of_money(&self) -> bool {
        matches!(self, Self::Sums(_))
    }
}

/// `JPY 5,838,000`. A sum may be larger than an amount may be.
fn amount_of(currency: Currency, amount: Decimal) -> String {
    Money::new(amount, currency).map_or_else(
        |_too_large| format!("{currency} {}", decimal::to_text(amount)),
        |sum| if amount.is_zero() { sum_of([sum]) } else { money(sum) },
    )
}

#[derive(Serialize)]
struct Sum {
    amount: String,
    currency: Currency,
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) | Self::Shown(_, text) => serializer.serialize_str(text),
            Self::Seconds(seconds) => serializer.serialize_u64(*seconds),
            Self::Sums(sums) => serializer.collect_seq(
                sums.iter().map(|(currency, amount)| Sum { amount: decimal::to_text(*amount), currency: *currency }),
            ),
            Self::Nothing => serializer.serialize_none(),
        }
    }
}
