//! Prints the table of docs/validation/account.md: `cargo run -p catchlight-account --example simulation`.

#![allow(clippy::print_stdout, reason = "a program for the command line")]

use catchlight_account::correlation::Correlation;
use catchlight_account::simulation::{Drawn, Photos, called_ai};
use catchlight_forensics::fusion::Fusion;

/// Distances of the means whose areas under the curve are 0.75, 0.85 and 0.92.
const APART: [(f64, f64); 3] = [(0.75, 0.954), (0.85, 1.466), (0.92, 1.987)];

fn main() -> anyhow::Result<()> {
    let (correlation, fusion) = (Correlation::shipped()?, Fusion::shipped()?);
    let rho_used = correlation.estimate().rho();
    println!(
        "| photos' weights | rho | N | camera accounts called AI | AI accounts called AI |\n| --- | --- | --- | --- | --- |"
    );
    let mut kinds = vec![(
        "as measured".to_owned(),
        Photos::Measured(&correlation.camera_log10_lr),
        Photos::Measured(&correlation.ai_log10_lr),
    )];
    for (area, apart) in APART {
        let side = |ai| Photos::Gaussian { apart, ai };
        kinds.push((format!("Gaussian, AUC {area}"), side(false), side(true)));
    }
    for (name, camera, ai) in kinds {
        for rho in [0.2, 0.5] {
            for count in [5, 20, 50] {
                let share = |photos| {
                    100.0 * called_ai(&Drawn { photos, count, rho, accounts: 20_000, rho_used, caps: fusion.cap })
                };
                println!("| {name} | {rho} | {count} | {:.2} % | {:.1} % |", share(camera), share(ai));
            }
        }
    }
    Ok(())
}
