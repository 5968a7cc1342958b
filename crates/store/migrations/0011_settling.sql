-- When it is next tried to settle an attempt whose order is overdue; NULL while nobody has tried.
ALTER TABLE payments ADD COLUMN next_try_at BIGINT;
