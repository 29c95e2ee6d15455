//! Instants, spans, civil dates and UTC offsets. Arithmetic is chrono's; bounds and text forms are ours.

mod date;
mod instant;
mod moment;
mod serde_text;
mod span;
mod time_error;
mod utc_offset;

pub use date::Date;
pub use instant::Instant;
pub use moment::Moment;
pub use span::Span;
pub use time_error::TimeError;
pub use utc_offset::UtcOffset;
