-- 0001_first.sqlite.sql -- full text search of 0001 in SQLite's words (FTS5).
--
-- External content: the index points into the tables and stores no text twice.
-- The row numbers grow with time. Articles are only ever added; an event's title
-- and summary are taken out and put in again when its portrait changes them.

CREATE VIRTUAL TABLE articles_text USING fts5 (
	title, text, content = 'articles', content_rowid = 'number',
	tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE events_text USING fts5 (
	title, summary, content = 'events', content_rowid = 'number',
	tokenize = 'porter unicode61 remove_diacritics 2'
);
