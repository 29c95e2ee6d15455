//! The duties of a host that the crate cannot do for it: to erase a person from everything that is stored, and to know the
//! present.

mod erasure;
mod far_dates;
