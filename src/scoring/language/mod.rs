//! The checked rules (`rules`, with what they are made of: `tag`, `fit_rule`, `engagement_rule`, `timing_rule`,
//! `group`, `profile`) and their arithmetic: how points fade (`decay`, `half_life`, `ratio`) and combine (`combine`),
//! where a name stands (`index`), in which order reports list them (`outline`).
//!
//! This room must not know: what a lead keeps.

pub(super) mod combine;
pub(super) mod decay;
pub(super) mod engagement_rule;
pub(super) mod fit_rule;
pub(super) mod group;
pub(super) mod half_life;
pub(super) mod index;
pub(super) mod once_per;
pub(super) mod outline;
pub(super) mod place;
pub(super) mod profile;
pub(super) mod ratio;
pub(super) mod rules;
pub(super) mod standing;
pub(super) mod tag;
pub(super) mod thousandths;
pub(super) mod timing_rule;
