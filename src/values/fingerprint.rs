//! Stable 64-bit fingerprints: of a text, and of any serde value.

use alloc::string::String;
use core::fmt;
use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A stable 64-bit fingerprint (FNV-1a over UTF-8 bytes).
///
/// The same text gives the same fingerprint in every version of this crate and on every platform, so it may be stored.
/// It is not a cryptographic hash: it tells names apart, it does not protect against forgery.
/// Written as 16 hexadecimal digits in human-readable formats, as `u64` in others.
///
/// ```
/// use lead_lifecycle::values::Fingerprint;
/// assert_eq!(Fingerprint::of("").to_string(), "cbf29ce484222325");
/// assert_eq!(Fingerprint::of("a").to_string(), "af63dc4c8601ec8c");
/// assert_eq!("af63dc4c8601ec8c".parse(), Ok(Fingerprint::of("a")));
/// assert!("AF63DC4C8601EC8C".parse::<Fingerprint>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(u64);

/// Why a text is not a fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("`{got}` is not a fingerprint: write 16 lower-case hexadecimal digits")]
#[non_exhaustive]
pub struct FingerprintError {
    /// What was given, at most its first 40 characters.
    pub got: String,
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

impl Fingerprint {
    /// The fingerprint of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut hash = Fnv::new();
        hash.write(text.as_bytes());
        hash.finish()
    }

    /// A fingerprint from its stored number.
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The number to store.
    #[must_use]
    pub const fn to_bits(self) -> u64 {
        self.0
    }
}

/// The running FNV-1a state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fnv(u64);

impl Fnv {
    pub(super) const fn new() -> Self {
        Self(FNV_OFFSET)
    }

    pub(super) fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(FNV_PRIME);
        }
    }

    pub(super) const fn finish(self) -> Fingerprint {
        Fingerprint(self.0)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl core::str::FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Self, FingerprintError> {
        let canonical = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let bits = u64::from_str_radix(text, 16).ok().filter(|_| canonical);
        bits.map(Self).ok_or_else(|| FingerprintError { got: text.chars().take(40).collect() })
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(self) } else { serializer.serialize_u64(self.0) }
    }
}

struct HexVisitor;

impl Visitor<'_> for HexVisitor {
    type Value = Fingerprint;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("16 lower-case hexadecimal digits")
    }

    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Fingerprint, E> {
        v.parse().map_err(|_got| E::invalid_value(serde::de::Unexpected::Str(v), &self))
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(HexVisitor)
        } else {
            u64::deserialize(deserializer).map(Fingerprint).map_err(D::Error::custom)
        }
    }
}
