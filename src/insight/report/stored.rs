//! The stored form of a report: settled, and checked on the way in.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::insight::line::Quality;
use crate::insight::report::report::Report;
use crate::insight::report::report_plan::PlanPrint;
use crate::insight::report::tables::Tables;
use crate::lead::SCHEMA;

#[derive(Serialize, Deserialize)]
#[serde(rename = "Report", deny_unknown_fields, expecting = "a table")]
struct Stored {
    schema: u16,
    plan: PlanPrint,
    leads: i64,
    quality: Quality,
    tables: Tables,
}

/// The settled form: two reports that say the same are stored alike.
impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { plan, leads, quality, tables } = self.settled();
        let schema = SCHEMA;
        let stored = Stored { schema, plan, leads, quality, tables };
        stored.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Report {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let stored = Stored::deserialize(deserializer)?;
        let Stored { schema, plan, leads, quality, tables } = stored;
        if schema != SCHEMA {
            return Err(D::Error::custom(alloc::format!("schema {schema} of a report is not {SCHEMA}: build it anew")));
        }
        let report = Self { plan, leads, quality, tables };
        if report.is_sound() {
            Ok(report)
        } else {
            Err(D::Error::custom(
                "a report is not sound: a row is of a slice or of a kind of time that it does not have",
            ))
        }
    }
}
