//! The program's test of itself on the committed models.

use catchlight_forensics::{Cancel, self_test};

use super::{installed, root};

#[test]
fn golden_pictures_get_their_scores() {
    let Some(models) = installed() else { return };
    let ended = self_test::run(&models, &Cancel::default()).unwrap();
    assert!(ended.differed.is_empty(), "{ended:?}");
    if root().join(".setup/models/image-tower/model.onnx").is_file() {
        assert!(ended.compared >= 3 && ended.untested.is_empty(), "{ended:?}");
    } else {
        println!("skipped: the image tower is not set up, so its check was not tested");
    }
}
