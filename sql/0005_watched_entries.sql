-- 0005_watched_entries.sql -- entries that are gone from their feeds for long are forgotten.

-- `source`: whose feed had it last, '' before this was kept. `seen_ms` was when it was first
-- seen, and is when it was last, to the day.
ALTER TABLE watched_entries ADD COLUMN source text NOT NULL DEFAULT '';
CREATE INDEX watched_entries_source ON watched_entries (source, seen_ms);
