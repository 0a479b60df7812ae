-- 0012_alerts.postgres.sql -- the address of a webhook may be longer than a key of a btree.

DROP INDEX alerts_receiver;
CREATE INDEX alerts_receiver ON alerts USING hash (receiver);
