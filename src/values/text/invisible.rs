//! Characters that cannot be seen: with them two different keys would look alike.

/// Characters that show nothing, or only change how others show, as ranges of code points in rising order.
///
/// Unicode 17, `DerivedCoreProperties.txt` (`Default_Ignorable_Code_Point`), `extracted/DerivedGeneralCategory.txt` (`Cf`, `Zl`,
/// `Zp`, and `Zs` but for the space itself and the ideographic space), the noncharacters of the Basic Multilingual Plane
/// (those of the others are the last two of each plane), and of the rest what shows as a blank: U+2800, U+1D159, U+16FE4.
///
/// The ideographic space U+3000 is no member: it is as wide as a letter, people see it, and names of companies hold it.
const INVISIBLE: [(u32, u32); 31] = [
    (0x00a0, 0x00a0),   // no-break space
    (0x00ad, 0x00ad),   // soft hyphen
    (0x034f, 0x034f),   // combining grapheme joiner
    (0x0600, 0x0605),   // Arabic number signs
    (0x061c, 0x061c),   // Arabic letter mark
    (0x06dd, 0x06dd),   // Arabic end of ayah
    (0x070f, 0x070f),   // Syriac abbreviation mark
    (0x0890, 0x0891),   // Arabic pound and piastre marks above
    (0x08e2, 0x08e2),   // Arabic disputed end of ayah
    (0x115f, 0x1160),   // Hangul fillers
    (0x1680, 0x1680),   // Ogham space
    (0x17b4, 0x17b5),   // Khmer inherent vowels
    (0x180b, 0x180f),   // Mongolian variation selectors and vowel separator
    (0x2000, 0x200f),   // spaces of a width, zero-width space and joiners, marks of direction
    (0x2028, 0x202f),   // separators of lines and paragraphs, embeddings and overrides, narrow no-break space
    (0x205f, 0x206f), // mathematical space, word joiner, invisible operators, isolates, reserved and deprecated formats
    (0x2800, 0x2800), // blank braille pattern
    (0x3164, 0x3164), // Hangul filler
    (0xfdd0, 0xfdef), // noncharacters
    (0xfe00, 0xfe0f), // variation selectors
    (0xfeff, 0xfeff), // byte order mark
    (0xffa0, 0xffa0), // half-width Hangul filler
    (0xfff0, 0xfffb), // reserved, interlinear annotation
    (0x110bd, 0x110bd), // Kaithi number sign
    (0x110cd, 0x110cd), // Kaithi number sign above
    (0x13430, 0x1343f), // Egyptian hieroglyph formats
    (0x16fe4, 0x16fe4), // Khitan small script filler
    (0x1bca0, 0x1bca3), // shorthand formats
    (0x1d159, 0x1d159), // musical null notehead
    (0x1d173, 0x1d17a), // musical formats
    (0xe0000, 0xe0fff), // tags, variation selectors, reserved
];

/// Whether a character cannot be seen.
pub(super) fn is_invisible(char: char) -> bool {
    let code = u32::from(char);
    let last_two_of_a_plane = code & 0xfffe == 0xfffe;
    // The first range that does not end before the character.
    let place = INVISIBLE.partition_point(|(_, last)| *last < code);
    last_two_of_a_plane || INVISIBLE.get(place).is_some_and(|(first, _)| *first <= code)
}

#[cfg(test)]
mod tests {
    use crate::values::text::invisible::{INVISIBLE, is_invisible};

    /// Every character of the category `Cf`, as Python's `unicodedata` (Unicode 14) has them.
    const CF: [(u32, u32); 21] = [
        (0xad, 0xad),
        (0x600, 0x605),
        (0x61c, 0x61c),
        (0x6dd, 0x6dd),
        (0x70f, 0x70f),
        (0x890, 0x891),
        (0x8e2, 0x8e2),
        (0x180e, 0x180e),
        (0x200b, 0x200f),
        (0x202a, 0x202e),
        (0x2060, 0x2064),
        (0x2066, 0x206f),
        (0xfeff, 0xfeff),
        (0xfff9, 0xfffb),
        (0x110bd, 0x110bd),
        (0x110cd, 0x110cd),
        (0x13430, 0x13438),
        (0x1bca0, 0x1bca3),
        (0x1d173, 0x1d17a),
        (0xe0001, 0xe0001),
        (0xe0020, 0xe007f),
    ];

    /// `Default_Ignorable_Code_Point` of Unicode 17.
    const IGNORABLE: [(u32, u32); 17] = [
        (0xad, 0xad),
        (0x34f, 0x34f),
        (0x61c, 0x61c),
        (0x115f, 0x1160),
        (0x17b4, 0x17b5),
        (0x180b, 0x180f),
        (0x200b, 0x200f),
        (0x202a, 0x202e),
        (0x2060, 0x206f),
        (0x3164, 0x3164),
        (0xfe00, 0xfe0f),
        (0xfeff, 0xfeff),
        (0xffa0, 0xffa0),
        (0xfff0, 0xfff8),
        (0x1bca0, 0x1bca3),
        (0x1d173, 0x1d17a),
        (0xe0000, 0xe0fff),
    ];

    #[test]
    fn the_table_holds_what_unicode_says() {
        assert!(INVISIBLE.is_sorted_by(|(_, last), (first, _)| last < first), "binary search needs their order");
        assert!(INVISIBLE.iter().all(|(first, last)| first <= last));
        for (first, last) in CF.into_iter().chain(IGNORABLE) {
            for char in (first..=last).filter_map(char::from_u32) {
                assert!(is_invisible(char), "U+{:04X}", u32::from(char));
            }
        }
        for char in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let shown = !char.is_whitespace() || matches!(char, ' ' | '\u{3000}') || char.is_control();
            assert!(shown || is_invisible(char), "U+{:04X} is space", u32::from(char));
            if char.is_alphanumeric() {
                let filler = matches!(char, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{16fe4}');
                assert!(filler || !is_invisible(char), "U+{:04X} is a letter", u32::from(char));
            }
        }
        for char in ['\u{fffe}', '\u{ffff}', '\u{1fffe}', '\u{10ffff}', '\u{fdd0}', '\u{2800}'] {
            assert!(is_invisible(char), "U+{:04X}", u32::from(char));
        }
    }
}
