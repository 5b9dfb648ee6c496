//! What the pixels may carry of a camera or of a generator's upsampling: measurements for checks, with
//! no judgement in them.

pub mod demosaicing;
pub mod noise;
pub mod radial;
pub mod upsampling;
