//! Service levels: clocks, their holds, late news, what is taken back, new versions, and what a lead keeps of them.

mod desk;
mod laws;
mod naive;
mod office;
mod practice;
mod presets;
mod taken_back;
