//! Numbers from a seed, and documents broken with them.

use serde_json::{Value, json};

/// `SplitMix64`: the same numbers on every machine.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub fn within(&mut self, from: i64, to: i64) -> i64 {
        from + (self.next() % (to - from + 1).unsigned_abs()) as i64
    }

    pub fn yes(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Texts that some type reads, and some that none should.
pub const WORDS: [&str; 58] = [
    "",
    " ",
    "x",
    "0",
    "-0",
    "-1",
    "1e999",
    "1_000",
    "100%",
    "0s",
    "73200d",
    "1s",
    "45d",
    "1h30m",
    "lead",
    "merged",
    "customer",
    "JPY",
    "9999-12-31T23:59:59Z",
    "1900-01-01T00:00:00+14:00",
    "2026-04-01T00:00:00.5Z",
    "9999-12-31",
    "1900-01-01",
    "2024-02-30",
    "+14:00",
    "-14:00",
    "+09:60",
    "999999999999.999",
    "-999999999",
    "ffffffffffffffffffffffffffffffff",
    "0000000000000000",
    "lead#1",
    "a#b#18446744073709551615",
    "a#0",
    "a#01",
    "JPY 3,000,000",
    "JPY -1,000,000,000,000,000",
    "USD 1000000000000000.00",
    "KWD 0.001",
    "CLF 1,000.0001",
    "79228162514264337593543950335",
    "0.0000000000000000000000000001",
    "3 of 10",
    "1/3",
    "0.(3)",
    "2026-13",
    "2030-01",
    "\"Kyoto, Japan\", Osaka",
    "a,,b",
    "\"",
    "e\u{301}",
    "\u{e9}",
    "a\u{2028}b",
    "a\r\n\rb",
    "\u{feff}a",
    "halve",
    "株式会社",
    "\u{1f600}\u{200d}\u{10ffff}",
];

const CHARS: [char; 34] = [
    '0',
    '1',
    '9',
    '-',
    '+',
    '.',
    ',',
    ':',
    '/',
    '%',
    '#',
    '"',
    '\'',
    '\\',
    ' ',
    'T',
    'Z',
    'd',
    'e',
    '_',
    '(',
    ')',
    '{',
    '[',
    '\n',
    '\r',
    '\t',
    '\0',
    '\u{85}',
    '\u{a0}',
    '\u{301}',
    '\u{2028}',
    '長',
    '\u{10ffff}',
];

/// A word, changed, joined, cut or lengthened.
pub fn text(random: &mut Random) -> String {
    let mut text: Vec<char> = random.of(&WORDS).chars().collect();
    for _ in 0..random.below(4) {
        let (place, char) = (random.below(text.len() + 1), *random.of(&CHARS));
        match random.below(8) {
            0 | 1 => text.insert(place, char),
            2 if place < text.len() => text[place] = char,
            3 if place < text.len() => drop(text.remove(place)),
            4 => text.truncate(place),
            5 => text.extend(random.of(&WORDS).chars()),
            6 if text.len() < 100 && random.yes(100) => text = text.repeat(random.below(5_000)),
            _ => text.insert(place, char::from_u32(random.below(0x11_0000) as u32).unwrap_or('\u{fffd}')),
        }
    }
    text.into_iter().collect()
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    }
}

fn node(value: &mut Value, mut place: usize) -> Option<&mut Value> {
    if place == 0 {
        return Some(value);
    }
    place -= 1;
    let children: Vec<&mut Value> = match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(map) => map.values_mut().collect(),
        _ => return None,
    };
    for child in children {
        let size = count(child);
        if place < size {
            return node(child, place);
        }
        place -= size;
    }
    None
}

const NUMBERS: [i64; 11] = [0, 1, -1, 2, 64, 65_535, 65_536, 4_294_967_295, 4_294_967_296, i64::MAX, i64::MIN];

/// A document with up to two nodes changed.
pub fn document(random: &mut Random, from: &Value) -> Value {
    let mut document = from.clone();
    for _ in 0..random.below(3) {
        let total = count(&document);
        let other = node(&mut document, random.below(total)).cloned().unwrap_or_default();
        let Some(target) = node(&mut document, random.below(total)) else { continue };
        let how = random.below(9);
        match (how, &mut *target) {
            (0, Value::Array(items)) if !items.is_empty() => {
                *items = items.iter().cycle().take(items.len() * (2 + random.below(70))).cloned().collect();
            }
            (1, Value::Array(items)) => items.reverse(),
            (0, Value::Object(map)) if !map.is_empty() => {
                let gone = map.keys().nth(random.below(map.len())).cloned().unwrap_or_default();
                map.remove(&gone);
            }
            (1, Value::Object(map)) => drop(map.insert(random.of(&WORDS).to_string(), other)),
            (2, _) => *target = other,
            (3, _) => *target = Value::Null,
            (_, Value::Bool(yes)) => *yes = !*yes,
            (4..=7, Value::String(_)) => *target = json!(text(random)),
            (4..=6, Value::Number(_)) => *target = json!(random.of(&NUMBERS)),
            (7, _) => *target = json!(random.next() as f64 / 1e3),
            _ => *target = json!([other]),
        }
    }
    document
}

/// Bytes with a few changed, gone, twice or new.
pub fn bytes(random: &mut Random, from: &[u8]) -> Vec<u8> {
    let mut bytes = from.to_vec();
    for _ in 0..=random.below(4) {
        let place = random.below(bytes.len() + 1);
        match random.below(5) {
            0 => bytes.truncate(place),
            1 => bytes.insert(place, random.next() as u8),
            2 if place < bytes.len() => drop(bytes.remove(place)),
            3 if place < bytes.len() => {
                let end = (place + random.below(40)).min(bytes.len());
                let part = bytes[place..end].to_vec();
                bytes.splice(place..place, part);
            }
            _ if place < bytes.len() => bytes[place] = random.next() as u8,
            _ => bytes.push(random.next() as u8),
        }
    }
    bytes
}
