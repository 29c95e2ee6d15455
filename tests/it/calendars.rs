//! Zones and working time: the oracles' vectors, a walker that goes second by second, and the laws.

mod bounds;
mod laws;
mod offices;
mod oracle;
mod policies;
mod zones;
