//! Measuring: what lines say of leads, what reports make of lines, what readings count, beside a slow and simple model.

mod engines;
mod hostile;
mod leads;
mod lines;
mod measured;
mod money;
mod naive;
mod periods;
mod readings;
mod reports;
mod restated;
mod stretches;
mod survival;
mod tables;
mod times;
