//! Rules on efficiency.

pub mod arah_rumus_berbeda;
pub mod efisiensi_keliru;
