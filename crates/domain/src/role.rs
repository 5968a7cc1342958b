//! What an account may do.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Buyer,
    Scanner,
    Organizer,
    Admin,
}

impl Role {
    pub const ALL: [Role; 4] = [Role::Buyer, Role::Scanner, Role::Organizer, Role::Admin];

    pub fn name(self) -> &'static str {
        match self {
            Role::Buyer => "buyer",
            Role::Scanner => "scanner",
            Role::Organizer => "organizer",
            Role::Admin => "admin",
        }
    }

    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }
}
