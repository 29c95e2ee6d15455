//! Reading a lead as time has made it, whether anybody has recorded that or not.

use crate::lead::{Because, Lead};
use crate::lifecycle::book::{PolicyGap, Version};
use crate::lifecycle::clock::catch_up;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::lifecycle::Lifecycle;

use crate::values::Instant;

impl Lifecycle {
    /// An answer of the lead as it is once everything due up to `at` has happened, and of the version it is under then. The
    /// same as deciding then answers.
    ///
    /// # Errors
    /// The book says nothing of the lead.
    pub(super) fn virtually<'s, T>(
        &'s self,
        lead: &Lead,
        at: Instant,
        answer: impl FnOnce(&Lead, &'s Version) -> T,
    ) -> Result<T, PolicyGap> {
        let version = self.book().of_lead(lead)?;
        let mut chain = FactChain::after(lead);
        // What does not fit is a fault of the crate, which deciding tells: here the lead is answered as it is.
        let caught = catch_up(self.book(), &mut chain, (lead.recorded_at(), Because::Time), at);
        match caught.and_then(|()| chain.lead()) {
            Ok(now) => Ok(answer(now, self.book().find(now.policy()).unwrap_or(version))),
            Err(_misfit) => Ok(answer(lead, version)),
        }
    }
}
