-- 0011_review.sqlite.sql -- the queue of a store that was made before: numbers are given by SQLite.

INSERT INTO waiting (rank, event, article)
	SELECT 4, 0, number FROM articles WHERE verdict LIKE '%"abstain":true%'
	AND label <> 'not_assessed' ORDER BY number;
INSERT INTO waiting (rank, event, article)
	SELECT 3, 0, number FROM articles WHERE verdict LIKE '%"agrees":false%' ORDER BY number;
INSERT INTO waiting (rank, event, article)
	SELECT 1, number, 0 FROM events WHERE redirect = 0 AND severity IN
	('Serious AI hazard', 'Serious AI incident', 'AI disaster') ORDER BY number;
INSERT INTO waiting (rank, event, article)
	SELECT 2, p.event, 0 FROM placements p JOIN articles a ON a.number = p.article
	GROUP BY p.event HAVING sum(CASE a.label WHEN 'incident' THEN 1 ELSE 0 END) * 3 >= count(*)
	AND sum(CASE a.label WHEN 'hazard' THEN 1 ELSE 0 END) * 3 >= count(*) ORDER BY p.event;
