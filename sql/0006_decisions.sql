-- 0006_decisions.sql -- what people decided about events, and what it binds.

-- must_join: all its articles are of one event. must_not_join: articles of side 0 are of
-- another event than those of side 1. Rows stay for ever; `undone` is the number of the
-- decision that took this one back, 0 while it binds.
CREATE TABLE decisions (
	number integer PRIMARY KEY,
	at_ms bigint NOT NULL,
	what text NOT NULL,
	who text NOT NULL,
	why text NOT NULL,
	undone bigint NOT NULL
);
CREATE TABLE decision_articles (
	decision integer NOT NULL REFERENCES decisions (number),
	article integer NOT NULL REFERENCES articles (number),
	side bigint NOT NULL,
	PRIMARY KEY (decision, article)
);
CREATE INDEX decision_articles_article ON decision_articles (article, decision);

-- The articles that an event had when it ended in another: so that it can live again.
CREATE TABLE merged_articles (
	event integer NOT NULL REFERENCES events (number),
	article integer NOT NULL REFERENCES articles (number),
	PRIMARY KEY (event, article)
);
