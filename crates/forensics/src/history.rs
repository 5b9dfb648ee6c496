//! What happened to the pixels on the way into this file, as far as file and pixels still tell, and
//! the quality stratum that decides which traces may be believed.

mod stratum;

pub use stratum::{Compression, Scale, Stratum};
