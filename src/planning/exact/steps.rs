//! The steps of long numbers, counted in unit tests only: that is how a test knows what a call costs, on any machine.
//!
//! A step is one product of two limbs.

/// Counts steps in unit tests; nothing otherwise.
#[cfg(not(test))]
pub(super) const fn count(_steps: usize) {}

#[cfg(test)]
pub(super) use counting::count;
#[cfg(test)]
pub(super) use counting::steps_of;

#[cfg(test)]
mod counting {
    #[cfg(not(feature = "std"))]
    extern crate std;

    use core::cell::Cell;

    std::thread_local! {
        static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    pub(in crate::planning::exact) fn count(steps: usize) {
        STEPS.with(|made| made.set(made.get().saturating_add(steps)));
    }

    /// The steps that a run makes.
    pub(in crate::planning::exact) fn steps_of<T>(run: impl FnOnce() -> T) -> (usize, T) {
        let before = STEPS.with(Cell::get);
        let result = run();
        (STEPS.with(Cell::get).saturating_sub(before), result)
    }
}
