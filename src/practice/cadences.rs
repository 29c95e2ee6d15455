//! Cadences (シーケンス): a planned row of attempts, with its spacing and its channels.
//!
//! # Spacing
//!
//! | cadence | when |
//! |---|---|
//! | first contact, the default | the next day → after 3 days → after 1 week → after 2 weeks |
//! | nurture by mail (ナーチャリング) | after 3 → 7 → 14 days |
//!
//! # Usual cadences
//!
//! | cadence | steps |
//! |---|---|
//! | first follow-up of an MQL | 5–7 steps: phone, mail, phone, … |
//! | after a document was requested (資料請求) | – |
//! | after a webinar (ウェビナー) | thanks → material → meeting |
//! | waking up recycled leads (掘り起こし) | – |
//! | BDR, outbound | mail → call → social network → mail |
//!
//! A dash: the guides name the cadence and give no steps.
//!
//! # What decides
//!
//! How many attempts, how far apart and by which channels is policy. A cadence stops when the lead replies, when its
//! stage changes, and when it opts out (オプトアウト).
//!
//! # In this crate
//!
//! Not built yet: **the crate does not plan attempts.** It records them with channel and outcome, at every stage
//! ([`Command::RecordAttempt`], [`ContactOutcome`]), and keeps an instant that the lead named ([`Command::Postpone`]): when
//! it has come, the agenda says so until an attempt is made. It also knows the three events that stop a cadence: an
//! attempt that the lead began ([`Direction::Inbound`]), a change of stage, and a consent that was withdrawn ([`Consent`]).
//!
//! [`Command::Postpone`]: crate::Command::Postpone
//! [`Command::RecordAttempt`]: crate::Command::RecordAttempt
//! [`Consent`]: crate::lead::Consent
//! [`ContactOutcome`]: crate::values::ContactOutcome
//! [`Direction::Inbound`]: crate::values::Direction::Inbound
