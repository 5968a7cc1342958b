-- What holds an event's rows against its journal, each minute and in `admit check`, reads them by event.
CREATE INDEX tickets_event ON tickets (event_id);
CREATE INDEX payments_event ON payments (event_id);
CREATE INDEX refunds_event ON refunds (event_id);
