//! cermat reads the workbooks Indonesian government offices fill for SAKIP, checks them, and hands
//! them back annotated.
//!
//! The way the data goes: bytes → [`grid`] → [`table`] found with a [`profile`] → [`laporan`] →
//! [`rules`] add [`finding`]s → [`outputs`]. Only [`commands`] touches the disk. ARCHITECTURE.md
//! has the module order and the decisions.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod bahasa;
pub mod cli;
pub mod commands;
pub mod error;
pub mod finding;
pub mod formula;
pub mod grid;
pub mod laporan;
pub mod outputs;
pub mod pipeline;
pub mod profile;
pub mod rules;
pub mod table;
pub mod xlsx;
