//! Bytes of a file to text, as a stream. What cannot be read is an error with its line: no sign is replaced in silence.

use std::fmt;
use std::io::{self, Read, Write};

use encoding_rs::{Decoder, DecoderResult, Encoding, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::Deserialize;

/// An encoding that a mapping may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Encoded(&'static Encoding);

impl Encoded {
    pub(crate) const UTF_8: Self = Self(UTF_8);
    pub(crate) const CP932: Self = Self(SHIFT_JIS);

    /// The encoding that a mark at the beginning of the file tells, and how long the mark is.
    pub(crate) fn of_mark(start: &[u8]) -> Option<(Self, usize)> {
        Encoding::for_bom(start).map(|(encoding, length)| (Self(encoding), length))
    }

    /// The text, if every byte of it can be read.
    pub(crate) fn text(self, bytes: &[u8]) -> Option<String> {
        self.0.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned)
    }

    /// Text in this encoding; a sign that it does not have becomes `?`.
    pub(crate) fn bytes(self, text: &str) -> Vec<u8> {
        if self.0 == UTF_16LE {
            return text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        }
        if self.0 == UTF_16BE {
            return text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        }
        let (bytes, _, missing) = self.0.encode(text);
        if !missing {
            return bytes.into_owned();
        }
        let known = |sign: char| !self.0.encode(sign.encode_utf8(&mut [0; 4])).2;
        let text: String = text.chars().map(|sign| if known(sign) { sign } else { '?' }).collect();
        self.0.encode(&text).0.into_owned()
    }
}

impl TryFrom<String> for Encoded {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let known = match name.to_ascii_lowercase().replace('_', "-").as_str() {
            "cp932" | "shift-jis" | "sjis" | "windows-31j" | "ms932" => Some(SHIFT_JIS),
            "utf-16" | "utf-16le" => Some(UTF_16LE),
            "utf-16be" => Some(UTF_16BE),
            "latin-1" | "latin1" | "iso-8859-1" | "windows-1252" | "cp1252" => Some(WINDOWS_1252),
            // Others that are written by exports at times: EUC-JP, GB18030, and so on.
            other => Encoding::for_label_no_replacement(other.as_bytes())
                .or_else(|| Encoding::for_label_no_replacement(name.as_bytes())),
        };
        let known = known.ok_or_else(|| {
            format!("encoding `{name}` is not known: say `utf-8`, `cp932`, `utf-16le`, `utf-16be` or `latin-1`")
        })?;
        Ok(Self(known))
    }
}

impl fmt::Display for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.0 {
            known if known == SHIFT_JIS => "cp932",
            known if known == WINDOWS_1252 => "latin-1",
            known => return f.write_str(&known.name().to_ascii_lowercase()),
        };
        f.write_str(name)
    }
}

/// Bytes that are no text of the encoding.
#[derive(Debug)]
pub(crate) struct Undecodable {
    pub(crate) line: u64,
    encoding: Encoded,
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoding = self.encoding;
        write!(f, "bytes that are no {encoding}: say the file's `encoding` in the mapping, like `cp932` or `latin-1`")
    }
}

impl std::error::Error for Undecodable {}

/// A stream of bytes, read as UTF-8.
pub(crate) struct Decoded<R> {
    inner: R,
    encoding: Encoded,
    decoder: Decoder,
    /// Bytes that were read and not decoded yet: those from `from` on.
    raw: Vec<u8>,
    from: usize,
    ended: bool,
    /// Lines that were decoded.
    lines: u64,
    /// Text that was decoded and not handed over yet, from `next` on.
    text: Vec<u8>,
    next: usize,
}

/// How many bytes are read at once.
const PIECE: usize = 64 * 1024;

impl<R: Read> Decoded<R> {
    /// A stream whose mark, if it had one, was taken off.
    pub(crate) fn new(inner: R, encoding: Encoded) -> Self {
        let decoder = encoding.0.new_decoder_without_bom_handling();
        Self { inner, encoding, decoder, raw: Vec::new(), from: 0, ended: false, lines: 0, text: Vec::new(), next: 0 }
    }

    /// Decodes the next piece; whether there was one.
    fn piece(&mut self) -> io::Result<bool> {
        if self.from >= self.raw.len() {
            if self.ended {
                return Ok(false);
            }
            self.raw.resize(PIECE, 0);
            let read = self.inner.read(&mut self.raw)?;
            self.raw.truncate(read);
            (self.from, self.ended) = (0, read == 0);
        }
        self.text.resize(PIECE.saturating_mul(3), 0);
        let raw = self.raw.get(self.from..).unwrap_or_default();
        let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(raw, &mut self.text, self.ended);
        self.text.truncate(written);
        (self.next, self.from) = (0, self.from.saturating_add(read));
        let lines = self.text.split(|byte| *byte == b'\n').skip(1).count();
        self.lines = self.lines.saturating_add(u64::try_from(lines).unwrap_or(u64::MAX));
        if let DecoderResult::Malformed(..) = result {
            let wrong = Undecodable { line: self.lines.saturating_add(1), encoding: self.encoding };
            return Err(io::Error::new(io::ErrorKind::InvalidData, wrong));
        }
        Ok(true)
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, mut into: &mut [u8]) -> io::Result<usize> {
        while self.next >= self.text.len() {
            if !self.piece()? {
                return Ok(0);
            }
        }
        let ready = self.text.get(self.next..).unwrap_or_default();
        let given = into.write(ready)?;
        self.next = self.next.saturating_add(given);
        Ok(given)
    }
}

impl<R> fmt::Debug for Decoded<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoded").field("encoding", &self.encoding).finish_non_exhaustive()
    }
}
