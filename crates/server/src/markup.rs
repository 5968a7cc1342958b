//! Text for people, in pages and mails that are written by hand.

use admit_domain::money::Money;

/// Such as `USD 12.50`.
pub(crate) fn money_text(money: Money) -> String {
    let digits = usize::from(money.currency.minor_digits());
    let code = money.currency.code();
    if digits == 0 {
        return format!("{code} {}", money.amount);
    }
    let text = format!("{:0>width$}", money.amount.unsigned_abs(), width = digits + 1);
    let (whole, minor) = text.split_at(text.len() - digits);
    format!("{code} {}{whole}.{minor}", if money.amount < 0 { "-" } else { "" })
}

/// Nothing of `text` is markup in what comes back.
pub(crate) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_shown_with_its_currencys_digits() {
        let shown = |amount, code: &str| money_text(Money::new(amount, code.parse().unwrap()));
        assert_eq!(shown(1_250, "USD"), "USD 12.50");
        assert_eq!(shown(5, "USD"), "USD 0.05");
        assert_eq!(shown(1_250, "JPY"), "JPY 1250");
        assert_eq!(shown(1_250, "KWD"), "KWD 1.250");
    }

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(escaped("<a href=\"x\" id='y'>&"), "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;");
    }
}
