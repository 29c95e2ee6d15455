//! The host is robust like a product: full disks, closed pipes, protected, damaged and foreign files, arguments and journals of
//! any bytes, several writers, kills. No accepted fact is lost and none doubled; otherwise there is a clear error.
//!
//! The trials of chaos have a small count here; `CRM_CHAOS=50 cargo test -p crm --test robust chaos -- --nocapture` does more of
//! them and tells what they met.

mod chaos;
mod demo;
mod foreign;
mod guarded;
mod journals;
mod output;
mod timers;
pub(crate) mod trial;
mod verified;
mod words;
