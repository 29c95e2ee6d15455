//! What is on the screen: the help lists what the parser accepts and nothing else, mistyped words are suggested, every count can be
//! listed, no form that programmers read is shown, JSON says what the text says, and colours are where they are wanted.

mod agendas;
mod colours;
mod counts;
mod helps;
mod json;
mod plain;
mod readme;
pub(crate) mod rich;
mod sla;
mod whys;
