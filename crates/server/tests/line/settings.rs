//! What organizers choose, and what they see.

use admit_testkit::client::items;
use admit_testkit::poll::until;
use admit_testkit::site::Site;
use serde_json::{Value, json};

use crate::hall::patch;
use crate::lines::{Line, PATIENCE, still, swift};

admit_testkit::on_both_databases!(
    crate::SITES: settings_are_what_they_were_set_to,
    settings_that_cannot_be_meant_are_refused,
    every_change_is_on_record,
    a_rate_of_nought_and_a_pause_stop_the_line_and_lose_nobody,
    stats_add_up,
);

async fn settings_are_what_they_were_set_to(site: &Site) {
    let line = Line::open(site, json!({ "mode": "off" })).await;
    let path = format!("/organizer/events/{}/waiting-room", line.event);
    let before = line.owner.get(&path).await.expect(200);
    assert_eq!((&before["mode"], &before["opens_at"], &before["paused"]), (&json!("off"), &Value::Null, &json!(false)));
    let wanted = json!({
        "mode": "always", "rate_per_min": 100, "interval_s": 30, "max_active": 50, "window_s": 90, "pass_s": 240,
        "paused": true, "opens_at": "2031-01-01T12:00:00Z", "public_source": "the lottery of 1 January 2031",
    });
    let set = line.set(wanted.clone()).await;
    for (name, value) in wanted.as_object().unwrap() {
        assert_eq!(&set[name], value, "{name}");
    }
    let set = line.set(json!({ "opens_at": null, "public_source": null, "max_active": 51 })).await;
    assert_eq!((&set["opens_at"], &set["public_source"]), (&Value::Null, &Value::Null));
    assert_eq!((&set["max_active"], &set["rate_per_min"]), (&json!(51), &json!(100)));
    let read = line.owner.get(&path).await.expect(200);
    assert_eq!(read["max_active"], 51);
}

async fn settings_that_cannot_be_meant_are_refused(site: &Site) {
    let line = Line::open(site, still()).await;
    let path = format!("/organizer/events/{}/waiting-room", line.event);
    for (bad, field) in [
        (json!({}), "body"),
        (json!({ "mode": "sometimes" }), "mode"),
        (json!({ "rate_per_min": 1_000_001 }), "rate_per_min"),
        (json!({ "max_active": 0 }), "max_active"),
        (json!({ "interval_s": 0 }), "interval_s"),
        (json!({ "interval_s": 61 }), "interval_s"),
        (json!({ "window_s": 1 }), "window_s"),
        (json!({ "pass_s": 100_000 }), "pass_s"),
        (json!({ "opens_at": "tomorrow" }), "opens_at"),
        (json!({ "public_source": "" }), "public_source"),
        (json!({ "public_input": "a\nb" }), "public_input"),
        (json!({ "rate_per_min": -1 }), "rate_per_min"),
        (json!({ "rate_per_min": 0.5 }), "rate_per_min"),
        (json!({ "paused": "yes" }), "paused"),
    ] {
        let problem = patch(&line.owner, &path, &bad).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], field, "{bad}");
    }
    patch(&line.owner, &path, &json!({ "public_input": "7" })).await.problem(409, "no_input_awaited");
    line.join().await;
    let draw = json!({ "mode": "draw", "opens_at": "2031-01-01T12:00:00Z" });
    patch(&line.owner, &path, &draw).await.problem(409, "line_not_empty");
    let draft = crate::hall::drafted(&line.owner).await;
    let path = format!("/organizer/events/{}/waiting-room", draft["id"].as_str().unwrap());
    patch(&line.owner, &path, &still()).await.problem(409, "not_published");
}

async fn every_change_is_on_record(site: &Site) {
    let line = Line::open(site, still()).await;
    for rate in [1, 2, 3] {
        line.set(json!({ "rate_per_min": rate })).await;
    }
    line.set(json!({ "rate_per_min": 3 })).await;
    let path = format!("/organizer/events/{}/waiting-room/history", line.event);
    let all = items(&line.owner.get(&path).await.expect(200));
    let rates: Vec<&Value> = all.iter().map(|item| &item["settings"]["rate_per_min"]).collect();
    assert_eq!(rates, [&json!(3), &json!(2), &json!(1), &json!(0)], "what changes nothing is no change");
    assert!(all.iter().all(|item| item["by"] == json!(line.owner.id) && item["what"] == "configured"), "{all:?}");
    let first = line.owner.get(&format!("{path}?limit=3")).await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let rest = line.owner.get(&format!("{path}?limit=3&cursor={cursor}")).await.expect(200);
    assert_eq!((items(&first), items(&rest)), (all[..3].to_vec(), all[3..].to_vec()));
}

async fn a_rate_of_nought_and_a_pause_stop_the_line_and_lose_nobody(site: &Site) {
    let line = Line::open(site, still()).await;
    let buyer = site.buyer().await;
    let place = line.join_as(&buyer).await;
    let mut paused = swift();
    paused["paused"] = json!(true);
    line.set(paused).await;
    assert_eq!(line.ask(&place.token, Some(&buyer)).await.expect(200)["paused"], true);
    line.set(json!({ "rate_per_min": 0, "paused": false })).await;
    assert_eq!(line.ask(&place.token, Some(&buyer)).await.expect(200)["status"], "waiting");
    line.set(json!({ "rate_per_min": 6000 })).await;
    line.wait(&place, &buyer).await;
}

async fn stats_add_up(site: &Site) {
    let line =
        Line::open(site, json!({ "mode": "always", "rate_per_min": 60000, "max_active": 3, "window_s": 5 })).await;
    let buyers = site.buyers(2).await;
    for buyer in &buyers {
        let place = line.join_as(buyer).await;
        line.wait(&place, buyer).await;
    }
    for _ in 0..3 {
        line.join().await;
    }
    // The guests never say who they are, so they are called one after another, and their calls lapse.
    let stats = until("three calls have lapsed", PATIENCE, async || {
        let stats = line.stats().await;
        (stats["expired_total"] == 3).then_some(stats)
    })
    .await;
    assert_eq!((&stats["admitted_active"], &stats["admitted_total"]), (&json!(2), &json!(2)));
    assert_eq!((&stats["waiting"], &stats["called_total"], &stats["issued"]), (&json!(0), &json!(5), &json!(5)));
    assert!(stats["show_up_ratio"].as_f64().unwrap() < 0.8, "{stats}");
    let metrics = site.api.outside(reqwest::Method::GET, "/metrics").send().await.text();
    assert!(metrics.contains("admit_room_people_total{what=\"lapsed\"}"), "{metrics}");
}
