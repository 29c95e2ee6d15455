//! Places in the lists of the checked rules: which list a number belongs to is its type.

macro_rules! place {
    ($(#[$doc:meta])* $name:ident: $number:ty) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
        #[repr(transparent)]
        pub(in crate::scoring) struct $name($number);

        impl $name {
            /// Of an index; the bounds on counts keep it far below the end of its type.
            #[inline]
            pub(in crate::scoring) fn of(index: usize) -> Self {
                Self(<$number>::try_from(index).unwrap_or(<$number>::MAX))
            }

            #[inline]
            pub(in crate::scoring) fn index(self) -> usize {
                usize::from(self.0)
            }
        }

        impl From<$name> for $number {
            #[inline]
            fn from(place: $name) -> Self {
                place.0
            }
        }
    };
}

place! {
    /// Of a tag.
    TagPlace: u16
}
place! {
    /// Of a rule, among those of its kind.
    RulePlace: u16
}
place! {
    /// Of a group.
    GroupPlace: u8
}
place! {
    /// Of a dimension.
    DimensionPlace: u8
}
place! {
    /// Of a score profile.
    ProfilePlace: u8
}
