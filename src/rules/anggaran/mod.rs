//! Rules on the budget between tables and documents.

pub mod pagu_berbeda;
