-- 0005_denominators.sql -- all pages that were read, also those of archives that nobody parsed.

-- `passed`: pages of archives that name no AI. All that was read is articles + passed.
ALTER TABLE days ADD COLUMN passed bigint NOT NULL DEFAULT 0;

-- A document of a source is counted as passed over once, however often the source is read:
-- `pulled` documents were given by the reading at hand, `counted` is the most that any
-- reading gave.
ALTER TABLE sources ADD COLUMN passed bigint NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN pulled bigint NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN counted bigint NOT NULL DEFAULT 0;

-- The same by site: "bbc.co.uk" of a page's address; where there is none the publisher,
-- else the source; '' is what was read before this was kept.
CREATE TABLE sites (
	number integer PRIMARY KEY,
	name text NOT NULL UNIQUE,
	articles bigint NOT NULL,
	ai_articles bigint NOT NULL,
	passed bigint NOT NULL
);
CREATE TABLE site_days (
	site integer NOT NULL REFERENCES sites (number),
	day text NOT NULL,
	articles bigint NOT NULL,
	ai_articles bigint NOT NULL,
	passed bigint NOT NULL,
	PRIMARY KEY (site, day)
);
INSERT INTO sites (number, name, articles, ai_articles, passed)
	SELECT 1, '', sum(articles), sum(ai_articles), 0 FROM days HAVING count(*) > 0;
INSERT INTO site_days (site, day, articles, ai_articles, passed)
	SELECT 1, day, articles, ai_articles, 0 FROM days;
