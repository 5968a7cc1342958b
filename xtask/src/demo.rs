//! `cargo xtask demo`: the whole program with its demo catalogue, from a bare checkout.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result, bail};

use crate::process::cargo;
use crate::say::say;
use crate::web;

/// What `admit serve` gets unless the caller names the same flag.
const DEFAULTS: [(&str, &str); 2] = [("--listen", "127.0.0.1:3000"), ("--data", "target/demo")];

/// Builds the page and `admit` and becomes it, so that Ctrl-C and signals reach the server and nothing stands between.
pub(crate) fn demo(arguments: &[String]) -> Result<()> {
    let Demo { profile, serve } = parse(arguments)?;
    web::build_if_needed()?;
    let mut command = cargo();
    command.args(["run", "--package", "admit-server", "--bin", "admit", "--profile", profile, "--"]).args(&serve);
    for line in how_to_fill_a_line(profile, &serve) {
        say(line);
    }
    Err(command.exec()).context("cannot run cargo")
}

/// Three of the demo's events have a line, which is more of a line with a crowd in it.
fn how_to_fill_a_line(profile: &str, serve: &[String]) -> [String; 5] {
    let folder = if profile == "dev" { "debug" } else { profile };
    let listen = value_of(serve, "--listen").unwrap_or(DEFAULTS[0].1);
    [
        "Three events have a waiting room: Imagine Dragons always, Raga Nova once three people shop,".to_owned(),
        "Nadia Quill by a draw a minute after the first start. To fill a line with fans, start with".to_owned(),
        "ADMIT_RATE_LIMITS=off before this command, and in another terminal, with the event's id from its page's"
            .to_owned(),
        "address:".to_owned(),
        format!("  target/{folder}/admit rush wait --url http://{listen} --event evt_… --buyers 200 --seconds 300"),
    ]
}

/// What follows a flag, however it is written.
fn value_of<'arguments>(arguments: &'arguments [String], flag: &str) -> Option<&'arguments str> {
    let at = arguments.iter().position(|argument| names(argument, flag))?;
    match arguments[at].split_once('=') {
        Some((_, value)) => Some(value),
        None => arguments.get(at + 1).map(String::as_str),
    }
}

#[derive(Debug, PartialEq)]
struct Demo {
    profile: &'static str,
    serve: Vec<String>,
}

fn parse(arguments: &[String]) -> Result<Demo> {
    let mut profile = "release";
    let mut rest = arguments.iter();
    for argument in rest.by_ref() {
        match argument.as_str() {
            "--release" => profile = "release",
            "--dev" => profile = "dev",
            "--" => break,
            unknown => bail!("unknown argument `{unknown}`; what `admit serve` shall get stands after `--`"),
        }
    }
    let own = rest.as_slice();
    let mut serve = vec!["serve".to_owned(), "--demo".to_owned()];
    for (flag, value) in DEFAULTS {
        if !own.iter().any(|argument| names(argument, flag)) {
            serve.extend([flag.to_owned(), value.to_owned()]);
        }
    }
    serve.extend(own.iter().filter(|argument| *argument != "--demo").cloned());
    Ok(Demo { profile, serve })
}

fn names(argument: &str, flag: &str) -> bool {
    argument.strip_prefix(flag).is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> (&'static str, String) {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        let demo = parse(&words).unwrap();
        (demo.profile, demo.serve.join(" "))
    }

    #[test]
    fn alone_it_serves_on_port_3000_from_the_release_profile() {
        assert_eq!(parsed(""), ("release", "serve --demo --listen 127.0.0.1:3000 --data target/demo".to_owned()));
    }

    #[test]
    fn a_flag_of_the_caller_takes_the_place_of_the_default() {
        let (profile, serve) = parsed("--dev -- --listen=127.0.0.1:0 --demo --rate 3");
        assert_eq!(profile, "dev");
        assert_eq!(serve, "serve --demo --data target/demo --listen=127.0.0.1:0 --rate 3");
    }

    #[test]
    fn the_line_is_filled_where_the_demo_was_started() {
        let last = |line: &str| {
            let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
            let Demo { profile, serve } = parse(&words).unwrap();
            how_to_fill_a_line(profile, &serve)[4].clone()
        };
        assert!(last("").contains("target/release/admit rush wait --url http://127.0.0.1:3000 "));
        assert!(
            last("--dev -- --listen 127.0.0.1:9").contains("target/debug/admit rush wait --url http://127.0.0.1:9 ")
        );
        assert!(last("-- --listen=[::1]:80").contains("--url http://[::1]:80 "));
    }

    #[test]
    fn arguments_before_the_dashes_are_its_own() {
        assert!(parse(&["--listen".to_owned()]).is_err());
    }
}
