//! Numbers and amounts of cells: full-width digits, thousands, signs of currencies, negatives in brackets.

use lead_lifecycle::values::decimal;
use lead_lifecycle::{Currency, Money};
use rust_decimal::Decimal;

use crate::import::dates::narrow;

/// How the numbers of one column are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Digits {
    pub(crate) decimal: char,
    /// None if the mapping does not say.
    pub(crate) thousands: Option<char>,
}

/// Words behind a number that multiply it, as Japanese books write them: `120万円` is 1,200,000 yen.
const FACTORS: [(&str, i64); 5] = [
    ("\u{767e}\u{4e07}", 1_000_000),
    ("\u{5343}\u{4e07}", 10_000_000),
    ("\u{5104}", 100_000_000),
    ("\u{4e07}", 10_000),
    ("\u{5343}", 1_000),
];

/// By how much what stands behind a number multiplies it, and what is left of that.
fn factor(after: &str) -> (i64, &str) {
    let after = after.trim_start();
    let known = FACTORS.iter().find_map(|(word, factor)| after.strip_prefix(word).map(|rest| (*factor, rest)));
    known.unwrap_or((1, after))
}

/// What is left of a word that multiplies the number before it: it is no sign that may be left out.
pub(crate) fn multiplies(word: &str) -> Option<&str> {
    let (by, rest) = factor(word);
    (by > 1).then_some(rest)
}

/// A plain number, in so many units, without the sign or unit around it that the mapping names: `120` of `120名`.
pub(crate) fn number(text: &str, signs: &[String], digits: Digits, times: Option<u32>) -> Result<Decimal, String> {
    let narrow = narrow(text);
    let last = narrow.rfind(|sign: char| sign.is_ascii_digit()).map_or(narrow.len(), |last| last.saturating_add(1));
    let (before, after) = narrow.split_at_checked(last).unwrap_or((&narrow, ""));
    let (by, after) = factor(after);
    let (negative, body) = negative(without_signs(&format!("{before}{after}"), signs));
    let plain = digits.plain(&body, None).ok_or_else(|| digits.misread(text))?;
    scaled(text, (negative, by), &plain, times)
}

fn without_signs<'t>(text: &'t str, signs: &[String]) -> &'t str {
    let text = text.trim();
    let after = signs.iter().find_map(|sign| text.strip_prefix(narrow(sign).as_str())).unwrap_or(text);
    signs.iter().find_map(|sign| after.strip_suffix(narrow(sign).as_str())).unwrap_or(after).trim()
}

/// An amount of a currency: its sign may stand before or after it.
pub(crate) fn amount(
    text: &str,
    digits: Digits,
    (signs, currency): (&[String], Currency),
    times: Option<u32>,
) -> Result<Money, String> {
    let narrow = narrow(text);
    let (negative, body) = negative(&narrow);
    let figure = |sign: char| sign.is_ascii_digit();
    let first = body.find(figure).ok_or_else(|| format!("`{text}` has no digits"))?;
    let last = body.rfind(figure).map_or(body.len(), |last| last.saturating_add(1));
    let (before, after) = (body.get(..first).unwrap_or_default(), body.get(last..).unwrap_or_default());
    let (by, after) = factor(after);
    let mut minus = negative;
    for around in [before, after] {
        let mut around = around.trim();
        if let Some(rest) = around.strip_prefix('-').or_else(|| around.strip_suffix('-')) {
            (minus, around) = (true, rest.trim());
        }
        check_sign(around.trim_end_matches('.'), signs, currency).map_err(|what| format!("`{text}`: {what}"))?;
    }
    let body = body.get(first..last).unwrap_or_default();
    let plain = digits.plain(body, Some(currency.minor_units())).ok_or_else(|| digits.misread(text))?;
    Money::new(scaled(text, (minus, by), &plain, times)?, currency).map_err(|error| error.to_string())
}

fn scaled(text: &str, (negative, by): (bool, i64), plain: &str, times: Option<u32>) -> Result<Decimal, String> {
    let number = decimal::parse(plain).map_err(|error| error.to_string())?;
    let (times, by) =
        (Decimal::from(times.unwrap_or(1)), Decimal::from(if negative { by.saturating_neg() } else { by }));
    number
        .checked_mul(times)
        .and_then(|number| number.checked_mul(by))
        .map(decimal::canonical)
        .ok_or_else(|| format!("`{text}` is too large"))
}

/// `-5`, `(5)`, and `△5` as Japanese books write it.
fn negative(text: &str) -> (bool, String) {
    let bare = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let bare = bare.or_else(|| text.strip_prefix(['-', '\u{2212}', '\u{25b3}', '\u{25b2}']));
    bare.map_or_else(|| (false, text.to_owned()), |bare| (true, bare.trim().to_owned()))
}

impl Digits {
    /// The number as the crate writes it. Where the mapping does not say that there are thousands, they are read only if
    /// nothing else can be meant: of `1,234` that is so for an amount of a currency without thousandths.
    fn plain(self, text: &str, places: Option<u8>) -> Option<String> {
        let (whole, fraction) = match text.rsplit_once(self.decimal) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (text, None),
        };
        if fraction.is_some_and(|fraction| fraction.contains(|sign: char| !sign.is_ascii_digit())) {
            return None;
        }
        let thousands = self.thousands.or((self.decimal == '.').then_some(','))?;
        let groups: Vec<&str> = if thousands == ' ' || thousands == '\'' {
            whole.split([thousands, '\u{2019}', '\u{2009}']).collect()
        } else {
            whole.split(thousands).collect()
        };
        let said = self.thousands.is_some();
        let sure = said || groups.len() != 2 || fraction.is_some() || places.is_some_and(|places| places < 3);
        (well_grouped(&groups) && sure).then(|| {
            let fraction = fraction.map_or_else(String::new, |fraction| format!(".{fraction}"));
            groups.concat() + &fraction
        })
    }

    fn misread(self, text: &str) -> String {
        let Self { decimal, thousands } = self;
        let hint = match thousands {
            Some(thousands) => format!("`{thousands}` parts its thousands"),
            None => String::from("nothing is said to part its thousands: `thousands = \",\"` in the mapping would"),
        };
        format!("`{text}` is no number whose decimal sign is `{decimal}`, and {hint}")
    }
}

/// One group is anything; of several the first has one to three digits, the last three, those between three, or two as in
/// India.
fn well_grouped(groups: &[&str]) -> bool {
    let [first, between @ .., last] = groups else { return groups.len() == 1 };
    let digits =
        |group: &str, most: &[usize]| most.contains(&group.len()) && group.chars().all(|sign| sign.is_ascii_digit());
    digits(first, &[1, 2, 3]) && digits(last, &[3]) && between.iter().all(|group| digits(group, &[2, 3]))
}

/// Signs of currencies, each with those that use it.
const SIGNS: [(&str, &[&str]); 12] = [
    ("\u{a5}", &["JPY", "CNY"]),
    ("\u{ffe5}", &["JPY", "CNY"]),
    ("\u{5186}", &["JPY"]),
    ("\u{5143}", &["CNY", "TWD"]),
    ("$", &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS"]),
    ("US$", &["USD"]),
    ("R$", &["BRL"]),
    ("\u{20ac}", &["EUR"]),
    ("\u{a3}", &["GBP", "EGP"]),
    ("\u{20a9}", &["KRW"]),
    ("\u{20b9}", &["INR"]),
    ("kr", &["SEK", "NOK", "DKK", "ISK"]),
];

/// A sign before or after an amount must be one of its currency.
fn check_sign(sign: &str, signs: &[String], currency: Currency) -> Result<(), String> {
    let sign = sign.trim();
    if sign.is_empty() || sign.eq_ignore_ascii_case(currency.code()) {
        return Ok(());
    }
    if let Some((_, users)) = SIGNS.iter().find(|(known, _)| *known == sign) {
        return if users.contains(&currency.code()) {
            Ok(())
        } else {
            Err(format!("`{sign}` is the sign of another currency than {currency}"))
        };
    }
    if sign.to_ascii_uppercase().parse::<Currency>().is_ok() {
        return Err(format!("`{sign}` is another currency than {currency}"));
    }
    if signs.iter().any(|known| narrow(known) == sign) {
        return Ok(());
    }
    Err(format!(
        "`{sign}` is no sign of {currency}: if it is, name it in `signs` of the mapping, and what it multiplies by in `times` of the cell"
    ))
}
