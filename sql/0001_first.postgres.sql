-- 0001_first.postgres.sql -- full text search of 0001, and indexes that PostgreSQL wants otherwise.
--
-- The words are made by Tocsin (store/text_index.c), so that searches find what they find with
-- SQLite: these tables hold them with their places, under the names of SQLite's indexes.

CREATE TABLE articles_text (
	number integer PRIMARY KEY REFERENCES articles (number) DEFERRABLE,
	words tsvector NOT NULL
);
CREATE INDEX articles_text_words ON articles_text USING gin (words);
CREATE TABLE events_text (
	number integer PRIMARY KEY REFERENCES events (number) DEFERRABLE,
	words tsvector NOT NULL
);
CREATE INDEX events_text_words ON events_text USING gin (words);

-- A key of a btree has at most 2.7 KB here, and what strangers write may be longer (LIMIT_FIELD).
ALTER TABLE articles DROP CONSTRAINT articles_id_key;
ALTER TABLE articles ADD CONSTRAINT articles_id_key EXCLUDE USING hash (id WITH =);
DROP INDEX articles_publisher;
CREATE INDEX articles_publisher ON articles (left(publisher, 200), date_ms, number);
DROP INDEX articles_source;
CREATE INDEX articles_source ON articles USING hash (source);
ALTER TABLE facet_values DROP CONSTRAINT facet_values_facet_value_key;
CREATE UNIQUE INDEX facet_values_value ON facet_values (facet, md5(value));
ALTER TABLE refusals DROP CONSTRAINT refusals_source_origin_reason_key;
CREATE UNIQUE INDEX refusals_once ON refusals (md5(source), md5(origin), md5(reason));
CREATE INDEX refusals_source ON refusals USING hash (source);
