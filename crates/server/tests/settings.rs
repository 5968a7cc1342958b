//! Settings: which layer goes before which, what is refused and how it is told, and what is never shown.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use admit_server::config::{Demo, Gateway, Layers, Profile, Settings, print};

const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF";

fn layers(file: &str, variables: &[(&str, &str)]) -> Result<Layers, String> {
    let mut layers = Layers::defaults();
    layers.file(Path::new("admit.toml"), file).map_err(|error| error.to_string())?;
    let variables = variables.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
    layers.environment(variables).map_err(|error| error.to_string())?;
    Ok(layers)
}

fn read(file: &str, variables: &[(&str, &str)]) -> Result<Settings, String> {
    Settings::read(&layers(file, variables)?, Demo::Off).map_err(|error| error.to_string())
}

#[test]
fn the_defaults_are_good_and_embedded() {
    let settings = read("", &[]).unwrap();
    assert!(matches!(settings.profile, Profile::Embedded { ref data } if data == Path::new("data")));
    assert_eq!(settings.listen.to_string(), "127.0.0.1:3000");
    assert_eq!((settings.gateway, settings.quotas.is_some()), (Gateway::None, true));
    assert_eq!(settings.public_url("0.0.0.0:81".parse().unwrap()), "http://127.0.0.1:81");
}

#[test]
fn flags_go_before_variables_before_the_file_before_the_defaults() {
    let file = "listen = \"1.1.1.1:1\"\ndata = \"file\"\nunanswered_for_s = 5\n";
    let mut layers = layers(file, &[("ADMIT_LISTEN", "2.2.2.2:2"), ("ADMIT_DATA", "variable")]).unwrap();
    layers.flag("listen", "3.3.3.3:3", "--listen");
    let settings = Settings::read(&layers, Demo::Off).unwrap();
    assert_eq!(settings.listen.to_string(), "3.3.3.3:3");
    assert!(matches!(settings.profile, Profile::Embedded { ref data } if data == Path::new("variable")));
    assert_eq!(settings.app.checkout.unanswered_for.as_secs(), 5);
    assert_eq!(settings.app.checkout.refund_retry.as_secs(), 30);
}

#[test]
fn a_variable_may_be_a_list_or_a_number() {
    let networks = ("ADMIT_TRUSTED_PROXIES", "10.0.0.0/8, ::1,");
    let settings = read("", &[networks, ("ADMIT_BODY_BYTES_MAX", "2048"), ("PATH", "/bin")]).unwrap();
    assert_eq!((settings.trusted_proxies.len(), settings.body_bytes_max), (2, 2_048));
}

#[test]
fn brokers_are_hosts_and_ports() {
    assert_eq!(read("", &[]).unwrap().kafka, None);
    let kafka = read("", &[("ADMIT_KAFKA_BROKERS", "kafka-1.example:9092, [::1]:9093")]).unwrap().kafka.unwrap();
    assert_eq!(
        (kafka.brokers, kafka.partitions),
        (vec!["kafka-1.example:9092".to_owned(), "[::1]:9093".to_owned()], 16)
    );
}

#[test]
fn what_is_unknown_or_wrong_is_refused_with_the_place_to_look() {
    let secret = "postgres://admit:hunter2@db/admit";
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);
    let cases: [Case<'_>; 37] = [
        (
            "redis_url = \"redis://r:hunter2@cache\"",
            &[],
            "redis_url (from admit.toml): is for the nodes of a cluster: set ADMIT_DATABASE_URL too",
        ),
        (
            "",
            &[("ADMIT_DATABASE_URL", secret), ("ADMIT_MASTER_KEY", KEY), ("ADMIT_REDIS_URL", "http://r:hunter2@cache")],
            "redis_url (from ADMIT_REDIS_URL): must be an address such as redis://",
        ),
        ("redis_url = 6379", &[], "redis_url (from admit.toml): must be a text"),
        ("liten = 1", &[], "admit.toml: `liten` is not a setting"),
        ("\nlisten = = 1", &[], "admit.toml: line 2: "),
        ("listen = 1", &[], "listen (from admit.toml): invalid type: integer `1`, expected a string"),
        ("listen = \"here\"", &[], "listen (from admit.toml): can't be \"here\""),
        (
            "kafka_brokers = [\"kafka\"]",
            &[],
            "kafka_brokers (from admit.toml): has \"kafka\", which is not a host and port",
        ),
        (
            "",
            &[("ADMIT_KAFKA_BROKERS", "kafka:9092,kafka:0")],
            "kafka_brokers (from ADMIT_KAFKA_BROKERS): has \"kafka:0\"",
        ),
        ("", &[("ADMIT_KAFKA_BROKERS", "http://kafka:9092")], "kafka_brokers (from ADMIT_KAFKA_BROKERS): has "),
        ("kafka_partitions = 0", &[], "kafka_partitions (from admit.toml): must be from 1 to 10000"),
        ("trusted_proxies = [\"ten\"]", &[], "trusted_proxies (from admit.toml): has \"ten\", which is not a network"),
        ("body_bytes_max = -1", &[], "body_bytes_max (from admit.toml): must be from 1024 to"),
        ("", &[("ADMIT_LITEN", "1")], "ADMIT_LITEN is not a setting"),
        ("", &[("ADMIT_listen", "1")], "ADMIT_listen is not a setting"),
        ("", &[("ADMIT_", "1")], "ADMIT_ is not a setting"),
        ("", &[("ADMIT_LISTEN", "")], "listen (from ADMIT_LISTEN): can't be \"\""),
        (
            "",
            &[("ADMIT_RATE_LIMITS", "no")],
            "rate_limits (from ADMIT_RATE_LIMITS): unknown variant `no`, expected `on` or `off`",
        ),
        ("", &[("ADMIT_PURCHASE_LIMITS", "")], "purchase_limits (from ADMIT_PURCHASE_LIMITS): "),
        ("", &[("ADMIT_PASSWORD_THREADS", "many")], "password_threads (from ADMIT_PASSWORD_THREADS): invalid type"),
        ("", &[("ADMIT_PASSWORD_THREADS", "0")], "password_threads (from ADMIT_PASSWORD_THREADS): must be from 1 to"),
        (
            "",
            &[("ADMIT_PUBLIC_URL", "example.com")],
            "public_url (from ADMIT_PUBLIC_URL): has \"example.com\", which is not",
        ),
        ("", &[("ADMIT_CORS_ORIGINS", "*")], "cors_origins (from ADMIT_CORS_ORIGINS): has \"*\", which is not"),
        ("reads_by_address_per_min = 0", &[], "reads_by_address_per_min (from admit.toml): must be from 1 to"),
        (
            "",
            &[("ADMIT_RECONCILE_EVERY_S", "0")],
            "reconcile_every_s (from ADMIT_RECONCILE_EVERY_S): must be from 1 to",
        ),
        ("", &[("ADMIT_LIMIT_LOOPBACK_CONNECTIONS", "")], "limit_loopback_connections (from ADMIT_LIMIT_LOOPBACK"),
        (
            "",
            &[("ADMIT_CHARGE_WITHIN_MS", "10001")],
            "charge_within_ms (from ADMIT_CHARGE_WITHIN_MS): must be from 1 to 10000",
        ),
        ("desk_answer_within_ms = 60000", &[], "desk_answer_within_ms (from admit.toml): must be from 1 to 10000"),
        ("", &[("ADMIT_GATEWAY", "stripe")], "gateway (from ADMIT_GATEWAY): unknown variant"),
        ("", &[("ADMIT_LOG_LEVEL", "a=b=c")], "log_level (from ADMIT_LOG_LEVEL): is no level"),
        ("", &[("ADMIT_MASTER_KEY", KEY)], "master_key (from ADMIT_MASTER_KEY): is for a cluster"),
        ("", &[("ADMIT_DATABASE_URL", secret)], "a cluster needs a master key: set ADMIT_MASTER_KEY"),
        (
            "",
            &[("ADMIT_DATABASE_URL", secret), ("ADMIT_MASTER_KEY", "hunter2")],
            "master_key (from ADMIT_MASTER_KEY): must be 64",
        ),
        (
            "",
            &[("ADMIT_TLS_AUTHORITIES_FILE", "ca.pem")],
            "tls_authorities_file (from ADMIT_TLS_AUTHORITIES_FILE): is for a cluster",
        ),
        (
            "",
            &[
                ("ADMIT_DATABASE_URL", secret),
                ("ADMIT_MASTER_KEY", KEY),
                ("ADMIT_TLS_AUTHORITIES_FILE", "/nowhere/ca.pem"),
            ],
            "tls_authorities_file (from ADMIT_TLS_AUTHORITIES_FILE): can't be read",
        ),
        (
            "",
            &[
                ("ADMIT_DATABASE_URL", secret),
                ("ADMIT_MASTER_KEY", KEY),
                ("ADMIT_TLS_AUTHORITIES_FILE", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")),
            ],
            "tls_authorities_file (from ADMIT_TLS_AUTHORITIES_FILE): must be certificates in PEM",
        ),
        (
            "",
            &[("ADMIT_DATABASE_URL", "mysql://hunter2"), ("ADMIT_MASTER_KEY", KEY)],
            "database_url (from ADMIT_DATABASE_URL): must begin",
        ),
    ];
    for (file, variables, told) in cases {
        let error = read(file, variables).err().unwrap_or_else(|| panic!("{file} {variables:?} was taken"));
        assert!(error.starts_with(told), "{error:?} should begin with {told:?}");
        assert!(!error.contains('\n') && !error.contains("hunter2"), "{error}");
    }
}

#[test]
fn what_is_shown_can_be_read_again_and_shows_no_secret() {
    let url = ("ADMIT_DATABASE_URL", "postgres://admit:hunter2@db:5432/admit?p%61ssword=hunter2");
    let redis = ("ADMIT_REDIS_URL", "redis://admit:hunter2@cache:6379/1");
    let layers = layers("", &[url, redis, ("ADMIT_MASTER_KEY", KEY)]).unwrap();
    let settings = Settings::read(&layers, Demo::Off).unwrap();
    let shown = print(&layers, &settings);
    assert!(shown.contains("database_url = \"postgres://admit:***@db:5432/admit?***\""), "{shown}");
    assert!(shown.contains("redis_url = \"redis://admit:***@cache:6379/1\""), "{shown}");
    assert!(shown.contains("master_key = \"***\""), "{shown}");
    assert!(!shown.contains("hunter2") && !shown.contains("001122"), "{shown}");
    Layers::defaults().file(Path::new("shown"), &shown).unwrap();
}

#[test]
fn redis_is_taken_from_a_flag_and_only_beside_postgresql() {
    let serve = |variables: &[(&str, &str)]| {
        let mut admit = Command::new(env!("CARGO_BIN_EXE_admit"));
        admit.args(["serve", "--print-config", "--redis-url", "redis://:hunter2@127.0.0.1:1"]);
        let output = admit.envs(variables.iter().copied()).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(said).unwrap())
    };
    let (is_taken, shown) = serve(&[("ADMIT_DATABASE_URL", "postgres://db/admit"), ("ADMIT_MASTER_KEY", KEY)]);
    assert!(is_taken && shown.contains("redis_url = \"redis://:***@127.0.0.1:1\""), "{shown}");
    let (is_taken, error) = serve(&[]);
    let told = "admit: redis_url (from --redis-url): is for the nodes of a cluster: set ADMIT_DATABASE_URL too\n";
    assert_eq!((is_taken, error.as_str()), (false, told));
}

#[test]
fn the_demo_brings_the_simulated_gateway_unless_one_is_named() {
    let gateway = |variables: &[(&str, &str)], demo| {
        let layers = layers("", variables).unwrap();
        Settings::read(&layers, demo).map(|settings| settings.gateway).map_err(|error| error.to_string())
    };
    assert_eq!(gateway(&[], Demo::Loopback), Ok(Gateway::Simulated));
    assert_eq!(gateway(&[("ADMIT_GATEWAY", "none")], Demo::Loopback), Ok(Gateway::None));
    assert_eq!(gateway(&[("ADMIT_GATEWAY", "simulated")], Demo::Off), Ok(Gateway::Simulated));
    for public in ["0.0.0.0:1", "[::]:1", "10.0.0.1:1"] {
        let error = gateway(&[("ADMIT_LISTEN", public)], Demo::Loopback).unwrap_err();
        assert!(error.contains("--allow-public-demo"), "{error}");
        assert_eq!(gateway(&[("ADMIT_LISTEN", public)], Demo::Public), Ok(Gateway::Simulated));
    }
    let proxied = [("ADMIT_PUBLIC_URL", "https://tickets.example"), ("ADMIT_TRUSTED_PROXIES", "127.0.0.1/32")];
    for variable in proxied {
        let error = gateway(&[variable], Demo::Loopback).unwrap_err();
        assert!(error.contains("--allow-public-demo"), "{error}");
        assert_eq!(gateway(&[variable], Demo::Public), Ok(Gateway::Simulated));
        assert_eq!(gateway(&[variable], Demo::Off), Ok(Gateway::None));
    }
    assert_eq!(gateway(&[("ADMIT_PUBLIC_URL", "http://localhost:3000")], Demo::Loopback), Ok(Gateway::Simulated));
}

#[test]
fn the_program_ends_with_one_clear_line() {
    let output = Command::new(env!("CARGO_BIN_EXE_admit")).arg("serve").env("ADMIT_LISTEN", "here").output().unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told, "admit: listen (from ADMIT_LISTEN): can't be \"here\": invalid socket address syntax\n");
}
