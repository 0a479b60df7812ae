-- 0003_watch.sql -- sources that are polled, how that goes, and which of their entries were seen.

CREATE TABLE watched (
	name text PRIMARY KEY, -- as in sources.name
	given text NOT NULL, -- the address as it was written down
	url text NOT NULL, -- where it is now, after permanent redirects
	lang text NOT NULL,
	kind text NOT NULL,
	etag text NOT NULL,
	modified text NOT NULL,
	outcome text NOT NULL, -- of the last poll: ingest/fetch_outcome.h; '' never polled
	detail text NOT NULL,
	interval_ms bigint NOT NULL,
	last_try_ms bigint NOT NULL,
	last_success_ms bigint NOT NULL,
	next_try_ms bigint NOT NULL,
	failures bigint NOT NULL, -- in a row
	polls bigint NOT NULL,
	entries bigint NOT NULL, -- seen in all polls
	fresh bigint NOT NULL -- of them those that were new
);

-- An entry's page is fetched once, whatever came of it: `tries` 0 is "done with".
CREATE TABLE watched_entries (
	entry text PRIMARY KEY, -- hash of its address, or of its source and id
	seen_ms bigint NOT NULL,
	tries bigint NOT NULL
);
