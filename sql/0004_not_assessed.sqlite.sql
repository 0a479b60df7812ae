-- 0004_not_assessed.sqlite.sql -- the days of 0004, in SQLite's words for a date.

UPDATE days SET not_assessed = (SELECT count(*) FROM articles a WHERE a.label = 'not_assessed'
	AND strftime('%Y-%m-%d', CASE a.date_ms WHEN 0 THEN a.seen_ms ELSE a.date_ms END / 1000.0,
		'unixepoch') = days.day);
