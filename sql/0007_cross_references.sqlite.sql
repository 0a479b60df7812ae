-- 0007_cross_references.sqlite.sql -- the names that link events (store_links.c), of portraits
-- that were drawn before these were kept. Products are told from makers at the next drawing.

INSERT INTO facet_values (facet, value, events)
	SELECT json_extract(a.value, '$.role'), json_extract(a.value, '$.name'), 0
	FROM events e, json_each(e.portrait, '$.actors') a
	WHERE json_extract(a.value, '$.role') IN ('developer', 'deployer')
		AND json_extract(a.value, '$.name') <> ''
	ON CONFLICT (facet, value) DO NOTHING;
INSERT INTO event_facets (value, event)
	SELECT f.number, e.number FROM events e, json_each(e.portrait, '$.actors') a
	JOIN facet_values f ON f.facet = json_extract(a.value, '$.role')
		AND f.value = json_extract(a.value, '$.name')
	WHERE f.facet IN ('developer', 'deployer')
	ON CONFLICT (value, event) DO NOTHING;
UPDATE facet_values SET events = (SELECT count(*) FROM event_facets v WHERE v.value = number)
	WHERE facet IN ('developer', 'deployer');
