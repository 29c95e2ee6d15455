//! What kind of cycle it is.

use crate::values::vocabulary;

vocabulary! {
    /// What kind of cycle it is: whether step rates may count it.
    CycleKind {
        /// Worked on by marketing and sales.
        Sales = "sales",
        /// Bought without sales: milestones that nobody passed are not reached, and step rates leave it out.
        Direct = "direct",
    }
}
