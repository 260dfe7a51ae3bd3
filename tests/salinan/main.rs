//! Annotated copies of whole packages, looked at from outside: the traps of the format, each a small
//! package named for its symptom, and a workbook with everything Excel can put into one.

mod compare;
mod kaya;
mod kaya_parts;
mod marks;
mod order;
mod package;
mod small;
mod traps;
mod traps_notes;
mod traps_zip;
