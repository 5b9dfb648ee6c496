//! The fixed words around a dossier's own; those of the window's view of photos together.

use catchlight_forensics::text::Words;

pub(crate) const CHOSEN: Words = Words::new("How the photos were chosen", "照片的选取方式");
pub(crate) const GIVEN: Words = Words::new("Given", "已给出");
pub(crate) const EXAMINED: Words = Words::new("Examined", "已检查");
pub(crate) const UNREADABLE: Words = Words::new("Unreadable", "无法读取");
pub(crate) const UNFINISHED: Words = Words::new("Not examined to their end", "未检查完");
pub(crate) const ALIKE: Words = Words::new("Groups of near-duplicates", "近似重复组");
pub(crate) const DECLARED: Words = Words::new("Declare an origin from AI", "声明来自 AI");
pub(crate) const FLAGGED: Words = Words::new("Flagged", "被标记");
pub(crate) const STOOD_OUT: Words = Words::new("Stood out among all", "在全体中突出");
pub(crate) const WITHOUT_WEIGHT: Words = Words::new("Carried no weight", "未计权重");
pub(crate) const COMBINED: Words =
    Words::new("log10 likelihood ratio of the set, AI over camera", "整组的似然比（AI 比相机，log10）");
pub(crate) const SHRUNK: Words = Words::new("Before the cap", "封顶之前");
pub(crate) const SUM: Words = Words::new("Plain sum, shown and never used", "直接求和（仅供显示，从不使用）");
pub(crate) const RHO: Words = Words::new("How alike photos of one source are (rho)", "同源照片的相似程度（rho）");
pub(crate) const EFFECTIVE: Words =
    Words::new("As many unrelated photos would say as much", "相当于多少张互不相关的照片");
pub(crate) const CAPS: Words = Words::new("Largest that the calibration supports", "校准所支持的最大值");
pub(crate) const TAIL: Words = Words::new("Probability of so many among real photos", "真实照片中出现这么多的概率");
pub(crate) const FACES_BLURRED: Words = Words::new(
    "Faces on the contact sheet were blurred, photos whose faces were not searched were left out, and so were the pictures of looks across photos.",
    "照片一览中的人脸已模糊；未能查找人脸的照片已略去，跨照片检查的图片也已略去。",
);
