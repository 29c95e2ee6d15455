//! What a lead did: the raw activity as a source system reports it.

use serde::{Deserialize, Serialize};

use crate::values::fields::Fields;
use crate::values::text::{ActivityId, ActivityKind, ObjectKey};

/// One thing a lead did: opened a mail, read a page, joined a seminar.
///
/// The id makes it countable once; the object makes "ten opens of one mail" distinguishable from "ten mails opened".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table")]
#[doc(alias = "行動")]
pub struct Activity {
    /// The source system's id. The same id never counts twice.
    pub id: ActivityId,
    /// What was done: a word of the source system, told apart letter by letter.
    ///
    /// There is no list of kinds. Those that the policy names ([`TagDraft::kinds`], [`HandRaiseDraft::kinds`]) earn tags
    /// and raise hands; any other is kept and earns nothing: `contact_reqest` raises no hand, nor does `Contact_Request`. The decision
    /// tells it ([`Decision::notes`]). To correct it, record the activity again **under another id**: one that is
    /// known is not looked at again.
    ///
    /// [`Decision::notes`]: crate::lifecycle::Decision::notes
    ///
    /// [`TagDraft::kinds`]: crate::scoring::TagDraft::kinds
    /// [`HandRaiseDraft::kinds`]: crate::scoring::HandRaiseDraft::kinds
    pub kind: ActivityKind,
    /// The distinct thing it was done to, if rules should tell things apart.
    #[serde(default)]
    pub object: Option<ObjectKey>,
    /// Details that rules may look at.
    #[serde(default)]
    pub fields: Fields,
}

impl Activity {
    /// An activity without object and details.
    #[must_use]
    pub const fn new(id: ActivityId, kind: ActivityKind) -> Self {
        Self { id, kind, object: None, fields: Fields::new() }
    }
}
