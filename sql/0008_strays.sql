-- 0008_strays.sql -- stories of articles that the judge calls unrelated wait for an event.

-- The number of the article with which a story entered an event: its own, or of one that came
-- later and brought it in; 0 while it waits.
ALTER TABLE stories ADD COLUMN settled bigint NOT NULL DEFAULT 0;
UPDATE stories SET settled = article;
CREATE INDEX stories_settled ON stories (settled, article);
CREATE INDEX stories_strays ON stories (article) WHERE settled <> article;
