//! How a value is stored that may be known not to be known.

use serde::{Deserialize, Deserializer, Serialize as _, Serializer};

/// Writes what is known in a list of its own: in JSON nothing known and known to be nothing would else both be `null`.
#[expect(clippy::option_option, reason = "this is about nothing else")]
#[expect(clippy::ref_option, reason = "serde calls it so")]
pub(in crate::insight) fn serialize<T: serde::Serialize, S: Serializer>(
    value: &Option<Option<T>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    value.as_ref().map(|known| (known,)).serialize(serializer)
}

#[expect(clippy::option_option, reason = "this is about nothing else")]
pub(in crate::insight) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    let known = Option::<(Option<T>,)>::deserialize(deserializer)?;
    Ok(known.map(|(known,)| known))
}
