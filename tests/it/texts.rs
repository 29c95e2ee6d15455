//! What people type and paste: free text in one form, keys of which no two look alike by what cannot be seen.

use lead_lifecycle::values::{
    FieldName, FieldValue, Keyword, PolicyLabel, ReasonCode, RuleName, Text, TextError, limits,
};
use lead_lifecycle::{ActorId, Command, LeadKey};
use proptest::prelude::*;
use serde_json::json;

/// Text as browsers, files and pasted tables have it.
fn pasted() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\r\n"),
        Just("\r"),
        Just("\n"),
        Just("\t"),
        Just(" "),
        Just("\r\r\n"),
        Just("a"),
        Just("訪問"),
        Just("\u{3000}"),
        Just("x \r\n y"),
        Just("\u{200b}"),
    ];
    proptest::collection::vec(piece, 1..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// Every line ends in one way; nothing else is touched, and the form is its own form.
    #[test]
    fn free_text_has_one_form(given in pasted()) {
        let Ok(text) = Text::new(&given) else {
            prop_assert!(given.chars().all(|c| c.is_whitespace() || c == '\u{200b}'), "{given:?}");
            return Ok(());
        };
        let kept = text.as_str();
        prop_assert!(!kept.contains('\r'));
        // What an ear hears: the lines, each as it was.
        let lines = |text: &str| text.replace("\r\n", "\n").split(['\r', '\n']).map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(lines(kept), lines(&given));
        prop_assert_eq!(Text::new(kept).unwrap(), text.clone());
        // Read in, it is in the same form; written out and read again, too.
        let read: Text = serde_json::from_value(json!(given)).unwrap();
        prop_assert_eq!(&read, &text);
        prop_assert_eq!(serde_json::to_value(&text).unwrap(), json!(kept));
        prop_assert_eq!(postcard::from_bytes::<Text>(&postcard::to_allocvec(&given).unwrap()).unwrap(), text);
    }

    /// Any other control character is refused by its number and its place in what was given.
    #[test]
    fn control_characters_are_named(before in "[a-z\\r\\n\\t長]{0,20}", control in prop_oneof![0_u32..0x20, 0x7f_u32..0xa0]) {
        let control = char::from_u32(control).unwrap();
        let given = format!("a{before}{control}b");
        let told = Text::new(&given);
        if matches!(control, '\r' | '\n' | '\t') {
            prop_assert!(told.is_ok());
        } else {
            let at = before.chars().count() + 2;
            let words = format!("control character U+{:04X} at character {at}: remove it", u32::from(control));
            prop_assert_eq!(told.unwrap_err().to_string(), words);
        }
        // A key is one line.
        let name = match control {
            '\r' | '\n' => "line break",
            '\t' => "tab",
            _ => "control character",
        };
        let words = format!("{name} U+{:04X} at character 2: remove it", u32::from(control));
        prop_assert_eq!(ReasonCode::new(&format!("a{control}b")).unwrap_err().to_string(), words);
    }

    /// Two legal keys that show the same are the same: whatever shows nothing is refused wherever it is put.
    #[test]
    fn keys_never_differ_in_what_cannot_be_seen(key in "[a-z株式 -]{0,8}", hidden in hidden(), at in 0_usize..10) {
        let chars: Vec<char> = format!("k{key}y").chars().collect();
        let at = at % (chars.len() + 1);
        let mut with = chars.clone();
        with.insert(at, hidden);
        let with: String = with.into_iter().collect();
        let words = format!("invisible character U+{:04X} at character {}: remove it", u32::from(hidden), at + 1);
        prop_assert_eq!(LeadKey::new(&with).unwrap_err().to_string(), words.clone());
        prop_assert_eq!(Keyword::new(&with).unwrap_err().to_string(), words.clone());
        prop_assert_eq!(FieldName::new(&with).unwrap_err().to_string(), words.clone());
        prop_assert_eq!(RuleName::new(&with).unwrap_err().to_string(), words.clone());
        prop_assert_eq!(PolicyLabel::new(&with).unwrap_err().to_string(), words.clone());
        let read = serde_json::from_value::<ActorId>(json!(with)).unwrap_err();
        prop_assert_eq!(read.to_string(), words);
    }
}

/// Characters that cannot be seen, by Unicode: default-ignorable ones, formats, separators, spaces, noncharacters, blanks.
fn hidden() -> impl Strategy<Value = char> {
    let ranges = [
        0xad_u32..=0xad,
        0xa0..=0xa0,
        0x34f..=0x34f,
        0x600..=0x605,
        0x61c..=0x61c,
        0x6dd..=0x6dd,
        0x70f..=0x70f,
        0x115f..=0x1160,
        0x1680..=0x1680,
        0x17b4..=0x17b5,
        0x180b..=0x180f,
        0x2000..=0x200f,
        0x2028..=0x202f,
        0x205f..=0x206f,
        0x2800..=0x2800,
        0x3164..=0x3164,
        0xfdd0..=0xfdef,
        0xfe00..=0xfe0f,
        0xfeff..=0xfeff,
        0xffa0..=0xffa0,
        0xfff0..=0xfffb,
        0xfffe..=0xffff,
        0x1bca0..=0x1bca3,
        0x1d173..=0x1d17a,
        0x1fffe..=0x1ffff,
        0xe0001..=0xe0001,
        0xe0020..=0xe007f,
        0xe0100..=0xe01ef,
        0x10_fffe..=0x10_ffff,
    ];
    (0..ranges.len(), any::<u32>()).prop_filter_map("a character", move |(range, which)| {
        let range = &ranges[range];
        char::from_u32(range.start() + which % (range.end() - range.start() + 1))
    })
}

#[test]
fn what_a_form_sends_is_taken() {
    let command = r#"{"promote":{"note":"asked for a quote\r\n\tby Friday\rno budget yet"}}"#;
    let Command::Promote { note: Some(note) } = serde_json::from_str(command).unwrap() else { panic!("a note") };
    assert_eq!(note.as_str(), "asked for a quote\n\tby Friday\nno budget yet");
    let field: FieldValue = serde_json::from_str(r#"{"text":"1-2-3 Chuo\r\nTokyo"}"#).unwrap();
    assert_eq!(field, FieldValue::Text("1-2-3 Chuo\nTokyo".parse().unwrap()));
}

#[test]
fn characters_are_counted_in_the_form_that_is_kept() {
    let most = limits::TEXT_CHARS.max_len();
    let lines = |count: usize| "\r\n".repeat(count - 1) + "a";
    assert_eq!(Text::new(&lines(most)).unwrap().as_str().chars().count(), most);
    assert_eq!(Text::new(&lines(most + 1)), Err(TextError::TooLong { chars: most + 1, max: most }));
}

#[test]
fn a_text_that_shows_nothing_is_none() {
    for blank in ["", " ", "\r\n\t", "\u{200b}", "\u{feff}\u{3164} ", "\u{3000}"] {
        assert_eq!(Text::new(blank), Err(TextError::Empty), "{blank:?}");
    }
    assert!(Text::new("a\u{200d}b").is_ok(), "joiners belong to letters and faces that people write");
}

/// Names of companies hold it, it is as wide as a letter, and people see it.
#[test]
fn the_ideographic_space_is_seen() {
    assert!(LeadKey::new("株式会社\u{3000}北浜").is_ok());
    assert!(matches!(LeadKey::new("北浜\u{3000}"), Err(TextError::OuterSpace { .. })));
}
