-- 0004_not_assessed.sql -- articles in a language that the pack has no words for are counted as
-- such: they had been among the unrelated, which says something of them that nobody looked for.

UPDATE articles SET label = 'not_assessed' WHERE verdict LIKE '%"assessed":false%';

ALTER TABLE days ADD COLUMN not_assessed bigint NOT NULL DEFAULT 0; -- of days.articles
ALTER TABLE sources ADD COLUMN not_assessed bigint NOT NULL DEFAULT 0;

UPDATE sources SET not_assessed = (SELECT count(*) FROM articles a
	WHERE a.source = sources.name AND a.label = 'not_assessed');
INSERT INTO counters (name, value)
	SELECT 'not_assessed', count(*) FROM articles WHERE label = 'not_assessed';
UPDATE counters SET value = (SELECT count(*) FROM articles WHERE label = 'unrelated')
	WHERE name = 'unrelated';
