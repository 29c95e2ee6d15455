//! Zones and working time: the oracles' vectors, a walker that goes second by second, and the laws.

mod bounds;
mod laws;
pub(crate) mod offices;
mod oracle;
mod policies;
mod zones;
