-- 0040_roles.sql -- one clerk at a time, and how far each lane of the queue was settled.
--
-- Numbers between 0032 and this one are left to others; one below would be passed over in
-- stores that have 0032 already.

-- Who may write under that name. Whoever takes it over raises the token, and each commit of
-- the holder looks at it in its own transaction: one that was taken over can not commit.
CREATE TABLE leases (
	name text PRIMARY KEY,
	holder text NOT NULL,
	token bigint NOT NULL,
	until_ms bigint NOT NULL -- by the clock of the database
);

-- What one fetcher puts into the queue (flow/freight.h), and which message of it was last.
CREATE TABLE lanes (
	name text PRIMARY KEY,
	round bigint NOT NULL,
	number bigint NOT NULL,
	place text NOT NULL,
	last bigint NOT NULL -- 1: the round is settled
);
