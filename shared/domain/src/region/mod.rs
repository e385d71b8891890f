//! Administrative divisions (2.1–2.4): GB/T 2260 codes, current in 2026, with the retired codes
//! of Chongqing kept as aliases.

mod code;
mod level;
mod table;

pub use code::{InvalidRegionCode, RegionCode};
pub use level::Level;
