//! A part of a batch that is kept as a whole or taken back as a whole.

use lead_lifecycle::Instant;
use lead_lifecycle::values::CommandId;

use crate::problem::Problem;
use crate::store::{Batch, instant};

impl Batch<'_> {
    /// What follows can be taken back.
    pub(crate) fn set_aside(&self) -> Result<(), Problem> {
        Ok(self.tx.execute_batch("SAVEPOINT aside")?)
    }

    /// Keeps what was done since.
    pub(crate) fn keep(&self) -> Result<(), Problem> {
        Ok(self.tx.execute_batch("RELEASE aside")?)
    }

    /// Takes back what was done since.
    pub(crate) fn take_back(&self) -> Result<(), Problem> {
        Ok(self.tx.execute_batch("ROLLBACK TO aside; RELEASE aside")?)
    }

    /// When the facts of a command were recorded, if it has any.
    pub(crate) fn recorded(&self, id: &CommandId) -> Result<Option<Instant>, Problem> {
        let sql = "SELECT min(recorded_at) FROM facts WHERE command_id = ?1";
        let seconds: Option<i64> = self.tx.prepare_cached(sql)?.query_row([id.as_str()], |row| row.get(0))?;
        seconds.map(instant).transpose()
    }
}
