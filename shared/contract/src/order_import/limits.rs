//! What an imported file may measure. Each bound has an error of its own.

/// Bytes of a file. A function is handed at most 6 MB, of which base64 leaves three quarters.
pub const LARGEST_FILE: usize = 4 * 1024 * 1024;

/// Rows of a file, without its header and blank ones.
pub const MOST_ROWS: usize = 10_000;

/// Characters of a cell.
pub const LONGEST_CELL: usize = 500;

/// Columns of a file, empty ones included.
pub const MOST_COLUMNS: usize = 64;

/// Bytes that a spreadsheet may unpack to, all its parts together.
pub const LARGEST_UNPACKED: u64 = 64 * 1024 * 1024;

/// Bytes of the cells of one order.
pub const LARGEST_ORDER: usize = 96 * 1024;

/// Rows of a chunk, unless one order has more.
pub const CHUNK_ROWS: usize = 100;

/// Bytes of the cells of a chunk.
pub const CHUNK_BYTES: usize = 192 * 1024;

/// Problems that are told of one order.
pub const MOST_PROBLEMS: usize = 20;

/// Bytes that the results of a chunk may take; of longer ones only the first problems are kept.
pub const LARGEST_RESULTS: usize = 320 * 1024;
