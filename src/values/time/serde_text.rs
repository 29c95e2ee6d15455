//! How a time value is stored: as its text where people read, as a number elsewhere.

macro_rules! serde_text {
    ($name:ident, $what:literal, $number:ty, $to:expr, $from:expr) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    let to: fn(&$name) -> $number = $to;
                    to(self).serialize(serializer)
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct TextVisitor;
                impl serde::de::Visitor<'_> for TextVisitor {
                    type Value = $name;
                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str($what)
                    }
                    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<$name, E> {
                        v.parse().map_err(E::custom)
                    }
                }
                if deserializer.is_human_readable() {
                    deserializer.deserialize_str(TextVisitor)
                } else {
                    let from: fn($number) -> Result<$name, $crate::values::time::TimeError> = $from;
                    from(<$number>::deserialize(deserializer)?).map_err(serde::de::Error::custom)
                }
            }
        }
    };
}

pub(super) use serde_text;
