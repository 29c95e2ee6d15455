//! Service-level clocks: what they see of facts (`seen`), what facts make of them (`watch`), the facts of it (`settle`), and what
//! time makes of them (`due`).

mod due;
mod seen;
mod settle;
mod watch;

pub(super) use due::offers;
pub(super) use settle::{Settling, restate, settle, settle_first};
pub(super) use watch::Watch;
