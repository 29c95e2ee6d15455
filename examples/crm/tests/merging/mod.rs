//! Two leads become one and two again: by hand, by lines of a journal, two programs at once and under kills; what reports make of
//! it; whose deal and contract keys are; and that an erased person is in no lead that is one with another.

mod by_hand;
mod erasing;
mod keys;
mod lines;
mod reports;
mod story;
mod together;
