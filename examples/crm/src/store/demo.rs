//! The mark of the demonstration: which database it may load its journal into.

use rusqlite::{OptionalExtension as _, TransactionBehavior};

use crate::problem::Problem;
use crate::store::Store;

/// In `meta`, the print of the policy and journal that the demonstration has begun the database from.
const DEMO: &str = "demo";

impl Store {
    /// Marks an empty database as that of the demonstration; one with its mark it goes on with.
    ///
    /// # Errors
    /// The database holds anything else: it is left as it is.
    pub(crate) fn begin_demo(&mut self, inputs: &str) -> Result<(), Problem> {
        let tx = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let known: Option<String> =
            tx.query_row("SELECT value FROM meta WHERE key = ?1", [DEMO], |row| row.get(0)).optional()?;
        if known.as_deref() == Some(inputs) {
            return Ok(());
        }
        if known.is_some() {
            return Err(Problem::Store(String::from(
                "the demonstration has made this database from another journal or policy, and deletes nothing: remove the \
                 file, or show it in another one with `crm --db FILE`",
            )));
        }
        let holds =
            "SELECT EXISTS (SELECT 1 FROM facts) OR EXISTS (SELECT 1 FROM commands) OR EXISTS (SELECT 1 FROM policies)";
        if tx.query_row(holds, [], |row| row.get::<_, bool>(0))? {
            return Err(Problem::Store(String::from(
                "this database holds what the demonstration has not loaded, and is left as it is: `crm board`, `crm funnel` \
                 and the like show it; `crm --db FILE` shows the demonstration in a file of its own",
            )));
        }
        tx.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)", [DEMO, inputs])?;
        Ok(tx.commit()?)
    }
}
