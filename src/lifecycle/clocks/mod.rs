//! Service-level clocks: what they see of facts (`seen`), what facts make of them (`watch`), the facts of it (`settle`), what time
//! makes of them (`due`), and how a deadline comes about (`trace`).

mod due;
mod seen;
mod settle;
mod watch;

pub(super) use due::offers;
pub(super) use settle::{Settling, restate, settle, settle_first};
pub(super) use watch::Watch;
