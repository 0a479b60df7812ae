-- 0010_people.sqlite.sql -- the trail only grows: whoever changes a row has to remove these first.

CREATE TRIGGER trail_keeps BEFORE UPDATE ON trail
BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END;
CREATE TRIGGER trail_stays BEFORE DELETE ON trail
BEGIN SELECT RAISE(ABORT, 'the trail is only added to'); END;
