//! What news that are there set off, once something has changed what they meet.

use alloc::vec::Vec;

use crate::lead::{Because, Cause};
use crate::lifecycle::book::Version;
use crate::lifecycle::context::Context;
use crate::lifecycle::fact_chain::FactChain;
use crate::lifecycle::mint::{By, Times};
use crate::lifecycle::sets_off::News;
use crate::lifecycle::unmet::{Unmet, misfit};
use crate::values::Instant;

/// A hand-raise that waits, or a score that would suggest to reopen, sets off what it sets off.
pub(in crate::lifecycle) fn set_off_again(
    chain: &mut FactChain<'_>,
    version: &Version,
    (ctx, now): (&Context, Instant),
    because: Because,
) -> Result<(), Vec<Unmet>> {
    let lead = chain.lead().map_err(misfit)?;
    let news = |at: Instant| News { policy: version.policy(), lead, at, now };
    let raised = lead.hand_raise().newest().and_then(|at| news(at).raise_hand(None));
    if let Some(body) = raised.or_else(|| news(now).suggest()) {
        let cause = Cause::Rule(because);
        chain.push(By { stamp: version.stamp(), ctx, times: Times::at_once(now), cause }, body).map_err(misfit)?;
    }
    Ok(())
}
