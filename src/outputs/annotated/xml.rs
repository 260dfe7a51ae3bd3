//! XML parts as text with byte offsets: tags where they stand, and edits at those places.
//!
//! Nothing is reserialised. A part is read with quick-xml for its offsets, and only the bytes that an
//! edit names change. Element names are compared without their namespace prefix; what is inserted
//! takes the prefix of the part's root.

use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::error::{Error, Result};
use crate::xlsx::limits::has_dtd;
use crate::xlsx::utf16::to_utf8;

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// `<a>`
    Open,
    /// `<a/>`
    Empty,
    /// `</a>`
    Close,
}

/// A tag as it stands in the part.
#[derive(Debug, Clone, Copy)]
pub struct Tag<'a> {
    /// What it does.
    pub kind: TagKind,
    /// The tag with its angle brackets.
    pub text: &'a str,
    /// Offset of its `<`.
    pub start: usize,
    /// Offset after its `>`.
    pub end: usize,
    /// Elements around it: 0 for the root, the same for an element's open and close tag.
    pub depth: usize,
}

impl<'a> Tag<'a> {
    /// A tag cut out of its part, for reading its attributes.
    pub fn alone(text: &'a str) -> Self {
        Self { kind: TagKind::Open, text, start: 0, end: text.len(), depth: 0 }
    }

    /// The element's name with its prefix.
    pub fn name(&self) -> &'a str {
        let name = &self.text[..name_end(self.text)];
        name.strip_prefix("</").or_else(|| name.strip_prefix('<')).unwrap_or(name)
    }

    /// The element's name without its prefix.
    pub fn local(&self) -> &'a str {
        self.name().rsplit(':').next().unwrap_or_default()
    }

    /// The element's prefix with its colon, or nothing.
    pub fn prefix(&self) -> &'a str {
        let name = self.name();
        &name[..name.find(':').map_or(0, |colon| colon + 1)]
    }

    /// Opens an element, with or without content.
    pub fn opens(&self) -> bool {
        self.kind != TagKind::Close
    }

    /// An attribute without prefix, as written (not unescaped).
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        let text = self.text;
        attributes(text).find(|(key, _)| &text[key.clone()] == name).map(|(_, value)| &text[value])
    }

    /// An attribute without prefix, unescaped.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        self.raw(name).map(unescaped)
    }

    /// An attribute without prefix, as a number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.raw(name)?.trim().parse().ok()
    }

    /// A truth value: `1` or `true`.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.raw(name), Some("1" | "true"))
    }

    /// It has a name, and up to its end attributes of different names with quoted values. A reader may pass over what
    /// is not, but what is added to such a tag, or named after it, may be read as something else.
    fn is_well_formed(&self) -> bool {
        let mut names: Vec<&str> = Vec::new();
        let mut end = name_end(self.text);
        for (name, value) in attributes(self.text) {
            names.push(&self.text[name]);
            end = value.end + 1;
        }
        let is_repeated = |at: usize| names[..at].contains(&names[at]);
        is_name(self.name())
            && names.iter().all(|name| is_name(name))
            && matches!(self.text[end..].trim_ascii_start(), ">" | "/>")
            && !(1..names.len()).any(is_repeated)
    }

    /// An attribute that has a prefix, such as `r:id`: its qualified name and its value.
    pub fn prefixed(&self, local: &str) -> Option<(&'a str, Cow<'a, str>)> {
        let text = self.text;
        attributes(text).find_map(|(key, value)| {
            let key = &text[key];
            let (prefix, name) = key.split_once(':')?;
            (name == local && prefix != "xmlns").then(|| (key, unescaped(&text[value])))
        })
    }
}

/// A name as XML has it; which characters beyond ASCII it may hold is not looked at.
fn is_name(name: &str) -> bool {
    let holds = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii() || b"_:.-".contains(&byte);
    !name.is_empty() && name.bytes().all(holds)
}

/// Offset after the element's name.
fn name_end(tag: &str) -> usize {
    let inner = tag.strip_suffix("/>").or_else(|| tag.strip_suffix('>')).unwrap_or(tag);
    inner.find(|c: char| c.is_ascii_whitespace()).unwrap_or(inner.len())
}

/// The attributes of a tag: the span of each name, and of each value inside its quotes.
fn attributes(tag: &str) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + '_ {
    let bytes = tag.as_bytes();
    let skip = move |mut at: usize, keep: fn(u8) -> bool| {
        while at < bytes.len() && keep(bytes[at]) {
            at += 1;
        }
        at
    };
    let space: fn(u8) -> bool = |byte| byte.is_ascii_whitespace();
    let mut at = skip(0, |byte| !byte.is_ascii_whitespace());
    std::iter::from_fn(move || {
        let name_start = skip(at, space);
        let name_end = skip(name_start, |byte| !byte.is_ascii_whitespace() && byte != b'=' && byte != b'>');
        let equals = skip(name_end, space);
        let quote_at = skip(equals + 1, space);
        let quote = *bytes.get(quote_at)?;
        if bytes.get(equals) != Some(&b'=') || !matches!(quote, b'"' | b'\'') {
            return None;
        }
        let value_end = quote_at + 1 + bytes[quote_at + 1..].iter().position(|&byte| byte == quote)?;
        at = value_end + 1;
        Some((name_start..name_end, quote_at + 1..value_end))
    })
}

/// The tag with an attribute set: replaced where it stands, else added after the element's name.
pub fn with_attribute(tag: &str, name: &str, value: &str) -> String {
    let value = escaped(value);
    let place = match attributes(tag).find(|(key, _)| &tag[key.clone()] == name) {
        Some((_, span)) => return format!("{}{value}{}", &tag[..span.start], &tag[span.end..]),
        None => name_end(tag),
    };
    format!("{} {name}=\"{value}\"{}", &tag[..place], &tag[place..])
}

/// An element of a tag that is open or empty, and of content: `<a b="c"/>` as `<a b="c">content</a>`.
pub fn filled(tag: &str, content: &str) -> String {
    let open = tag.strip_suffix("/>").or_else(|| tag.strip_suffix('>')).unwrap_or(tag);
    format!("{}>{content}</{}>", open.trim_ascii_end(), Tag::alone(tag).name())
}

/// Calls `visit` for each tag of an XML text.
///
/// # Errors
/// [`Error::Damaged`] when the text is not well formed, [`Error::Refused`] when it has a DTD.
pub fn for_each_tag<'a>(text: &'a str, mut visit: impl FnMut(Tag<'a>)) -> Result<()> {
    for_some_tags(text, |tag| {
        visit(tag);
        None
    })
}

/// Calls `visit` for the tags of an XML text. After an open tag it may name the offset of the element's close tag,
/// to go on there without looking at what the element holds.
///
/// # Errors
/// Those of [`for_each_tag`]; what is skipped is not looked at.
pub fn for_some_tags<'a>(text: &'a str, mut visit: impl FnMut(Tag<'a>) -> Option<usize>) -> Result<()> {
    let mut reader = Reader::from_str(text);
    let (mut depth, mut base) = (0_usize, 0);
    let unbalanced = || Error::broken("elemen XML tidak ditutup dengan benar", "an XML element is not closed properly");
    loop {
        let start = base + offset(reader.buffer_position());
        let event = reader.read_event().map_err(Error::damaged)?;
        let kind = match event {
            Event::Start(_) => TagKind::Open,
            Event::Empty(_) => TagKind::Empty,
            Event::End(_) => TagKind::Close,
            Event::DocType(_) => return Err(has_dtd()),
            Event::Eof if depth == 0 => return Ok(()),
            Event::Eof => return Err(unbalanced()),
            _ => continue,
        };
        let end = base + offset(reader.buffer_position());
        if kind == TagKind::Close {
            depth = depth.checked_sub(1).ok_or_else(unbalanced)?;
        }
        let tag = Tag { kind, text: &text[start..end], start, end, depth };
        if tag.opens() && !tag.is_well_formed() {
            return Err(Error::broken("sebuah elemen XML tidak ditulis dengan benar", "an XML element is malformed"));
        }
        let close = visit(tag);
        if kind == TagKind::Open {
            depth += 1;
        }
        if let Some(close) = close {
            base = close;
            reader = Reader::from_str(&text[base..]);
            // The elements around it were opened before.
            reader.config_mut().check_end_names = false;
            reader.config_mut().allow_unmatched_ends = true;
        }
    }
}

/// Offset of the close tag of an open one, by its name alone; `None` when the element seems to hold another of its name.
pub fn close_of(text: &str, open: Tag<'_>) -> Option<usize> {
    let rest = &text.as_bytes()[open.end..];
    let length = memchr::memmem::find(rest, format!("</{}", open.name()).as_bytes())?;
    let holds_another = memchr::memmem::find(&rest[..length], format!("<{}", open.name()).as_bytes()).is_some();
    (!holds_another).then_some(open.end + length)
}

fn offset(position: u64) -> usize {
    usize::try_from(position).expect("the part is held in memory")
}

/// The root element of a part.
#[derive(Debug, Clone)]
pub struct Root {
    /// Namespace prefix of the root's name with its colon, or nothing.
    pub prefix: String,
    /// The package follows strict OOXML, whose namespaces are other ones.
    pub strict: bool,
    /// The prefix bound to the relationships namespace, if the root binds one.
    pub relation_prefix: Option<String>,
    /// Offset of the root's closing tag; `None` when the root is `<a/>`.
    pub close: Option<usize>,
}

const STRICT: &str = "http://purl.oclc.org/ooxml/";

/// Looks at the root element.
///
/// # Errors
/// [`Error::Damaged`] when there is none, and those of [`for_each_tag`].
pub fn root(text: &str) -> Result<Root> {
    let mut root = None;
    for_each_tag(text, |tag| match (&mut root, tag.depth, tag.kind) {
        (None, ..) => root = Some(root_of(tag)),
        (Some(root), 0, TagKind::Close) => root.close = Some(tag.start),
        _ => {}
    })?;
    root.ok_or_else(|| Error::broken("bagian XML kosong", "an XML part is empty"))
}

/// The root's properties from its open tag; where it closes is not known yet.
pub fn root_of(tag: Tag<'_>) -> Root {
    let relation_prefix = attributes(tag.text).find_map(|(key, value)| {
        let prefix = tag.text[key].strip_prefix("xmlns:")?;
        let uri = &tag.text[value];
        (uri.ends_with("/relationships") && !uri.contains("/package/")).then(|| prefix.to_string())
    });
    Root { prefix: tag.prefix().into(), strict: tag.text.contains(STRICT), relation_prefix, close: None }
}

impl Root {
    /// An `r:id` attribute for an inserted element, which declares its prefix when the root does not.
    pub fn relation_id(&self, id: &str) -> String {
        match &self.relation_prefix {
            Some(prefix) => format!("{prefix}:id=\"{id}\""),
            None => format!("xmlns:r=\"{}\" r:id=\"{id}\"", relation_namespace(self.strict)),
        }
    }
}

/// The namespace of spreadsheet parts.
pub fn main_namespace(strict: bool) -> &'static str {
    if strict {
        "http://purl.oclc.org/ooxml/spreadsheetml/main"
    } else {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    }
}

/// The namespace of `r:id`, which is also the beginning of relationship types.
pub fn relation_namespace(strict: bool) -> &'static str {
    if strict {
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    } else {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    }
}

/// Text for an XML part: markup escaped, characters that XML 1.0 does not allow left out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(character),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
    out
}

/// The text behind character references; a text that can't be unescaped is left as it is.
pub fn unescaped(raw: &str) -> Cow<'_, str> {
    quick_xml::escape::unescape(raw).unwrap_or(Cow::Borrowed(raw))
}

/// The bytes of an XML part as text, without its byte order mark; one in UTF-16 as if it were in UTF-8.
///
/// # Errors
/// [`Error::Refused`] for other encodings.
pub fn decoded(bytes: Vec<u8>) -> Result<String> {
    let refused =
        || Error::refused("isinya memakai pengodean selain UTF-8 dan UTF-16", "it is neither in UTF-8 nor in UTF-16");
    let mut text = String::from_utf8(to_utf8(bytes)).map_err(|_| refused())?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    let declaration = text.strip_prefix("<?xml").and_then(|rest| rest.split("?>").next()).unwrap_or_default();
    let declaration = declaration.to_ascii_lowercase();
    let plain =
        !declaration.contains("encoding") || ["utf-8", "utf8", "us-ascii"].iter().any(|e| declaration.contains(e));
    if plain && !text.contains('\0') { Ok(text) } else { Err(refused()) }
}

/// Changes to a text at offsets of that text.
#[derive(Debug, Default)]
pub struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Puts text before an offset.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    /// Replaces a span.
    pub fn replace(&mut self, span: Range<usize>, text: impl Into<String>) {
        self.0.push((span, text.into()));
    }

    /// Takes a span out.
    pub fn remove(&mut self, span: Range<usize>) {
        self.replace(span, "");
    }

    /// Nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Bytes that the changed text has at most.
    pub fn most_bytes(&self, text: &str) -> usize {
        text.len() + self.0.iter().map(|(_, text)| text.len()).sum::<usize>()
    }

    /// The changed text, piece by piece. What is put at one offset keeps the order it was given in.
    ///
    /// # Errors
    /// The first that `take` gives.
    pub fn pieces<E>(
        &self,
        text: &str,
        mut take: impl FnMut(&str) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let mut sorted: Vec<_> = self.0.iter().collect();
        sorted.sort_by_key(|(span, _)| (span.start, span.end));
        let mut at = 0;
        for (span, replacement) in sorted {
            if span.start < at {
                continue; // Inside a span that an earlier edit replaced.
            }
            take(&text[at..span.start])?;
            take(replacement)?;
            at = span.end;
        }
        take(&text[at..])
    }

    /// The changed text.
    pub fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(self.most_bytes(text));
        let Ok(()) = self.pieces(text, |piece| {
            out.push_str(piece);
            Ok::<_, Infallible>(())
        });
        out
    }
}

/// The text with elements added at the end of its root.
///
/// # Errors
/// [`Error::Damaged`] when the text has no root.
pub fn append_to_root(text: &str, elements: &str) -> Result<String> {
    let mut edits = Edits::default();
    let root = root(text)?;
    match root.close {
        Some(close) => edits.insert(close, elements),
        None => for_each_tag(text, |tag| {
            if tag.depth == 0 {
                edits.replace(tag.start..tag.end, filled(tag.text, elements));
            }
        })?,
    }
    Ok(edits.apply(text))
}

/// The text without the elements that `unwanted` picks by their first tag, and without what they hold.
///
/// # Errors
/// Those of [`for_each_tag`].
pub fn without_elements(text: &str, unwanted: impl Fn(Tag<'_>) -> bool) -> Result<String> {
    let mut edits = Edits::default();
    let mut open = None;
    for_each_tag(text, |tag| match tag.kind {
        _ if tag.opens() && (open.is_some() || !unwanted(tag)) => {}
        TagKind::Empty => edits.remove(tag.start..tag.end),
        TagKind::Open => open = Some((tag.depth, tag.start)),
        TagKind::Close => {
            if let Some((_, start)) = open.take_if(|(depth, _)| *depth == tag.depth) {
                edits.remove(start..tag.end);
            }
        }
    })?;
    Ok(edits.apply(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attribute_is_replaced_or_added() {
        assert_eq!(with_attribute(r#"<c r="A1" s='3'/>"#, "s", "7"), r#"<c r="A1" s='7'/>"#);
        assert_eq!(with_attribute(r#"<x:c r="A1"/>"#, "s", "7"), r#"<x:c s="7" r="A1"/>"#);
        assert_eq!(with_attribute("<row>", "s", "7"), r#"<row s="7">"#);
    }

    #[test]
    fn a_malformed_tag_damages_its_part() {
        for text in [
            r#"<a: b="c"//>"#,
            r#"<a><b c="d"//></a>"#,
            r#"<a><b c="d" c="e"></b></a>"#,
            "<a><b c></b></a>",
            "<<a:/>",
            "<a/b/>",
        ] {
            assert!(matches!(append_to_root(text, "<x/>"), Err(Error::Damaged { .. })), "{text}");
        }
        assert_eq!(append_to_root("<a\n b = '>'><c /></a\n>", "<x/>").unwrap(), "<a\n b = '>'><c /><x/></a\n>");
    }

    #[test]
    fn elements_go_with_what_they_hold() {
        let text = r#"<a><b n="1"><b n="1"/><c/></b><b n="1"/><b n="2"></b></a>"#;
        let kept = without_elements(text, |tag| tag.raw("n") == Some("1")).expect("well formed");
        assert_eq!(kept, r#"<a><b n="2"></b></a>"#);
    }

    #[test]
    fn an_attribute_that_comes_twice_is_malformed() {
        assert!(!Tag::alone(r#"<c r="A1" t="" t="e">"#).is_well_formed());
        assert!(Tag::alone(r#"<c r="A1" t="e" x:t="">"#).is_well_formed());
    }

    #[test]
    fn nothing_is_named_after_a_tag_that_holds_a_quote() {
        assert!(!Tag::alone(r#"<a":b>"#).is_well_formed());
        for text in [r#"<a":><b =""1>0"/>"#, "<a':b></a':b>", r#"<a:b c="d" e></a:b>"#] {
            assert!(matches!(append_to_root(text, "<x/>"), Err(Error::Damaged { .. })), "{text}");
        }
    }

    #[test]
    fn namespace_declaration_is_no_attribute_r() {
        let text = r#"<a xmlns:r="u" r="5" r:id="rId1"/>"#;
        for_each_tag(text, |tag| {
            assert_eq!(tag.raw("r"), Some("5"));
            assert_eq!(tag.prefixed("id"), Some(("r:id", "rId1".into())));
        })
        .expect("well formed");
    }

    #[test]
    fn control_characters_never_reach_xml() {
        assert_eq!(escaped("a\u{1}<b>\u{b}\n\"&"), "a&lt;b&gt;\n&quot;&amp;");
    }

    #[test]
    fn other_encodings_and_dtds_are_refused() {
        let utf16: Vec<u8> = "\u{feff}<a/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(utf16[..utf16.len()].to_vec()).expect("utf-16"), "<a/>");
        assert!(matches!(decoded(utf16[..utf16.len() - 1].to_vec()), Err(Error::Refused { .. })));
        let latin = br#"<?xml version="1.0" encoding="ISO-8859-1"?><a/>"#.to_vec();
        assert!(matches!(decoded(latin), Err(Error::Refused { .. })));
        let dtd = "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>";
        assert!(matches!(for_each_tag(dtd, |_| {}), Err(Error::Refused { .. })));
        assert_eq!(decoded("\u{feff}<a/>".into()).expect("utf-8"), "<a/>");
    }

    #[test]
    fn elements_are_added_to_open_and_empty_roots() {
        assert_eq!(append_to_root("<a b='1'/>", "<c/>").expect("xml"), "<a b='1'><c/></a>");
        assert_eq!(append_to_root("<x:a><b/></x:a>", "<c/>").expect("xml"), "<x:a><b/><c/></x:a>");
    }
}
