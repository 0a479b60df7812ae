-- 0001_first.sql -- the first schema, in what SQLite and PostgreSQL both take.
--
-- Numbers (articles.number, events.number) grow in the order of commit and stay
-- inside the house; ids are what the world sees. Times are milliseconds since
-- 1970, UTC, 0 unknown. Long columns stand last, so that lists do not read them.

CREATE TABLE articles (
	number integer PRIMARY KEY,
	id text NOT NULL UNIQUE,
	content text NOT NULL UNIQUE, -- hash of title and text: the identity of an article
	date_ms bigint NOT NULL,
	seen_ms bigint NOT NULL,
	label text NOT NULL,
	lang text NOT NULL,
	publisher text NOT NULL,
	source text NOT NULL,
	origin text NOT NULL,
	url text NOT NULL,
	author text NOT NULL,
	image text NOT NULL,
	title text NOT NULL,
	verdict text NOT NULL, -- JSON
	text text NOT NULL
);
CREATE INDEX articles_date ON articles (date_ms, number);
CREATE INDEX articles_label ON articles (label, date_ms, number);
CREATE INDEX articles_publisher ON articles (publisher, date_ms, number);
CREATE INDEX articles_source ON articles (source, date_ms, number);

-- An article's story as the grouper wants it back (events/story.h).
CREATE TABLE stories (
	article integer PRIMARY KEY REFERENCES articles (number),
	bytes bytea NOT NULL
);

CREATE TABLE events (
	number integer PRIMARY KEY,
	id text NOT NULL UNIQUE, -- YYYY-MM-DD-xxxx, never dies
	first_ms bigint NOT NULL,
	last_ms bigint NOT NULL,
	month text NOT NULL, -- of first_ms, 2025-06
	label text NOT NULL,
	severity text NOT NULL,
	country text NOT NULL, -- the first; all are in event_facets
	probability double precision NOT NULL,
	article_count bigint NOT NULL,
	publisher_count bigint NOT NULL,
	drawn bigint NOT NULL, -- how many articles the portrait was drawn from
	changed bigint NOT NULL, -- counters.version at its last change: delta sync, ETags
	redirect bigint NOT NULL, -- number of the event it was merged into, 0 none
	title text NOT NULL,
	summary text NOT NULL,
	image text NOT NULL,
	facets text NOT NULL, -- JSON {"principles":[values]}
	portrait text NOT NULL -- JSON of events/portrait.h
);
CREATE INDEX events_first ON events (first_ms, number);
CREATE INDEX events_articles ON events (article_count, number);
CREATE INDEX events_changed ON events (changed, number);
CREATE INDEX events_behind ON events (number) WHERE drawn < article_count;
CREATE INDEX events_month ON events (month, label);

-- An article may report several events, with a share in each.
CREATE TABLE placements (
	article integer NOT NULL REFERENCES articles (number),
	event integer NOT NULL REFERENCES events (number),
	share double precision NOT NULL,
	how text NOT NULL,
	similarity double precision NOT NULL,
	nearest text NOT NULL, -- content hash of the article that decided
	PRIMARY KEY (article, event)
);
CREATE INDEX placements_event ON placements (event, article);

-- Filters: every value of every facet, label, severity, country, lang, publisher.
CREATE TABLE facet_values (
	number integer PRIMARY KEY,
	facet text NOT NULL,
	value text NOT NULL,
	events bigint NOT NULL, -- kept count
	UNIQUE (facet, value)
);
CREATE TABLE event_facets (
	value integer NOT NULL REFERENCES facet_values (number),
	event integer NOT NULL REFERENCES events (number),
	PRIMARY KEY (value, event)
);
CREATE INDEX event_facets_event ON event_facets (event, value);

CREATE TABLE history (
	number integer PRIMARY KEY,
	event integer NOT NULL REFERENCES events (number),
	at_ms bigint NOT NULL,
	what text NOT NULL,
	who text NOT NULL,
	detail text NOT NULL
);
CREATE INDEX history_event ON history (event, number);

CREATE TABLE sources (
	name text PRIMARY KEY,
	position text NOT NULL, -- cursor: where to go on
	documents bigint NOT NULL,
	refused bigint NOT NULL,
	known bigint NOT NULL,
	ai_articles bigint NOT NULL,
	last_ms bigint NOT NULL,
	last_error text NOT NULL
);

CREATE TABLE refusals (
	number integer PRIMARY KEY,
	source text NOT NULL,
	origin text NOT NULL,
	reason text NOT NULL,
	seen_ms bigint NOT NULL,
	UNIQUE (source, origin, reason)
);

-- The denominators: all that was read, and what was judged not unrelated.
CREATE TABLE days (
	day text PRIMARY KEY,
	articles bigint NOT NULL,
	ai_articles bigint NOT NULL
);

CREATE TABLE counters (
	name text PRIMARY KEY, -- version, articles, unrelated, events, refused
	value bigint NOT NULL
);
