-- 0028_versions.sql -- articles that changed after they were read, and when they are looked at.

-- The words of articles.title and articles.text are those that were read first; what the page
-- said later stands here, judged anew, from version 2 on.
CREATE TABLE article_versions (
	article integer NOT NULL REFERENCES articles (number),
	version bigint NOT NULL,
	at_ms bigint NOT NULL, -- when it was seen
	content text NOT NULL, -- hash of title and text
	label text NOT NULL,
	title text NOT NULL,
	changes text NOT NULL, -- JSON of judge/changes.h, against the version before
	verdict text NOT NULL, -- JSON
	text text NOT NULL,
	PRIMARY KEY (article, version)
);
CREATE INDEX article_versions_content ON article_versions (content);

-- Pages that `watch` read, until their schedule has run out.
CREATE TABLE looks (
	article integer PRIMARY KEY REFERENCES articles (number),
	url text NOT NULL,
	base_ms bigint NOT NULL, -- the schedule counts from here: read first, or changed last
	step bigint NOT NULL, -- which look of the schedule is next
	next_ms bigint NOT NULL, -- 0 never
	last_ms bigint NOT NULL,
	tries bigint NOT NULL, -- of that step, in vain
	state text NOT NULL, -- live, gone, wall
	since_ms bigint NOT NULL, -- it is so
	etag text NOT NULL,
	modified text NOT NULL,
	outcome text NOT NULL -- of the last look: ingest/fetch_outcome.h
);
CREATE INDEX looks_next ON looks (next_ms, article);
