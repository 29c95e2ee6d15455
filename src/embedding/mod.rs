#![doc = include_str!("embedding.md")]

// Each page is a Markdown file beside this one. Here is no code: nothing is imported, and nothing imports it.

#[doc = include_str!("erasure.md")]
#[doc(alias = "GDPR")]
#[doc(alias = "個人情報の削除")]
pub mod erasure {}
#[doc = include_str!("policies.md")]
pub mod policies {}
#[doc = include_str!("running.md")]
#[doc(alias = "async")]
#[doc(alias = "threads")]
pub mod running {}
#[doc = include_str!("sizing.md")]
pub mod sizing {}
#[doc = include_str!("storing.md")]
#[doc(alias = "event sourcing")]
pub mod storing {}
#[doc = include_str!("tenants.md")]
#[doc(alias = "multi-tenancy")]
pub mod tenants {}
#[doc = include_str!("timers.md")]
pub mod timers {}
#[doc = include_str!("transactions.md")]
#[doc(alias = "idempotency")]
pub mod transactions {}
#[doc = include_str!("versions.md")]
#[doc(alias = "upcasting")]
pub mod versions {}
