use ndarray::Array2;

use super::alphabet;
use super::reading::Reading;

/// A reading whose columns have these characters (`_` is the blank) with these probabilities.
fn reading(columns: &[&[(char, f32)]]) -> Reading {
    let mut probabilities = Array2::zeros((columns.len(), alphabet::size()));
    for (row, column) in columns.iter().enumerate() {
        for &(character, probability) in *column {
            let class = if character == '_' { alphabet::BLANK } else { alphabet::class(character).unwrap() };
            probabilities[(row, class)] = probability;
        }
    }
    Reading::new(probabilities)
}

fn columns(text: &str) -> Vec<[(char, f32); 1]> {
    text.chars().map(|character| [(character, 1.0)]).collect()
}

fn certain(text: &str) -> Reading {
    let columns = columns(text);
    reading(&columns.iter().map(<[_; 1]>::as_slice).collect::<Vec<_>>())
}

#[test]
fn repeats_are_one_character_unless_a_blank_parts_them() {
    assert_eq!(certain("__AA_II__生__成成_").text(), ("AI生成".to_owned(), 1.0));
    assert_eq!(certain("l_l_l").text().0, "lll");
    assert_eq!(certain("lll_").text().0, "l");
    assert_eq!(certain("____").text(), (String::new(), 0.0));
}

#[test]
fn confidence_is_the_mean_of_the_characters() {
    let (text, confidence) = reading(&[&[('A', 0.9)], &[('_', 1.0)], &[('I', 0.5)]]).text();
    assert_eq!(text, "AI");
    assert!((confidence - 0.7).abs() < 1e-6);
}

#[test]
fn words_that_were_read_fit_perfectly_wherever_they_stand() {
    let fit = certain("由_A_I生_成_!").fit("AI生成").unwrap();
    assert_eq!((fit.log_ratio, fit.text.as_str()), (0.0, "由AI生成!"));
}

#[test]
fn words_fit_as_well_as_the_recognisers_second_choice() {
    let doubtful = reading(&[
        &[('由', 0.9)],
        &[('A', 0.8)],
        &[('_', 0.6), ('I', 0.3)],
        &[('连', 0.5), ('生', 0.25)],
        &[('成', 1.0)],
    ]);
    assert_eq!(doubtful.text().0, "由A连成");
    let fit = doubtful.fit("AI生成").unwrap();
    let expected = ((0.3_f32 / 0.6).ln() + (0.25_f32 / 0.5).ln()) / 4.0;
    assert!((fit.log_ratio - expected).abs() < 1e-5, "{}", fit.log_ratio);
    assert_eq!(fit.text, "由AI生成");
    assert!(doubtful.fit("人工智能生成").is_none(), "five columns cannot hold six characters");
}

#[test]
fn words_that_are_not_there_fit_badly() {
    assert!(certain("你_好_世_界_和_平").fit("AI生成").unwrap().log_ratio < -5.0);
    assert!(certain("____").fit("ll").unwrap().log_ratio < -5.0);
}

#[test]
fn doubled_characters_need_a_blank_between_them() {
    assert_eq!(certain("l_l").fit("ll").unwrap().log_ratio, 0.0);
    assert!(certain("lll").fit("ll").unwrap().log_ratio < -5.0);
    assert!(certain("ll").fit("\u{1f600}").is_none(), "a character that the recogniser does not know");
}
