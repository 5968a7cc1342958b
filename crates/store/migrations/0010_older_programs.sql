-- Of which schema a program must know at least to run on this one: 0, or what a migration says that removes something.
ALTER TABLE migrations ADD COLUMN needs BIGINT NOT NULL DEFAULT 0;
