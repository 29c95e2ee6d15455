//! The book: every version of the policy, in the order in which they come into force.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::document::read_by_document;
use crate::lead::Lead;
use crate::lifecycle::book::deal_mapping::DealPlace;
use crate::lifecycle::book::policy_gap::PolicyGap;
use crate::lifecycle::book::version::Version;
use crate::policy::Policy;
use crate::values::{Counted, Digest, Expected, FaultCode, Faults, Got, Instant, Path, PolicyStamp, digest_of, limits};

/// Every version of the policy, in the order in which they come into force.
///
/// One policy is a book of one, in force from the earliest instant. A version that is added comes into force by itself:
/// every lead adopts it by a fact of the clock, at the instant from which it is in force. To roll back is to add the former
/// policy once more.
///
/// ```
/// use lead_lifecycle::lifecycle::{PolicyBook, Version};
/// use lead_lifecycle::{Instant, Lifecycle, Policy, PolicyDraft};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let july: Instant = "2026-07-01T00:00:00+09:00".parse()?;
/// let mut draft = PolicyDraft::standard();
/// draft.label = "July".parse()?;
/// draft.recycle.max_cycles = 3;
/// let book = PolicyBook::of(Policy::standard()).with(Version::new(july, Policy::try_from(draft)?))?;
/// let lifecycle = Lifecycle::with_book(book);
/// assert_eq!(lifecycle.policy_at("2026-06-30T12:00:00+09:00".parse()?)?.label().as_str(), "standard");
/// assert_eq!(lifecycle.policy_at(july)?.label().as_str(), "July");
///
/// // Stored as the list of its versions, and checked again when it is read.
/// let stored = serde_json::to_string(lifecycle.book())?;
/// assert_eq!(serde_json::from_str::<PolicyBook>(&stored)?, *lifecycle.book());
///
/// // Each version comes into force after the one before.
/// let again = Version::new(july, Policy::standard());
/// let faults = lifecycle.book().clone().with(again).unwrap_err();
/// assert_eq!(faults.iter().next().map(|fault| fault.path.as_str()), Some("versions[2].from"));
/// # Ok(())
/// # }
/// ```
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lifecycle/book/rolling_out.md"))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
#[doc(alias = "ポリシー台帳")]
pub struct PolicyBook {
    first: Version,
    /// INVARIANT: each comes into force after the one before it, and its mapping leads every deal of that one somewhere.
    later: Vec<Version>,
}

/// A book as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, rename = "PolicyBook", expecting = "a table")]
struct Stored {
    versions: Vec<Version>,
}

read_by_document!(Stored);

impl From<PolicyBook> for Stored {
    fn from(book: PolicyBook) -> Self {
        let PolicyBook { first, later } = book;
        Self { versions: core::iter::once(first).chain(later).collect() }
    }
}

impl TryFrom<Stored> for PolicyBook {
    type Error = Faults;

    fn try_from(stored: Stored) -> Result<Self, Faults> {
        Self::new(stored.versions)
    }
}

impl PolicyBook {
    /// A book of one policy, in force from the earliest instant.
    #[must_use]
    pub fn of(policy: Policy) -> Self {
        Self { first: Version::new(Instant::MIN, policy), later: Vec::new() }
    }

    /// A book of versions, checked as a whole.
    ///
    /// # Errors
    /// No version, or more than 64; versions whose instants do not rise; a deal stage or pipeline that a version no longer
    /// has and does not map, a mapping of what is not there, is still there, or leads nowhere: every fault, its path from
    /// `versions[0]` on. The mapping of the first version is of a version that was before it, and is not looked at.
    pub fn new(versions: impl IntoIterator<Item = Version>) -> Result<Self, Faults> {
        let mut versions = versions.into_iter();
        let mut faults = Faults::new();
        let at = Path::root().key("versions");
        let Some(first) = versions.next() else {
            let got = Got::Count { count: 0, of: Counted::Versions };
            faults.add(FaultCode::OutOfRange, &at, limits::POLICY_VERSIONS, got);
            return Err(faults);
        };
        let later: Vec<Version> = versions.collect();
        let count = later.len().saturating_add(1);
        if !limits::POLICY_VERSIONS.admits_len(count) {
            let got = Got::Count { count, of: Counted::Versions };
            faults.add(FaultCode::OutOfRange, &at, limits::POLICY_VERSIONS, got);
            return Err(faults);
        }
        let book = Self { first, later };
        book.check(&at, &mut faults);
        if faults.is_empty() { Ok(book) } else { Err(faults) }
    }

    /// The same book with one more version, at its place in the order of time: mostly the newest. One that comes before others
    /// that are planned already may need another mapping in the one after it.
    ///
    /// # Errors
    /// As [`new`](Self::new); a version from the same instant is there already.
    pub fn with(self, version: Version) -> Result<Self, Faults> {
        let Self { first, later } = self;
        let mut versions: Vec<Version> = core::iter::once(first).chain(later).collect();
        let place = versions.partition_point(|known| known.from() <= version.from());
        versions.insert(place, version);
        Self::new(versions)
    }

    /// The same book without the versions that were no longer in force at an instant: once every lead is under a later one.
    #[must_use]
    pub fn without_before(self, at: Instant) -> Self {
        let Self { first, mut later } = self;
        let passed = later.partition_point(|version| version.from() <= at);
        let mut gone: Vec<Version> = later.drain(..passed).collect();
        Self { first: gone.pop().unwrap_or(first), later }
    }

    /// A digest of everything in the book: versions, rules for stock, mappings. Two programs that decide together compare it
    /// when they start, because a stamp says nothing of stock and mappings.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest_of(self)
    }

    fn check(&self, path: &Path, faults: &mut Faults) {
        for (number, (before, version)) in self.versions().zip(&self.later).enumerate() {
            let at = path.index(number.saturating_add(1));
            if version.from() <= before.from() {
                let given = Got::name(&alloc::format!("{}", version.from()));
                faults.add(FaultCode::Order, &at.key("from"), Expected::After(before.from()), given);
            }
            let (before, after) = (before.policy(), version.policy());
            version.deal_stages().check(before, after, &at.key("deal_stages"), faults);
        }
    }

    /// The versions, in the order in which they come into force.
    #[must_use]
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = &Version> {
        core::iter::once(&self.first).chain(&self.later)
    }

    /// The version that comes into force last.
    #[must_use]
    pub fn newest(&self) -> &Version {
        self.later.last().unwrap_or(&self.first)
    }

    /// The version in force at an instant; none before the first.
    #[must_use]
    pub fn at(&self, at: Instant) -> Option<&Version> {
        let later = self.later.partition_point(|version| version.from() <= at);
        let version = later.checked_sub(1).and_then(|newest| self.later.get(newest)).unwrap_or(&self.first);
        Some(version).filter(|version| version.from() <= at)
    }

    /// The version of a stamp, if the book has it.
    #[must_use]
    pub fn find(&self, stamp: &PolicyStamp) -> Option<&Version> {
        self.versions().find(|version| version.stamp().is_version(stamp))
    }

    /// The version that a lead is under.
    ///
    /// # Errors
    /// The book says nothing of the lead.
    pub(in crate::lifecycle) fn of_lead(&self, lead: &Lead) -> Result<&Version, PolicyGap> {
        let in_force = self.covers(lead.recorded_at())?;
        if let Some(version) = self.find(lead.policy()) {
            return Ok(version);
        }
        let zones = in_force.policy().draft().zones.keys();
        let zones = if lead.policy().since == in_force.stamp().since { zones.cloned().collect() } else { Vec::new() };
        let (of_lead, in_force) = (lead.policy().clone(), in_force.stamp().clone());
        if of_lead.since > in_force.since {
            return Err(PolicyGap::Newer { lead: of_lead, in_force });
        }
        Err(PolicyGap::Unknown { lead: of_lead, in_force, zones })
    }

    /// The version in force at an instant.
    ///
    /// # Errors
    /// The first version comes into force later.
    pub(in crate::lifecycle) fn covers(&self, at: Instant) -> Result<&Version, PolicyGap> {
        self.at(at).ok_or_else(|| PolicyGap::Before { at, from: self.first.from() })
    }

    /// The version that a lead under another one adopts next, and when: of those that came into force up to `cursor` the
    /// newest, otherwise the first that comes.
    pub(in crate::lifecycle) fn next_after(&self, stamp: &PolicyStamp, cursor: Instant) -> Option<(Instant, &Version)> {
        let due = self.later.partition_point(|version| version.from() <= cursor);
        let newest = due.checked_sub(1).and_then(|newest| self.later.get(newest));
        let next = newest.filter(|version| version.from() > stamp.since).or_else(|| self.later.get(due))?;
        Some((next.from().max(cursor), next))
    }

    /// Where a deal goes that is at a place under one version and comes under a later one.
    pub(super) fn moved(&self, place: DealPlace, from: &PolicyStamp, to: &Version) -> DealPlace {
        let passed = self.later.iter().filter(|version| from.since < version.from() && version.from() <= to.from());
        passed.fold(place, |place, version| version.deal_stages().moved(&place))
    }
}
