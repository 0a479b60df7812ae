-- 0041_notify.postgres.sql -- whoever listens is told of each change of the store: `serve` need
-- not ask then. The channel is of this schema alone; a name has 63 bytes at most.

CREATE FUNCTION tell_of_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_notify('tocsin_' || md5(TG_TABLE_SCHEMA), '');
	RETURN NULL;
END
$$;
CREATE TRIGGER counters_version AFTER INSERT OR UPDATE ON counters
	FOR EACH ROW WHEN (NEW.name = 'version') EXECUTE FUNCTION tell_of_change();
