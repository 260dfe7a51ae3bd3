//! The comments part: our text added, a person's text kept, text of an earlier annotation replaced.
//!
//! A threaded comment lives in another part; the copy of it here (author `tc=…`) is not touched,
//! because Excel shows the thread in its place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::words::{AUTHOR, DIVIDER, begins_with_ours, has_divider, without_ours};
use super::xml::{self, Edits, Tag, TagKind, append_to_root, escaped, filled, for_each_tag, unescaped};
use crate::error::Result;
use crate::grid::CellRef;

/// A comments part with nothing in it.
pub fn empty_part(strict: bool) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{}\"><authors></authors>\
         <commentList></commentList></comments>",
        xml::main_namespace(strict)
    )
}

/// A changed comments part, and what that means for the boxes in the drawing.
#[derive(Debug, Default)]
pub struct CommentPatch {
    /// The part.
    pub text: String,
    /// Cells whose comment is gone.
    pub dropped: BTreeSet<CellRef>,
    /// Cells with a new comment, and its text.
    pub added: BTreeMap<CellRef, String>,
    /// Cells whose comment got longer, and its text.
    pub grown: BTreeMap<CellRef, String>,
    /// Cells whose thread keeps us from adding a comment.
    pub threaded: Vec<CellRef>,
}

/// One comment as it stands in the part.
#[derive(Debug)]
struct Comment {
    cell: CellRef,
    author: String,
    /// The whole element.
    span: Range<usize>,
    /// The element `text`.
    text: Option<Range<usize>>,
    /// The runs in it; one for a `t` without run.
    runs: Vec<Run>,
}

#[derive(Debug)]
struct Run {
    span: Range<usize>,
    plain: String,
    bare: bool,
}

#[derive(Debug, Default)]
struct Part {
    authors: Vec<String>,
    /// Where an author goes, and whether the element must be opened first.
    authors_at: Option<(Range<usize>, bool)>,
    list_at: Option<(Range<usize>, bool)>,
    comments: Vec<Comment>,
}

/// Adds the wanted texts. `earlier`: our texts of an earlier annotation go first.
///
/// # Errors
/// The part is not well-formed XML.
pub fn patch_comments(text: &str, wanted: &BTreeMap<CellRef, String>, earlier: bool) -> Result<CommentPatch> {
    let prefix = xml::root(text)?.prefix;
    let part = read(text)?;
    let mut patch = CommentPatch { added: wanted.clone(), ..CommentPatch::default() };
    let mut edits = Edits::default();
    for comment in &part.comments {
        patch_comment(text, comment, &prefix, earlier, &mut patch, &mut edits);
    }
    let author = part.authors.iter().position(|author| author == AUTHOR);
    let added: String = patch
        .added
        .iter()
        .map(|(cell, words)| {
            let author = author.unwrap_or(part.authors.len());
            let run = run(&prefix, words);
            format!("<{prefix}comment ref=\"{cell}\" authorId=\"{author}\"><{prefix}text>{run}</{prefix}text></{prefix}comment>")
        })
        .collect();
    let mut at_end = String::new();
    if author.is_none() && !added.is_empty() {
        let author = format!("<{prefix}author>{AUTHOR}</{prefix}author>");
        add_to(text, part.authors_at, &format!("{prefix}authors"), &author, &mut edits, &mut at_end);
    }
    if !added.is_empty() {
        add_to(text, part.list_at, &format!("{prefix}commentList"), &added, &mut edits, &mut at_end);
    }
    patch.text = append_to_root(&edits.apply(text), &at_end)?;
    Ok(patch)
}

fn patch_comment(
    text: &str,
    comment: &Comment,
    prefix: &str,
    earlier: bool,
    patch: &mut CommentPatch,
    edits: &mut Edits,
) {
    if comment.author.starts_with("tc=") {
        if patch.added.remove(&comment.cell).is_some() {
            patch.threaded.push(comment.cell);
        }
        return;
    }
    let plain: String = comment.runs.iter().map(|run| run.plain.as_str()).collect();
    let whole = !has_divider(&plain) && (comment.author == AUTHOR || begins_with_ours(&plain));
    let ours = earlier && (whole || has_divider(&plain));
    let kept = if ours { without_ours(&plain, whole) } else { plain };
    if ours && whole && kept.trim().is_empty() {
        edits.remove(comment.span.clone());
        patch.dropped.insert(comment.cell);
        return;
    }
    let wanted = patch.added.remove(&comment.cell);
    let Some(span) = comment.text.clone().filter(|_| ours || wanted.is_some()) else {
        return;
    };
    let mut runs = kept_runs(text, comment, prefix, &kept);
    if let Some(words) = wanted {
        runs.push_str(&run(prefix, &format!("\n{DIVIDER}\n{words}")));
        patch.grown.insert(comment.cell, format!("{kept}\n{DIVIDER}\n{words}"));
    }
    edits.replace(span, format!("<{prefix}text>{runs}</{prefix}text>"));
}

/// The runs that make up the kept text, as they are; one plain run when they can't be told apart.
fn kept_runs(text: &str, comment: &Comment, prefix: &str, kept: &str) -> String {
    let mut plain = String::new();
    let mut runs = String::new();
    for kept_run in &comment.runs {
        if plain == kept {
            break;
        }
        plain.push_str(&kept_run.plain);
        let own = &text[kept_run.span.clone()];
        let wrapped = if kept_run.bare { format!("<{prefix}r>{own}</{prefix}r>") } else { own.to_string() };
        runs.push_str(&wrapped);
    }
    if plain == kept { runs } else { run(prefix, kept) }
}

/// A run in the font Excel uses for comments.
fn run(prefix: &str, words: &str) -> String {
    format!(
        "<{prefix}r><{prefix}rPr><{prefix}sz val=\"9\"/><{prefix}color indexed=\"81\"/><{prefix}rFont val=\"Tahoma\"/>\
         <{prefix}family val=\"2\"/></{prefix}rPr><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}r>",
        escaped(words)
    )
}

fn add_to(
    text: &str,
    place: Option<(Range<usize>, bool)>,
    name: &str,
    elements: &str,
    edits: &mut Edits,
    at_end: &mut String,
) {
    match place {
        Some((span, false)) => edits.insert(span.start, elements),
        Some((span, true)) => {
            edits.replace(span.clone(), filled(&text[span], elements));
        }
        None => at_end.push_str(&format!("<{name}>{elements}</{name}>")),
    }
}

fn read(text: &str) -> Result<Part> {
    let mut part = Part::default();
    let mut content = 0;
    let mut phonetic = false;
    for_each_tag(text, |tag| {
        let empty = tag.kind == TagKind::Empty;
        match (tag.local(), tag.kind) {
            ("authors", TagKind::Close) => part.authors_at = Some((tag.start..tag.start, false)),
            ("authors", TagKind::Empty) => part.authors_at = Some((tag.start..tag.end, true)),
            ("commentList", TagKind::Close) => part.list_at = Some((tag.start..tag.start, false)),
            ("commentList", TagKind::Empty) => part.list_at = Some((tag.start..tag.end, true)),
            ("author", TagKind::Open) => content = tag.end,
            ("t", TagKind::Open) => {
                content = tag.end;
                if let Some(comment) = part.comments.last_mut().filter(|_| !phonetic) {
                    comment.open_text(tag);
                }
            }
            ("author", TagKind::Empty) => part.authors.push(String::new()),
            ("author", TagKind::Close) => part.authors.push(plain_text(&text[content..tag.start])),
            ("rPh", kind) => phonetic = kind == TagKind::Open,
            ("comment", TagKind::Open | TagKind::Empty) => open_comment(tag, &mut part),
            (name, kind) => {
                let Some(comment) = part.comments.last_mut() else {
                    return;
                };
                match (name, kind) {
                    ("comment", TagKind::Close) => comment.span.end = tag.end,
                    ("text", TagKind::Open | TagKind::Empty) => comment.text = Some(tag.start..tag.end),
                    ("text", TagKind::Close) => extend(&mut comment.text, tag.end),
                    ("r", TagKind::Open) => comment.runs.push(Run::new(tag, false)),
                    ("r", TagKind::Close) => comment.runs.iter_mut().for_each(|run| run.close(tag)),
                    ("t", TagKind::Close | TagKind::Empty) if !phonetic => {
                        let start = if empty { tag.start } else { content };
                        comment.add_text(tag, plain_text(&text[start..tag.start]));
                    }
                    _ => {}
                }
            }
        }
    })?;
    Ok(part)
}

fn open_comment(tag: Tag<'_>, part: &mut Part) {
    let Some(cell) = tag.raw("ref").and_then(CellRef::parse) else {
        return;
    };
    let author = tag.number::<usize>("authorId").and_then(|author| part.authors.get(author));
    let author = author.cloned().unwrap_or_default();
    part.comments.push(Comment { cell, author, span: tag.start..tag.end, text: None, runs: Vec::new() });
}

fn extend(span: &mut Option<Range<usize>>, end: usize) {
    if let Some(span) = span {
        span.end = end;
    }
}

impl Run {
    fn new(tag: Tag<'_>, bare: bool) -> Self {
        Self { span: tag.start..tag.start, plain: String::new(), bare }
    }

    /// Ends the run at a close tag, unless it has ended.
    fn close(&mut self, tag: Tag<'_>) {
        if self.span.is_empty() {
            self.span.end = tag.end;
        }
    }
}

impl Comment {
    /// A `t` outside a run counts as a run.
    fn open_text(&mut self, tag: Tag<'_>) {
        if self.runs.last().is_none_or(|run| !run.span.is_empty()) {
            self.runs.push(Run::new(tag, true));
        }
    }

    fn add_text(&mut self, tag: Tag<'_>, plain: String) {
        if let Some(run) = self.runs.last_mut().filter(|run| run.span.is_empty()) {
            run.plain.push_str(&plain);
            if run.bare {
                run.span.end = tag.end;
            }
        }
    }
}

fn plain_text(raw: &str) -> String {
    match raw.strip_prefix("<![CDATA[").and_then(|raw| raw.strip_suffix("]]>")) {
        Some(literal) => literal.into(),
        None => unescaped(raw).into_owned(),
    }
}
