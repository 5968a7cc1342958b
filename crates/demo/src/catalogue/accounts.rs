//! Accounts that the demo opens with. Their passwords are public.

use admit_domain::role::Role;

#[derive(Debug, Clone, Copy)]
pub struct DemoAccount {
    pub email: &'static str,
    pub password: &'static str,
    pub name: &'static str,
    pub role: Role,
}

const fn account(email: &'static str, name: &'static str, role: Role) -> DemoAccount {
    DemoAccount { email, password: "password123", name, role }
}

pub const BUYER: DemoAccount = account("test@example.com", "Robin Tester", Role::Buyer);
/// Whose events the demo's are.
pub const ORGANIZER: DemoAccount = account("organizer@example.com", "Olive Organizer", Role::Organizer);
pub const ADMIN: DemoAccount = account("admin@example.com", "Ada Admin", Role::Admin);

pub const ACCOUNTS: [&DemoAccount; 3] = [&BUYER, &ORGANIZER, &ADMIN];
