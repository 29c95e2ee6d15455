//! `crm export --csv`: what it writes is read back by the mapping that it writes, and says what is not.

mod by_hand;
mod chance;
mod compared;
mod files;
mod imported;
mod journals;
