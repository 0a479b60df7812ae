-- 0016_series.sql -- counts and orders of events without their rows, which hold whole portraits.

-- What changed, with all that memory keeps of an event but its filters: store/shelf.c reads
-- this index alone.
DROP INDEX events_changed;
CREATE INDEX events_changed ON events (changed, number, redirect, first_ms, article_count);

-- Events by month and label: the chart of a program that keeps nothing in memory.
CREATE INDEX events_series ON events (redirect, month, label);
