//! 128-bit digests of texts that a host chooses: what tells two ids apart without keeping them.

use alloc::string::String;
use core::fmt;
use core::hash::Hasher as _;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use siphasher::sip128::{Hasher128 as _, SipHasher24};

/// A stable 128-bit digest (SipHash-2-4 under a fixed key) of an activity's id, of an object, of a deal key.
///
/// A lead remembers activities by their digests, not by their ids. Where texts that a host chooses are told apart, 64 bits
/// do not do: pairs of short keys with one [`Fingerprint`](crate::values::Fingerprint) are published. That two of a
/// million million texts share a digest has a chance of less than one in a hundred million million. The same text gives the
/// same digest in every version of this crate and on every platform, so it may be stored. It tells apart and does not
/// hide: who knows a text can compute its digest.
///
/// Written as 32 hexadecimal digits in human-readable formats, as two `u64` in others.
///
/// ```
/// use lead_lifecycle::values::{ActivityId, Digest, Fingerprint};
/// let (one, two) = ("7mohtcOFVz", "c1E51sSEyx");
/// assert_eq!(Fingerprint::of(one), Fingerprint::of(two));
/// assert_ne!(Digest::of(one), Digest::of(two));
/// assert_eq!(ActivityId::new(one)?.digest(), Digest::of(one));
/// assert_eq!(Digest::of(one).to_string().parse(), Ok(Digest::of(one)));
/// # Ok::<(), lead_lifecycle::values::TextError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest {
    high: u64,
    low: u64,
}

/// Why a text is not a digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("`{got}` is not a digest: write 32 lower-case hexadecimal digits")]
#[non_exhaustive]
pub struct DigestError {
    /// What was given, at most its first 40 characters.
    pub got: String,
}

impl Digest {
    /// The digest of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut running = Running::new();
        running.write(text.as_bytes());
        running.finish()
    }

    /// A digest from its stored numbers.
    #[must_use]
    pub const fn from_bits(high: u64, low: u64) -> Self {
        Self { high, low }
    }

    /// The numbers to store.
    #[must_use]
    pub const fn to_bits(self) -> (u64, u64) {
        (self.high, self.low)
    }

    /// The digest of digests and numbers, apart from that of any text.
    pub(crate) fn of_parts(kind: &str, parts: &[u64]) -> Self {
        let mut running = Running::new();
        // No text has such a byte.
        running.write(&[0xff]);
        running.write(kind.as_bytes());
        running.write(&[0xff]);
        for part in parts {
            running.write(&part.to_le_bytes());
        }
        running.finish()
    }
}

/// A digest of bytes that come one after the other.
pub(super) struct Running(SipHasher24);

impl Running {
    pub(super) fn new() -> Self {
        // The first 128 bits of the fraction of π: numbers without a purpose of their own.
        Self(SipHasher24::new_with_keys(0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344))
    }

    pub(super) fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    pub(super) fn finish(&self) -> Digest {
        let hash = self.0.finish128();
        Digest { high: hash.h1, low: hash.h2 }
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{:016x}", self.high, self.low)
    }
}

impl core::str::FromStr for Digest {
    type Err = DigestError;

    fn from_str(text: &str) -> Result<Self, DigestError> {
        let wrong = || DigestError { got: text.chars().take(40).collect() };
        let canonical = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let (high, low) = text.split_at_checked(16).filter(|_| canonical).ok_or_else(wrong)?;
        let number = |hex: &str| u64::from_str_radix(hex, 16).map_err(|_hex| wrong());
        Ok(Self { high: number(high)?, low: number(low)? })
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (self.high, self.low).serialize(serializer)
        }
    }
}

struct HexVisitor;

impl Visitor<'_> for HexVisitor {
    type Value = Digest;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("32 lower-case hexadecimal digits")
    }

    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Digest, E> {
        v.parse().map_err(|_got| E::invalid_value(serde::de::Unexpected::Str(v), &self))
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(HexVisitor)
        } else {
            <(u64, u64)>::deserialize(deserializer).map(|(high, low)| Self { high, low })
        }
    }
}
