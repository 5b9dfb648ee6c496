#![no_main]

catchlight_fuzz::target!(catchlight_hostile::structure::tiff);
