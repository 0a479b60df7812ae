-- 0010_people.postgres.sql -- the trail only grows: whoever changes a row has to remove these first.

CREATE FUNCTION trail_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the trail is only added to'; END $$;
CREATE TRIGGER trail_keeps BEFORE UPDATE OR DELETE ON trail
	FOR EACH ROW EXECUTE FUNCTION trail_is_only_added_to();
CREATE TRIGGER trail_stays BEFORE TRUNCATE ON trail
	FOR EACH STATEMENT EXECUTE FUNCTION trail_is_only_added_to();
