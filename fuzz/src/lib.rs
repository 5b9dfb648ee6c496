//! What every target of the fuzzer is: bytes go into one entry of `catchlight_hostile`.

/// A target that reads bytes with this function. A panic of ours ends it, even one that would be caught.
#[macro_export]
macro_rules! target {
    ($read:path) => {
        libfuzzer_sys::fuzz_target!(
            init: catchlight_hostile::panics::leave_those_of_libraries(),
            |bytes: &[u8]| $read(bytes)
        );
    };
}
