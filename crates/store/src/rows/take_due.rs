//! Taking work that is due, so that nobody else takes it meanwhile.

/// A statement, as a text for `$dialect`, that takes rows of `$table` for which `$waits` holds and `next_try_at` has
/// come: at most `$2` that are due at `$1`, whose next try is put off to `$3`. It answers with `$columns`.
///
/// On PostgreSQL, whoever comes at the same time skips what this one has locked; on SQLite nobody does. The rows are
/// chosen apart and once, since a planner may run a subquery that locks more often than that.
macro_rules! take_due {
    ($dialect:expr; $table:literal, $waits:literal, $columns:literal) => {
        match $dialect {
            $crate::db::Dialect::Sqlite => $crate::rows::take_due!($table, $waits, $columns, ""),
            $crate::db::Dialect::Postgres => {
                $crate::rows::take_due!($table, $waits, $columns, "FOR UPDATE SKIP LOCKED")
            }
        }
    };
    ($table:literal, $waits:literal, $columns:literal, $lock:literal) => {
        concat!(
            "WITH due AS MATERIALIZED (SELECT id FROM ",
            $table,
            " WHERE ",
            $waits,
            " AND next_try_at <= $1 ORDER BY next_try_at LIMIT $2 ",
            $lock,
            ") UPDATE ",
            $table,
            " SET attempts = attempts + 1, next_try_at = $3 WHERE id IN (SELECT id FROM due) RETURNING ",
            $columns
        )
    };
}
pub(crate) use take_due;
