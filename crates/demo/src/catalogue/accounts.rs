//! Accounts that the demo opens with. Their passwords are public.

#[derive(Debug, Clone, Copy)]
pub struct DemoAccount {
    pub email: &'static str,
    pub password: &'static str,
    pub name: &'static str,
}

pub const BUYER: DemoAccount = DemoAccount { email: "test@example.com", password: "password123", name: "Robin Tester" };
