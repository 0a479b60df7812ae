-- 0018_involvement.sql -- was AI part of it (confirmed, stated, disputed, unverified, denied), and was
-- somebody harmed or was it shown (confirmed_victim, alleged, demonstrated, theoretical). '' of events
-- that were last drawn before this step; they have them from their next article on.

ALTER TABLE events ADD COLUMN involvement TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN realised TEXT NOT NULL DEFAULT '';
