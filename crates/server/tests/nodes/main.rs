//! Several nodes of one installation: PostgreSQL decides, and Redis tells each at once what the others did.

mod fanout;

