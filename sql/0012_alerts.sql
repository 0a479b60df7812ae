-- 0012_alerts.sql -- what is to be sent, and who asked to be told of which events.
--
-- An *alert* is a saved search that notifies (`watched` and `watched_entries` are the sources
-- that are polled; the two have nothing to do with each other).

-- Mails and calls of webhooks. `id` never changes: it stands in Message-ID and
-- Tocsin-Delivery, by which a receiver knows a message that came twice.
CREATE TABLE outbox (
	number integer PRIMARY KEY,
	id text NOT NULL UNIQUE,
	kind text NOT NULL, -- mail, webhook
	state text NOT NULL, -- waiting, sent, dead, dropped
	alert bigint NOT NULL, -- alerts.number; 0: of no alert
	made_ms bigint NOT NULL,
	next_ms bigint NOT NULL, -- of the next try; who tries puts it off first
	sent_ms bigint NOT NULL,
	tries bigint NOT NULL,
	receiver text NOT NULL,
	reason text NOT NULL, -- why it was not taken, the last time
	subject text NOT NULL,
	unsubscribe text NOT NULL, -- address for one click, '' none
	text text NOT NULL, -- of a webhook: the JSON
	html text NOT NULL
);
CREATE INDEX outbox_due ON outbox (kind, next_ms, number) WHERE state = 'waiting';
CREATE INDEX outbox_alert ON outbox (alert, made_ms);

CREATE TABLE alerts (
	number integer PRIMARY KEY,
	id text NOT NULL UNIQUE,
	secret text NOT NULL, -- from which the words in its links and its signatures are made
	owner text NOT NULL, -- account, '' none
	state text NOT NULL, -- unconfirmed, on, off
	reason text NOT NULL, -- why it is off
	channel text NOT NULL, -- mail, webhook, feed
	receiver text NOT NULL,
	pace text NOT NULL, -- immediately, daily, weekly
	query text NOT NULL, -- the filters, as behind "?" in the address of the list
	made_ms bigint NOT NULL,
	confirmed_ms bigint NOT NULL,
	due_ms bigint NOT NULL, -- of its next message, when there is something to tell
	seen bigint NOT NULL, -- counters.version up to which events were looked at
	first_event bigint NOT NULL, -- events from this number on came after it began
	baseline bytea NOT NULL -- what passed its filters when it began: store/alerts_known.c
);
CREATE INDEX alerts_receiver ON alerts (receiver, made_ms);
CREATE INDEX alerts_made ON alerts (made_ms);
CREATE INDEX alerts_on ON alerts (seen, number) WHERE state = 'on';

-- What it has told of an event: label and severity of that time; '' not yet.
CREATE TABLE alert_events (
	alert integer NOT NULL REFERENCES alerts (number),
	event integer NOT NULL REFERENCES events (number),
	label text NOT NULL,
	severity text NOT NULL,
	pending bigint NOT NULL, -- 1: something is to be told of it
	PRIMARY KEY (alert, event)
);
CREATE INDEX alert_events_pending ON alert_events (alert, event) WHERE pending = 1;
CREATE INDEX alert_events_event ON alert_events (event);
