//! How a type of checked text is defined.

macro_rules! checked_text {
    ($(#[$doc:meta])* $name:ident: $held:ty, $check:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($held);

        impl $name {
            #[doc = concat!("Checks and keeps ", $what, ".")]
            ///
            /// # Errors
            /// Empty or blank text, too many characters, control characters, and for keys line breaks, tabs, invisible
            /// characters and space at either end.
            pub fn new(text: &str) -> Result<Self, $crate::values::TextError> {
                Ok(Self(Held::hold(&$check(text)?)))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.text()
            }

            /// The stable fingerprint of the text.
            #[must_use]
            pub fn fingerprint(&self) -> Fingerprint {
                self.0.fingerprint()
            }

            /// The stable 128-bit digest of the text.
            #[must_use]
            pub fn digest(&self) -> Digest {
                self.0.digest()
            }
        }

        impl Literal for $name {
            fn literal(text: &'static str) -> Self {
                debug_assert!($check(text).is_ok());
                Self(Held::hold(text))
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl core::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::values::TextError;
            fn from_str(text: &str) -> Result<Self, $crate::values::TextError> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::values::TextError;
            fn try_from(text: &str) -> Result<Self, $crate::values::TextError> {
                Self::new(text)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
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
                        $name::new(v).map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(TextVisitor)
            }
        }
    };
}

pub(super) use checked_text;
