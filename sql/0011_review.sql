-- 0011_review.sql -- what people say of events and articles, what waits for them, and what
-- strangers send in.

-- A ruling binds the machine while `undone` is 0. It hangs on an article, as articles stay
-- while events merge and split: one on an event hangs on the article that founded it.
CREATE TABLE rulings (
	number integer PRIMARY KEY,
	act bigint NOT NULL REFERENCES trail (number),
	article integer NOT NULL REFERENCES articles (number),
	kind text NOT NULL, -- event, article: of which it is said
	what text NOT NULL, -- label, severity, title, summary, tag, untag, reject
	facet text NOT NULL, -- of tag and untag
	value text NOT NULL,
	was text NOT NULL, -- what stood there
	who text NOT NULL,
	why text NOT NULL,
	at_ms bigint NOT NULL,
	undone bigint NOT NULL -- the act that took it back
);
CREATE INDEX rulings_article ON rulings (article, number);
CREATE INDEX rulings_act ON rulings (act);

-- The queue. rank: 1 severe, 2 disputed, 3 a second opinion differs, 4 the judge abstained;
-- the first two of an event, the others of an article (the other column is 0).
CREATE TABLE waiting (
	number integer PRIMARY KEY,
	rank bigint NOT NULL,
	event bigint NOT NULL,
	article bigint NOT NULL,
	UNIQUE (rank, event, article)
);
-- The newest ruling on what is told of an event: feeds say by it that something changed.
ALTER TABLE events ADD COLUMN reviewed_ms bigint NOT NULL DEFAULT 0;

-- Addresses and texts that readers send. state: held (a stranger's text, until a reviewer
-- looked), waiting, read, refused.
CREATE TABLE submissions (
	number integer PRIMARY KEY,
	id text NOT NULL UNIQUE, -- nobody can guess it: the submitter's page
	at_ms bigint NOT NULL,
	who text NOT NULL, -- account, '' a stranger
	state text NOT NULL,
	detail text NOT NULL,
	article text NOT NULL, -- public id, '' none yet
	done_ms bigint NOT NULL,
	url text NOT NULL,
	title text NOT NULL,
	note text NOT NULL,
	body text NOT NULL
);
CREATE INDEX submissions_state ON submissions (state, number);

-- A named party asks for a correction. state: open, accepted, declined. The contact is shown
-- to reviewers only.
CREATE TABLE corrections (
	number integer PRIMARY KEY,
	id text NOT NULL UNIQUE, -- nobody can guess it: the asker's page
	at_ms bigint NOT NULL,
	kind text NOT NULL, -- event, article
	article integer NOT NULL REFERENCES articles (number), -- as with rulings
	state text NOT NULL,
	name text NOT NULL,
	contact text NOT NULL,
	what text NOT NULL,
	why text NOT NULL,
	answer text NOT NULL,
	answered_by text NOT NULL,
	answered_ms bigint NOT NULL
);
CREATE INDEX corrections_article ON corrections (article, number);
CREATE INDEX corrections_state ON corrections (state, number);
