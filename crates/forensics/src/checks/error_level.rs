//! Error level analysis (ELA): shown because many readers know it, with the warning that it proves nothing.

use crate::artifact::{Artifact, Content};
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::finding::{Finding, Outcome};
use crate::local::error_level;
use crate::specimen::Specimen;
use crate::text;
use crate::text::Words;

/// The check.
pub(super) struct ErrorLevel;

static ABOUT: About = About {
    id: "error_level",
    revision: 1,
    family: Family::Compression,
    question: Question::ExpertView,
    title: Words::new("Error level (ELA)", "误差水平（ELA）"),
    explanation: Words::new(
        "Saved the picture once more as JPEG of quality 95 and showed how much the brightness of each pixel changed, on a fixed scale. Tools on the web show the same picture with brightened colours. It proves nothing: edges, fine texture and strong colours change most in every photo, and even parts change least, edited or not.",
        "将图像以质量 95 再次保存为 JPEG，并以固定色标显示每个像素的亮度改变了多少。网络上的工具会把同样的图像提亮显示。它不能证明任何事：在任何照片中，边缘、细密纹理和浓烈色彩处变化都最大，平坦处变化都最小，与是否编辑过无关。",
    ),
    look_for: Words::new(
        "Nothing by itself. An expert may compare parts of like sharpness and texture with each other.",
        "图像本身不说明任何问题。专家可以将清晰度和纹理相近的部分互相比较。",
    ),
    ignore: Words::new(
        "Bright edges, bright hair, text and foliage, and dark skies, walls and blurred backgrounds: that is how every photo looks.",
        "明亮的边缘、头发、文字和枝叶，以及暗色的天空、墙面和虚化背景：任何照片都是如此。",
    ),
    limits: &[
        Words::new(
            "Never weighed. In studies, people who relied on such pictures took many unedited photos for edited ones.",
            "从不计入权重。研究表明，依赖此类图像的人会把许多未编辑的照片当作编辑过的。",
        ),
        Words::new(
            "A picture that was saved several times, or at a low quality, shows little anywhere, whatever was done to it before.",
            "多次保存或以低质量保存的图像，无论之前做过什么，各处都显示得很少。",
        ),
        Words::new(
            "Only brightness is shown; changes of colour alone are not.",
            "只显示亮度变化，不显示单纯的颜色变化。",
        ),
    ],
    references: &[Reference {
        citation: "Krawetz, A Picture's Worth: Digital Image Analysis and Forensics, Black Hat Briefings USA 2007",
        locator: "Black Hat USA 2007, white paper",
    }],
    needs: &[Need::Pixels { min_side: 64 }],
    calibration: None,
};

/// Change at the palette's end in levels, about what a gain of 20 makes white.
const MOST: f32 = 12.0;

/// Longest side of the map in cells.
const LONGEST: usize = 720;

impl Check for ErrorLevel {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let luma = specimen.luma().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
        context.go_on()?;
        let change = error_level::measure(luma);
        let mean = change.mean().unwrap_or(f32::NAN);
        let quality = error_level::QUALITY;
        let map = Artifact {
            id: "change",
            title: Words::new("Change by one more save", "再次保存造成的变化").into(),
            caption: text!(
                "How many of 255 levels the brightness of each place changed when the picture was saved at quality {quality}. The scale is the same for every photo. It proves nothing by itself.",
                "以质量 {quality} 保存时，每处亮度改变了 255 级中的多少级。所有照片使用同一色标。它本身不能证明任何事。"
            ),
            content: Content::Map {
                plane: error_level::over(&change, luma.dim(), LONGEST),
                range: (0.0, MOST),
                unit: Words::new("levels", "级").into(),
            },
        };
        let summary = text!(
            "One more save at quality {quality} changed the brightness by {mean:.1} of 255 levels on average. Nothing follows from this.",
            "以质量 {quality} 再次保存使亮度平均改变 {mean:.1} 级（共 255 级）。由此不能得出任何结论。"
        );
        Ok(Outcome::Found(Finding { artifacts: vec![map], ..Finding::describing(summary) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examination::Cancel;
    use crate::finding::Direction;
    use crate::model::NoModels;
    use crate::{Exhibit, Limits};

    #[test]
    fn it_shows_and_concludes_nothing() {
        let exhibit = Exhibit::new("a.png", catchlight_rendered::png(&catchlight_rendered::scene(330, 200, 2)));
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        let Ok(Outcome::Found(finding)) = ErrorLevel.examine(&specimen, &Context::new(&Cancel::default())) else {
            panic!("it shows")
        };
        assert_eq!((finding.score, finding.points_to), (None, Direction::Neither));
        assert!(finding.summary.en.contains("Nothing follows"));
        let Content::Map { plane, range, .. } = &finding.artifacts[0].content else { panic!("a map") };
        assert_eq!((plane.dim(), *range), ((200, 330), (0.0, 12.0)));
        assert!(plane[[199, 0]].is_finite() && plane[[0, 329]].is_nan(), "330 is no multiple of 8");
    }
}
