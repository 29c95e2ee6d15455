#![doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/embedding/embedding.md"))]

// Each page is a Markdown file beside this one. Here is no code: nothing is imported, and nothing imports it.

#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/embedding/erasure.md"))]
#[doc(alias = "GDPR")]
#[doc(alias = "個人情報の削除")]
pub mod erasure {}
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/embedding/measuring.md"))]
#[doc(alias = "reports")]
pub mod measuring {}
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/embedding/policies.md"))]
pub mod policies {}
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/embedding/running.md"))]
#[doc(alias = "async")]
#[doc(alias = "threads")]
pub mod running {}
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/embedding/sizing.md"))]
pub mod sizing {}
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/embedding/storing.md"))]
#[doc(alias = "event sourcing")]
pub mod storing {}
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/embedding/tenants.md"))]
#[doc(alias = "multi-tenancy")]
pub mod tenants {}
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/embedding/timers.md"))]
pub mod timers {}
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/embedding/transactions.md"))]
#[doc(alias = "idempotency")]
pub mod transactions {}
#[doc = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/embedding/versions.md"))]
#[doc(alias = "upcasting")]
pub mod versions {}
