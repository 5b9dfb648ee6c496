#![no_main]

catchlight_fuzz::target!(catchlight_hostile::examination::examine);
