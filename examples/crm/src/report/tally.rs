//! Sums of money, by currency: currencies are never mixed.

use lead_lifecycle::values::Rate;
use lead_lifecycle::{Currency, Money};
use serde::Serialize;

use crate::screen::money;

/// One currency.
#[derive(Debug, Clone, Serialize)]
struct Sum {
    #[serde(flatten)]
    money: Money,
    /// Whether it is more than that: the next value did not fit.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    more_than: bool,
}

/// Sums by currency, in the order of their codes.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(transparent)]
pub(super) struct Sums(Vec<Sum>);

impl Sums {
    fn add(&mut self, value: Money) {
        let place = self.0.binary_search_by(|sum| sum.money.currency().cmp(&value.currency()));
        match place.map(|place| self.0.get_mut(place)) {
            Ok(Some(sum)) => match sum.money.checked_add(value) {
                Ok(more) => sum.money = more,
                Err(_too_much) => sum.more_than = true,
            },
            Ok(None) => {}
            Err(place) => self.0.insert(place, Sum { money: value, more_than: false }),
        }
    }

    /// Every sum that is not zero, with something between.
    pub(super) fn text(&self, between: &str) -> String {
        let worth = self.0.iter().filter(|sum| !sum.money.amount().is_zero());
        let text = |sum: &Sum| format!("{}{}", if sum.more_than { "more than " } else { "" }, money(sum.money));
        worth.map(text).collect::<Vec<_>>().join(between)
    }

    pub(super) fn is_beyond(&self) -> bool {
        self.0.iter().any(|sum| sum.more_than)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Money> {
        self.0.iter().map(|sum| sum.money)
    }

    pub(super) fn of(&self, currency: Currency) -> Option<Money> {
        self.iter().find(|sum| sum.currency() == currency)
    }
}

/// Leads, and what they are worth together.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) leads: u64,
    pub(super) value: Sums,
    pub(super) weighted: Sums,
}

/// No lead.
pub(super) static NONE: Row = Row { leads: 0, value: Sums(Vec::new()), weighted: Sums(Vec::new()) };

impl Row {
    /// One more lead, with what it is worth, and how probable that is.
    pub(super) fn take(&mut self, values: &[Money], probability: Option<Rate>) {
        self.leads = self.leads.saturating_add(1);
        for value in values {
            self.value.add(*value);
            if let Some(probability) = probability {
                self.weighted.add(value.weighted(probability));
            }
        }
    }
}
