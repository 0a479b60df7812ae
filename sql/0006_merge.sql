-- 0006_merge.sql -- events that ended in another are found from that one: its history shows theirs.

CREATE INDEX events_redirect ON events (redirect) WHERE redirect <> 0;
