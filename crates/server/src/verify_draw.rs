//! `admit verify-draw`: computes a waiting room's draw again, from nothing but what its server publishes. docs/draw.md says what that
//! proves.

use std::process::ExitCode;
use std::time::Duration;

use admit_domain::id::{AccountId, EventId};
use admit_domain::waiting_room::Tree;
use admit_domain::waiting_room::draw::{commitment, entry, leaf, position, seed};
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use serde::Deserialize;

use crate::cli::say;

const ANSWER_WITHIN: Duration = Duration::from_secs(30);
const LEAF_BYTES: usize = 36;

#[derive(Debug, Args)]
pub(crate) struct VerifyDraw {
    /// The server, such as https://tickets.example
    url: String,
    /// The event
    event: EventId,
    /// Prints this arrival's position
    #[arg(long)]
    arrival: Option<u32>,
    /// The salt of that arrival's entry, in hexadecimal, as its owner is told; with --account it proves whose it is
    #[arg(long, requires_all = ["arrival", "account"])]
    salt: Option<String>,
    /// The account whose entry it is to be
    #[arg(long, requires = "salt")]
    account: Option<AccountId>,
    /// The commitment as it was published when the line opened, if somebody noted it
    #[arg(long)]
    commitment: Option<String>,
}

/// What the server publishes.
#[derive(Debug, Clone, Deserialize)]
struct Published {
    commitment: String,
    key: Option<String>,
    public_source: Option<String>,
    public_input: Option<String>,
    count: Option<u32>,
    root: Option<String>,
}

/// A draw that was computed again.
#[derive(Debug)]
struct Drawn {
    seed: [u8; 32],
    count: u32,
}

pub(crate) async fn verify_draw(asked: VerifyDraw) -> Result<ExitCode> {
    let client = reqwest::Client::builder().timeout(ANSWER_WITHIN).build().context("no HTTP client")?;
    let base = format!("{}/api/v1/queue/{}/draw", asked.url.trim_end_matches('/'), asked.event);
    let published: Published = fetch(&client, &base).await?.json().await.context("the draw can't be read")?;
    let mut leaves = Vec::new();
    loop {
        let after = leaves.len() / LEAF_BYTES;
        let page = fetch(&client, &format!("{base}/entries?after={after}")).await?.bytes().await?;
        ensure!(page.len().is_multiple_of(LEAF_BYTES), "the entries aren't of {LEAF_BYTES} bytes each");
        if page.is_empty() {
            break;
        }
        leaves.extend_from_slice(&page);
    }
    match verify(&asked, &published, &leaves) {
        Ok(drawn) => {
            tell(&asked, &published, &drawn)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            say(format_args!("this draw doesn't fit together: {error:#}"))?;
            Ok(ExitCode::FAILURE)
        }
    }
}

fn tell(asked: &VerifyDraw, published: &Published, drawn: &Drawn) -> Result<()> {
    say(format_args!("{} entries, whose tree has the published root", drawn.count))?;
    say("the key is the one that was committed to")?;
    match &published.public_source {
        Some(source) => say(format_args!("public randomness from \"{source}\": check it there"))?,
        None => say("no public randomness was named: whoever had the key could know the outcome for a given crowd")?,
    }
    if let Some(arrival) = asked.arrival {
        let position = position(&drawn.seed, drawn.count, arrival);
        say(format_args!("arrival {arrival} of {} has position {position}", drawn.count))?;
    }
    if asked.account.is_some() {
        say("and it is that account's")?;
    }
    Ok(())
}

/// Holds everything against each other. An error says what doesn't fit.
fn verify(asked: &VerifyDraw, published: &Published, leaves: &[u8]) -> Result<Drawn> {
    let (Some(key), Some(count), Some(root)) = (&published.key, published.count, &published.root) else {
        bail!("it wasn't drawn yet");
    };
    let (key, root) = (hash(key).context("the key")?, hash(root).context("the root")?);
    ensure!(commitment(&key) == hash(&published.commitment)?, "the key isn't the one that was committed to");
    if let Some(noted) = &asked.commitment {
        ensure!(noted.eq_ignore_ascii_case(&published.commitment), "another key was committed to when the line opened");
    }
    ensure!(leaves.len() == count as usize * LEAF_BYTES, "{} entries, not {count}", leaves.len() / LEAF_BYTES);
    let mut tree = Tree::default();
    for (index, leaf) in leaves.chunks(LEAF_BYTES).enumerate() {
        ensure!(leaf[..4] == (index as u32 + 1).to_be_bytes(), "entry {} isn't arrival {0}", index + 1);
        tree.push(leaf);
    }
    ensure!(tree.root() == root, "the entries aren't those of the published root");
    let input = published.public_input.as_deref().unwrap_or("");
    ensure!(published.public_source.is_some() || input.is_empty(), "public randomness that wasn't named beforehand");
    if let Some(arrival) = asked.arrival {
        ensure!((1..=count).contains(&arrival), "arrival {arrival} wasn't among the {count} who were drawn");
        if let (Some(salt), Some(account)) = (&asked.salt, asked.account) {
            let own = leaf(arrival, &entry(&hash(salt).context("the salt")?, account));
            let start = (arrival as usize - 1) * LEAF_BYTES;
            ensure!(leaves[start..start + LEAF_BYTES] == own, "arrival {arrival} is another account's");
        }
    }
    Ok(Drawn { seed: seed(&key, &root, count, input), count })
}

async fn fetch(client: &reqwest::Client, url: &str) -> Result<reqwest::Response> {
    let response = client.get(url).send().await.with_context(|| url.to_owned())?;
    let status = response.status();
    ensure!(status.is_success(), "{url} was answered with {status}: {}", response.text().await.unwrap_or_default());
    Ok(response)
}

/// Reads 64 hexadecimal digits.
fn hash(text: &str) -> Result<[u8; 32]> {
    crate::config::hex_key(text).context("isn't 64 hexadecimal digits")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn account(number: u32) -> AccountId {
        AccountId::from_u128(u128::from(number) + 7)
    }

    fn published() -> (Published, Vec<u8>) {
        let leaves: Vec<u8> =
            (1..=20u32).flat_map(|number| leaf(number, &entry(&[number as u8; 32], account(number)))).collect();
        let mut tree = Tree::default();
        leaves.chunks(LEAF_BYTES).for_each(|leaf| tree.push(leaf));
        let published = Published {
            commitment: hex(&commitment(&[9; 32])),
            key: Some(hex(&[9; 32])),
            public_source: Some("a lottery".to_owned()),
            public_input: Some("1 2 3".to_owned()),
            count: Some(20),
            root: Some(hex(&tree.root())),
        };
        (published, leaves)
    }

    fn asked() -> VerifyDraw {
        let event = EventId::from_u128(1);
        let (arrival, salt, account) = (Some(3), Some(hex(&[3; 32])), Some(account(3)));
        VerifyDraw { url: String::new(), event, arrival, salt, account, commitment: None }
    }

    #[test]
    fn an_honest_draw_fits_together() {
        let (published, leaves) = published();
        let drawn = verify(&asked(), &published, &leaves).unwrap();
        let positions: std::collections::BTreeSet<u32> =
            (1..=20).map(|arrival| position(&drawn.seed, drawn.count, arrival)).collect();
        assert!(positions.into_iter().eq(1..=20));
        let noted = VerifyDraw { commitment: Some(published.commitment.to_uppercase()), ..asked() };
        assert!(verify(&noted, &published, &leaves).is_ok());
    }

    #[test]
    fn whatever_is_tampered_with_is_found() {
        let (honest, leaves) = published();
        let tampered = [
            Published { key: Some(hex(&[8; 32])), ..honest.clone() },
            Published { root: Some(hex(&[8; 32])), ..honest.clone() },
            Published { count: Some(19), ..honest.clone() },
            Published { count: Some(21), ..honest.clone() },
            Published { commitment: hex(&[1; 32]), ..honest.clone() },
            Published { public_source: None, ..honest.clone() },
            Published { key: None, ..honest.clone() },
            Published { key: Some("nonsense".to_owned()), ..honest.clone() },
        ];
        for published in &tampered {
            assert!(verify(&asked(), published, &leaves).is_err(), "{published:?}");
        }
        for byte in 0..leaves.len() {
            let mut altered = leaves.clone();
            altered[byte] ^= 1;
            assert!(verify(&asked(), &honest, &altered).is_err(), "byte {byte}");
        }
        for stranger in [
            VerifyDraw { account: Some(account(4)), ..asked() },
            VerifyDraw { arrival: Some(4), ..asked() },
            VerifyDraw { arrival: Some(21), ..asked() },
            VerifyDraw { arrival: Some(0), ..asked() },
            VerifyDraw { salt: Some(hex(&[4; 32])), ..asked() },
            VerifyDraw { commitment: Some(hex(&[1; 32])), ..asked() },
        ] {
            assert!(verify(&stranger, &honest, &leaves).is_err(), "{stranger:?}");
        }
    }
}
