//! Digital signatures: any change breaks them, so the copy goes without.
//!
//! The signature of a VBA project signs the macros only and stays.

use super::parts::Parts;
use crate::error::Result;
use crate::xlsx::package::relationships_part;

/// Drops the package's signatures; whether there were any.
///
/// # Errors
/// A relationships part is not well-formed XML.
pub fn drop_signatures(parts: &mut Parts<'_>) -> Result<bool> {
    let origins: Vec<String> = parts
        .relationships("")?
        .into_iter()
        .filter(|relationship| relationship.kind == "origin" && !relationship.external)
        .map(|relationship| relationship.target)
        .collect();
    let mut gone = Vec::new();
    for origin in &origins {
        for signature in parts.relationships(origin)? {
            let certificates = parts.relationships(&signature.target)?;
            gone.extend(certificates.into_iter().filter(|other| !other.external).map(|certificate| certificate.target));
            gone.push(relationships_part(&signature.target));
            gone.push(signature.target);
        }
        gone.push(relationships_part(origin));
        gone.push(origin.clone());
    }
    let folder = parts.names().into_iter().filter(|name| name.to_ascii_lowercase().starts_with("_xmlsignatures/"));
    gone.extend(folder.collect::<Vec<_>>());
    if gone.is_empty() {
        return Ok(false);
    }
    gone.iter().for_each(|part| parts.remove(part));
    parts.unrelate("", |relationship| relationship.kind == "origin")?;
    parts.drop_content_types(|part| gone.iter().any(|other| other.eq_ignore_ascii_case(part)))?;
    Ok(true)
}
