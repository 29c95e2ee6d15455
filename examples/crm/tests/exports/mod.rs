//! Exports of other systems: the mappings that ship with the example, over made-up files with the columns of the real ones;
//! the real data where it is at hand; and mappings proposed from the files.

mod proposed;
mod real;
mod shipped;
mod steps;
