-- 0002_second_opinion.sql -- what language models answered, and how often they were asked.

-- The cache: a model's words, read again (and checked again) when the same article is
-- asked about with the same prompt. `content` is articles.content; the article itself
-- may have been refused later.
CREATE TABLE second_opinions (
	content text NOT NULL,
	model text NOT NULL,
	prompt text NOT NULL, -- version
	at_ms bigint NOT NULL,
	answer text NOT NULL,
	PRIMARY KEY (content, model, prompt)
);

-- Kept counts by UTC day: calls (the budget), asked, answered, from cache, quotes
-- dropped, and each reason of a failure.
CREATE TABLE second_opinion_days (
	day text NOT NULL,
	what text NOT NULL,
	number bigint NOT NULL,
	PRIMARY KEY (day, what)
);
