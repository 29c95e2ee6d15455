//! How values are written, whichever report they stand in.

use std::fmt::Display;

use lead_lifecycle::calendar::Zone;
use lead_lifecycle::wording::Words;
use lead_lifecycle::{Date, Instant, Money, Span};

/// The clocks of a zone: what instants are read at.
#[derive(Debug, Clone)]
pub(crate) struct Clock {
    zone: Zone,
}

impl Clock {
    pub(crate) fn of(zone: &Zone) -> Self {
        Self { zone: zone.clone() }
    }

    pub(crate) const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Sentences below a heading that names the zone.
    pub(crate) fn words(&self) -> Words<'_> {
        Words::in_zone(&self.zone).without_offset()
    }

    /// Below a heading that names the zone.
    pub(crate) fn at(&self, at: Instant) -> String {
        self.words().at(at).to_string()
    }

    /// With the zone: in a heading, or in a sentence without one.
    pub(crate) fn zoned(&self, at: Instant) -> String {
        Words::in_zone(&self.zone).at(at).to_string()
    }

    /// The day on which it is then.
    pub(crate) fn day(&self, at: Instant) -> Date {
        at.date(&self.zone)
    }

    /// What a heading says once of all instants below it.
    pub(crate) fn label(&self) -> String {
        format!("times at {}", self.zone)
    }
}

/// `JPY 5,838,000`: with its currency, to its smallest unit.
pub(crate) fn money(money: Money) -> String {
    money.to_string()
}

/// Money of several currencies, which are never mixed.
pub(crate) fn sum_of(sums: impl IntoIterator<Item = Money>) -> String {
    sums.into_iter().map(money).collect::<Vec<_>>().join(" + ")
}

/// `12,345`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len().saturating_sub(place).rem_euclid(3) == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 lead`, `12,345 leads`.
pub(crate) fn counted(number: u64, one: impl Display, many: impl Display) -> String {
    let number_of = grouped(number);
    if number == 1 { format!("{number_of} {one}") } else { format!("{number_of} {many}") }
}

/// `is` of one, `are` of many.
pub(crate) const fn present_tense(number: u64) -> &'static str {
    if number == 1 { "is" } else { "are" }
}

/// `25.3 %` of two counts; a dash where there is nothing to be a share of.
pub(crate) fn share(part: u64, whole: u64) -> String {
    let scaled = u128::from(part).saturating_mul(1000).saturating_add(u128::from(whole / 2));
    let thousandths = scaled.checked_div(u128::from(whole));
    thousandths.map_or_else(|| String::from("–"), |t| format!("{}.{} %", t / 10, t % 10))
}

/// `26 d 4 h`; below a day `4 h 10 min`, below an hour `10 min`.
pub(crate) fn span(span: Span) -> String {
    let minutes = span.seconds() / 60;
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let (days, hours, minutes) = [(days, "d"), (hours, "h"), (minutes, "min")]
        .map(|(number, unit)| (number, format!("{} {unit}", grouped(number))))
        .into();
    match (days, hours, minutes) {
        ((0, _), (0, _), (_, minutes)) => minutes,
        ((0, _), (_, hours), (0, _)) => hours,
        ((0, _), (_, hours), (_, minutes)) => format!("{hours} {minutes}"),
        ((_, days), (0, _), _) => days,
        ((_, days), (_, hours), _) => format!("{days} {hours}"),
    }
}

/// `0:05:00`, `26:00:01`: hours, minutes and seconds, exact.
pub(crate) fn elapsed(seconds: u64) -> String {
    format!("{}:{:02}:{:02}", grouped(seconds / 3600), seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use lead_lifecycle::Span;

    use super::{counted, elapsed, grouped, share, span};

    #[test]
    fn what_elapsed_is_exact_to_the_second() {
        for (seconds, text) in [(0, "0:00:00"), (301, "0:05:01"), (93_601, "26:00:01"), (3_600_000, "1,000:00:00")] {
            assert_eq!(elapsed(seconds), text);
        }
    }

    #[test]
    fn numbers_are_grouped_and_named() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (12_345, "12,345"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
        assert_eq!(grouped(u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!(counted(1, "lead", "leads"), "1 lead");
        assert_eq!(counted(1_000, "lead", "leads"), "1,000 leads");
    }

    #[test]
    fn shares_are_rounded_to_a_tenth_of_a_percent_and_never_overflow() {
        assert_eq!(share(1, 3), "33.3 %");
        assert_eq!(share(2, 3), "66.7 %");
        assert_eq!(share(u64::MAX, u64::MAX), "100.0 %");
        assert_eq!(share(0, 0), "–");
    }

    #[test]
    fn durations_are_days_and_hours() {
        let minutes = |minutes: u64| span(Span::saturating(minutes * 60));
        assert_eq!(minutes(0), "0 min");
        assert_eq!(minutes(59), "59 min");
        assert_eq!(minutes(60), "1 h");
        assert_eq!(minutes(250), "4 h 10 min");
        assert_eq!(minutes(1440), "1 d");
        assert_eq!(minutes(26 * 1440 + 250), "26 d 4 h");
    }
}
