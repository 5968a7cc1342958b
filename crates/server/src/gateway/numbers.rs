//! The test numbers: what each makes the simulated gateway do. Anything else is refused and forgotten.

use admit_app::ports::payments::{PaymentError, PaymentMethod};
use admit_domain::order::DeclineReason;
use admit_domain::time::Timestamp;

/// What a test number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Pay,
    Decline(DeclineReason),
    /// Sends the buyer to the gateway's page, which approves or declines.
    Redirect,
    /// Pays, and the answer never arrives; a webhook does.
    LoseAnswer,
}

/// Reads a way to pay. `now` is for cards' expiry.
pub(super) fn script(method: &PaymentMethod, now: Timestamp) -> Result<Script, PaymentError> {
    match method {
        PaymentMethod::Card { number, exp_month, exp_year, cvc } => {
            let script = card(number)?;
            check_expiry(*exp_month, *exp_year, now)?;
            if cvc.len() != 3 || !cvc.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(bad("cvc", "must have three digits"));
            }
            Ok(script)
        }
        PaymentMethod::Upi { vpa } => match vpa.as_str() {
            "success@upi" => Ok(Script::Pay),
            "decline@upi" => Ok(Script::Decline(DeclineReason::Refused)),
            _ => Err(bad("vpa", "must be success@upi or decline@upi")),
        },
        PaymentMethod::NetBanking { bank } => match bank.as_str() {
            "demo_ok" => Ok(Script::Pay),
            "demo_decline" => Ok(Script::Decline(DeclineReason::Refused)),
            _ => Err(bad("bank", "must be demo_ok or demo_decline")),
        },
    }
}

fn card(number: &str) -> Result<Script, PaymentError> {
    let digits: String = number.chars().filter(|letter| *letter != ' ').collect();
    match digits.as_str() {
        "4242424242424242" => Ok(Script::Pay),
        "4000000000000002" => Ok(Script::Decline(DeclineReason::CardDeclined)),
        "4000000000009995" => Ok(Script::Decline(DeclineReason::InsufficientFunds)),
        "4000000000003220" => Ok(Script::Redirect),
        "4000000000000341" => Ok(Script::LoseAnswer),
        _ => Err(bad("card_number", "must be one of the test numbers")),
    }
}

/// A card is good to the end of its month, in the last time zone on earth. Years may have two digits.
fn check_expiry(month: u8, year: u16, now: Timestamp) -> Result<(), PaymentError> {
    if !(1..=12).contains(&month) {
        return Err(bad("exp_month", "must be from 1 to 12"));
    }
    let year = if year < 100 { year + 2_000 } else { year };
    if !(2_000..=9_000).contains(&year) {
        return Err(bad("exp_year", "must be a year"));
    }
    let (year, month) = (i16::try_from(year).unwrap_or(i16::MAX), i8::try_from(month).unwrap_or(i8::MAX));
    let after = if month == 12 { jiff::civil::date(year + 1, 1, 1) } else { jiff::civil::date(year, month + 1, 1) };
    let last_zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(-12));
    let ends = last_zone.to_timestamp(after.at(0, 0, 0, 0)).map_err(|_| bad("exp_year", "must be a year"))?;
    if ends.as_millisecond() <= now.as_millis() {
        return Err(bad("exp_year", "is past: the card has expired"));
    }
    Ok(())
}

fn bad(field: &'static str, message: &'static str) -> PaymentError {
    PaymentError::BadMethod { field, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 15 July 2026.
    const NOW: Timestamp = Timestamp::from_millis(1_784_073_600_000);

    fn with(number: &str, exp_month: u8, exp_year: u16, cvc: &str) -> Result<Script, &'static str> {
        let method = PaymentMethod::Card { number: number.into(), exp_month, exp_year, cvc: cvc.into() };
        read(&method)
    }

    fn read(method: &PaymentMethod) -> Result<Script, &'static str> {
        script(method, NOW).map_err(|error| match error {
            PaymentError::BadMethod { field, .. } => field,
            PaymentError::Lost(_) => "lost",
        })
    }

    #[test]
    fn each_number_does_what_the_contract_says() {
        use DeclineReason::{CardDeclined, InsufficientFunds, Refused};
        let rows = [
            ("4242 4242 4242 4242", Ok(Script::Pay)),
            ("4242424242424242", Ok(Script::Pay)),
            ("4000 0000 0000 0002", Ok(Script::Decline(CardDeclined))),
            ("4000 0000 0000 9995", Ok(Script::Decline(InsufficientFunds))),
            ("4000 0000 0000 3220", Ok(Script::Redirect)),
            ("4000 0000 0000 0341", Ok(Script::LoseAnswer)),
            ("4111 1111 1111 1111", Err("card_number")),
            ("4242 4242 4242 424", Err("card_number")),
            ("", Err("card_number")),
        ];
        for (number, wanted) in rows {
            assert_eq!(with(number, 12, 2030, "123"), wanted, "{number}");
        }
        let upi = |vpa: &str| read(&PaymentMethod::Upi { vpa: vpa.into() });
        assert_eq!(upi("success@upi"), Ok(Script::Pay));
        assert_eq!(upi("decline@upi"), Ok(Script::Decline(Refused)));
        assert_eq!(upi("ann@bank"), Err("vpa"));
        let bank = |bank: &str| read(&PaymentMethod::NetBanking { bank: bank.into() });
        assert_eq!(bank("demo_ok"), Ok(Script::Pay));
        assert_eq!(bank("demo_decline"), Ok(Script::Decline(Refused)));
        assert_eq!(bank("demo"), Err("bank"));
    }

    #[test]
    fn a_card_is_good_to_the_end_of_its_month() {
        let good = "4242 4242 4242 4242";
        assert_eq!(with(good, 7, 2026, "123"), Ok(Script::Pay));
        assert_eq!(with(good, 7, 26, "123"), Ok(Script::Pay));
        assert_eq!(with(good, 12, 2026, "123"), Ok(Script::Pay));
        assert_eq!(with(good, 6, 2026, "123"), Err("exp_year"));
        assert_eq!(with(good, 12, 2025, "123"), Err("exp_year"));
        assert_eq!(with(good, 0, 2030, "123"), Err("exp_month"));
        assert_eq!(with(good, 13, 2030, "123"), Err("exp_month"));
        assert_eq!(with(good, 1, 999, "123"), Err("exp_year"));
        assert_eq!(with(good, 1, u16::MAX, "123"), Err("exp_year"));
        for cvc in ["", "12", "1234", "12a", "१२३"] {
            assert_eq!(with(good, 12, 2030, cvc), Err("cvc"), "{cvc}");
        }
    }
}
