-- 0027_locker.sql -- the locker: documents as they were fetched.
--
-- A capture is one fetching that led to a verdict; an object is a content, kept once however
-- often it was fetched. `sum` and `seal` are there so that `tocsin locker verify` sees a bit
-- that has flipped in what is kept, in what is said of it, or in the packed bytes.

CREATE TABLE locker (
	number integer PRIMARY KEY, -- 1
	keeps text NOT NULL, -- sqlite: in `objects`; folder; none
	folder text NOT NULL -- where the files are, if ever there were some
);
INSERT INTO locker (number, keeps, folder) VALUES (1, 'sqlite', '');

CREATE TABLE dictionaries (
	number integer PRIMARY KEY,
	made_ms bigint NOT NULL,
	samples bigint NOT NULL,
	sum text NOT NULL, -- SHA-256 of the bytes
	bytes bytea NOT NULL
);

CREATE TABLE objects (
	sha256 text PRIMARY KEY, -- of the body as it was fetched
	size bigint NOT NULL,
	packed bigint NOT NULL, -- bytes that are kept of it
	dictionary bigint NOT NULL, -- with which it was packed; 0 none
	filed bigint NOT NULL, -- 1: a file of the folder; 0: in `bytes`
	sum text NOT NULL, -- SHA-256 of what is kept
	bytes bytea NOT NULL
);

CREATE TABLE captures (
	number integer PRIMARY KEY,
	article integer NOT NULL REFERENCES articles (number),
	version bigint NOT NULL, -- 1: what it was first read from
	object text NOT NULL, -- objects.sha256
	kind text NOT NULL, -- page, entry, line, text
	seen_ms bigint NOT NULL,
	read_ms bigint NOT NULL, -- when an archive's crawler read it; 0: at seen_ms
	url text NOT NULL,
	redirects text NOT NULL, -- addresses before that, a line each
	type text NOT NULL,
	id text NOT NULL, -- that it came with
	origin text NOT NULL,
	source text NOT NULL,
	seal text NOT NULL, -- SHA-256 of all of this row
	entry text NOT NULL, -- what the feed said of a page, JSON
	head text NOT NULL -- status line and headers
);
CREATE INDEX captures_article ON captures (article, number);
CREATE INDEX captures_object ON captures (object, number);

-- What was taken out on request: it is not kept again. `act` is the tombstone's row of the trail.
CREATE TABLE removals (
	object text NOT NULL,
	article integer NOT NULL REFERENCES articles (number),
	act bigint NOT NULL,
	PRIMARY KEY (object, article)
);
CREATE INDEX removals_article ON removals (article);

-- Held for ever: a person said something of it, or of another article of its event.
CREATE VIEW locker_held AS
	SELECT article FROM rulings UNION SELECT article FROM corrections
	UNION SELECT article FROM decision_articles
	UNION SELECT p.article FROM placements p JOIN placements q ON q.event = p.event
	WHERE q.article IN (SELECT article FROM rulings UNION SELECT article FROM corrections);
