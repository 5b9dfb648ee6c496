//! Fields sorted into the groups in which a person asks for them.

use crate::finding::{Group, Row};
use crate::metadata::{Field, Metadata, Standard};
use crate::text;
use crate::text::{Text, Words};

use super::shown;

/// Most rows of the group of all other fields.
const OTHERS_LISTED: usize = 150;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Topic {
    Camera,
    Time,
    Software,
    Place,
    Words,
}

const TOPICS: &[(Topic, Words)] = &[
    (Topic::Camera, Words::new("Camera and exposure", "相机与曝光")),
    (Topic::Time, Words::new("Time", "时间")),
    (Topic::Software, Words::new("Software and history", "软件与历史")),
    (Topic::Place, Words::new("Place", "地点")),
    (Topic::Words, Words::new("Description and rights", "说明与权利")),
];

/// The fields that people ask for: standard, name in the standard, topic, label.
#[rustfmt::skip]
const KNOWN: &[(Standard, &str, Topic, Words)] = {
    use Standard::{Exif, Iptc, PngText, Xmp};
    use Topic::{Camera, Place, Software, Time};
    &[
    (Exif, "Make", Camera, Words::new("Make", "厂商")),
    (Exif, "Model", Camera, Words::new("Model", "型号")),
    (Exif, "LensMake", Camera, Words::new("Lens make", "镜头厂商")),
    (Exif, "LensModel", Camera, Words::new("Lens", "镜头")),
    (Exif, "BodySerialNumber", Camera, Words::new("Body serial number", "机身序列号")),
    (Exif, "ExposureTime", Camera, Words::new("Exposure time", "曝光时间")),
    (Exif, "FNumber", Camera, Words::new("Aperture", "光圈")),
    (Exif, "PhotographicSensitivity", Camera, Words::new("Sensitivity (ISO)", "感光度（ISO）")),
    (Exif, "FocalLength", Camera, Words::new("Focal length", "焦距")),
    (Exif, "FocalLengthIn35mmFilm", Camera, Words::new("Focal length (35 mm equivalent)", "等效焦距（35 毫米）")),
    (Exif, "Flash", Camera, Words::new("Flash", "闪光灯")),
    (Exif, "WhiteBalance", Camera, Words::new("White balance", "白平衡")),
    (Exif, "ExposureProgram", Camera, Words::new("Exposure program", "曝光程序")),
    (Exif, "MeteringMode", Camera, Words::new("Metering mode", "测光模式")),
    (Xmp, "tiff:Make", Camera, Words::new("Make", "厂商")),
    (Xmp, "tiff:Model", Camera, Words::new("Model", "型号")),
    (Xmp, "aux:Lens", Camera, Words::new("Lens", "镜头")),
    (Exif, "DateTimeOriginal", Time, Words::new("Taken", "拍摄时间")),
    (Exif, "DateTimeDigitized", Time, Words::new("Digitised", "数字化时间")),
    (Exif, "DateTime", Time, Words::new("File changed", "文件修改时间")),
    (Exif, "OffsetTimeOriginal", Time, Words::new("Time zone when taken", "拍摄时区")),
    (Exif, "SubSecTimeOriginal", Time, Words::new("Fraction of a second when taken", "拍摄秒的小数部分")),
    (Xmp, "exif:DateTimeOriginal", Time, Words::new("Taken", "拍摄时间")),
    (Xmp, "photoshop:DateCreated", Time, Words::new("Created", "创建时间")),
    (Xmp, "xmp:CreateDate", Time, Words::new("Created", "创建时间")),
    (Xmp, "xmp:ModifyDate", Time, Words::new("Changed", "修改时间")),
    (Xmp, "xmp:MetadataDate", Time, Words::new("Metadata changed", "元数据修改时间")),
    (Iptc, "2:055 Date Created", Time, Words::new("Created", "创建日期")),
    (Iptc, "2:060 Time Created", Time, Words::new("Created", "创建时间")),
    (PngText, "Creation Time", Time, Words::new("Created", "创建时间")),
    (Exif, "Software", Software, Words::new("Software", "软件")),
    (Exif, "ProcessingSoftware", Software, Words::new("Processing software", "处理软件")),
    (Exif, "HostComputer", Software, Words::new("Computer", "主机")),
    (Xmp, "xmp:CreatorTool", Software, Words::new("Creator tool", "创建工具")),
    (Iptc, "2:065 Originating Program", Software, Words::new("Program", "程序")),
    (PngText, "Software", Software, Words::new("Software", "软件")),
    (Exif, "GPSLatitude", Place, Words::new("Latitude", "纬度")),
    (Exif, "GPSLatitudeRef", Place, Words::new("Latitude: north or south", "纬度：南北")),
    (Exif, "GPSLongitude", Place, Words::new("Longitude", "经度")),
    (Exif, "GPSLongitudeRef", Place, Words::new("Longitude: east or west", "经度：东西")),
    (Exif, "GPSAltitude", Place, Words::new("Altitude", "海拔")),
    (Exif, "GPSDateStamp", Place, Words::new("Date of the position", "定位日期")),
    (Exif, "GPSTimeStamp", Place, Words::new("Time of the position (UTC)", "定位时间（UTC）")),
    (Xmp, "photoshop:City", Place, Words::new("City", "城市")),
    (Xmp, "photoshop:Country", Place, Words::new("Country", "国家")),
    (Iptc, "2:090 City", Place, Words::new("City", "城市")),
    (Iptc, "2:101 Country/Primary Location Name", Place, Words::new("Country", "国家")),
    (Exif, "ImageDescription", Topic::Words, Words::new("Description", "说明")),
    (Exif, "UserComment", Topic::Words, Words::new("Comment", "注释")),
    (Exif, "Artist", Topic::Words, Words::new("Author", "作者")),
    (Exif, "Copyright", Topic::Words, Words::new("Copyright", "版权")),
    (Xmp, "dc:title", Topic::Words, Words::new("Title", "标题")),
    (Xmp, "dc:description", Topic::Words, Words::new("Description", "说明")),
    (Xmp, "dc:creator", Topic::Words, Words::new("Author", "作者")),
    (Xmp, "dc:rights", Topic::Words, Words::new("Copyright", "版权")),
    (Xmp, "photoshop:Credit", Topic::Words, Words::new("Credit", "来源署名")),
    (Iptc, "2:080 By-line", Topic::Words, Words::new("Author", "作者")),
    (Iptc, "2:110 Credit", Topic::Words, Words::new("Credit", "来源署名")),
    (Iptc, "2:116 Copyright Notice", Topic::Words, Words::new("Copyright", "版权")),
    (Iptc, "2:120 Caption/Abstract", Topic::Words, Words::new("Caption", "图说")),
    (Iptc, "2:040 Special Instructions", Topic::Words, Words::new("Special instructions", "特别说明")),
    (PngText, "Title", Topic::Words, Words::new("Title", "标题")),
    (PngText, "Author", Topic::Words, Words::new("Author", "作者")),
    (PngText, "Description", Topic::Words, Words::new("Description", "说明")),
    (PngText, "Comment", Topic::Words, Words::new("Comment", "注释")),
    ]
};

/// All fields in groups: the topics in order, then everything else.
pub(super) fn readable(metadata: &Metadata) -> Vec<Group> {
    let mut groups: Vec<Group> =
        TOPICS.iter().filter_map(|(topic, title)| of_topic(metadata, *topic, *title)).collect();
    groups.extend(others(metadata));
    groups
}

fn of_topic(metadata: &Metadata, topic: Topic, title: Words) -> Option<Group> {
    let rows: Vec<Row> = metadata
        .fields
        .iter()
        .filter_map(|field| known(field).filter(|(its, _)| *its == topic).map(|(_, label)| row(field, label.into())))
        .collect();
    (!rows.is_empty()).then(|| Group { title: title.into(), rows })
}

fn others(metadata: &Metadata) -> Option<Group> {
    let others: Vec<&Field> = metadata.fields.iter().filter(|field| known(field).is_none()).collect();
    let mut rows: Vec<Row> =
        others.iter().take(OTHERS_LISTED).map(|field| row(field, Text::same(shown(&field.name)))).collect();
    let left = others.len().saturating_sub(OTHERS_LISTED);
    if left > 0 {
        rows.push(Row::new(
            Words::new("Not listed", "未列出").into(),
            text!("{left} more fields", "另有 {left} 个字段"),
        ));
    }
    (!rows.is_empty()).then(|| Group { title: Words::new("All other fields", "其他字段").into(), rows })
}

fn known(field: &Field) -> Option<(Topic, Words)> {
    KNOWN
        .iter()
        .find(|(standard, name, ..)| *standard == field.standard && *name == field.name)
        .map(|(.., topic, label)| (*topic, *label))
}

fn row(field: &Field, label: Text) -> Row {
    Row::at(label, Text::same(shown(&field.value)), format!("{}, {}", shown(&field.name), field.place))
}

/// Make and model as stated, for a sentence.
pub(super) fn camera_in_words(metadata: &Metadata) -> Option<String> {
    let stated = |name| metadata.value(Standard::Exif, name).map(shown).filter(|value| !value.is_empty());
    match (stated("Make"), stated("Model")) {
        (Some(make), Some(model)) if model.starts_with(&make) => Some(model),
        (Some(make), Some(model)) => Some(format!("{make} {model}")),
        (one, other) => one.or(other),
    }
}

/// The software as stated, for a sentence.
pub(super) fn software_in_words(metadata: &Metadata) -> Option<String> {
    [(Standard::Exif, "Software"), (Standard::Xmp, "xmp:CreatorTool"), (Standard::PngText, "Software")]
        .iter()
        .find_map(|(standard, name)| metadata.value(*standard, name))
        .map(shown)
        .filter(|value| !value.is_empty())
}
