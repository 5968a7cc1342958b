//! Runs one scenario, from its name to what it came to.

use super::choice::Scenario;
use super::stage::{Done, Stage};
use super::{
    browse, ceiling, contend, groups, holds, joins, live, orders, refused, sellout, sizes, soak, spike, survive, wait,
};

pub(crate) fn run(scenario: Scenario, stage: &Stage) -> anyhow::Result<Done> {
    match scenario {
        Scenario::Ceiling => ceiling::run(stage),
        Scenario::Browse => browse::run(stage),
        Scenario::Holds => holds::run(stage),
        Scenario::Refused => refused::run(stage),
        Scenario::Contend => contend::run(stage),
        Scenario::Groups => groups::groups(stage),
        Scenario::General => groups::general(stage),
        Scenario::Orders => orders::run(stage),
        Scenario::Sellout => sellout::run(stage),
        Scenario::Joins => joins::run(stage),
        Scenario::Wait => wait::run(stage),
        Scenario::Survive => survive::run::run(stage),
        Scenario::Live => live::run(stage),
        Scenario::Spike => spike::run(stage),
        Scenario::Soak => soak::run(stage),
        Scenario::Sizes => sizes::run(stage),
        Scenario::BareServer | Scenario::Listeners => anyhow::bail!("this is no load, but part of one"),
    }
}
