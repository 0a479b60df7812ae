-- 0032_pictures.sql -- pictures of articles: small copies, by content, and the addresses that lead there.

-- Two sizes of one picture, WebP; `hash` is of both, and stands in their addresses.
CREATE TABLE pictures (
	number integer PRIMARY KEY,
	hash text NOT NULL UNIQUE,
	small bytea NOT NULL,
	large bytea NOT NULL,
	small_width integer NOT NULL,
	small_height integer NOT NULL,
	large_width integer NOT NULL,
	large_height integer NOT NULL,
	made_ms bigint NOT NULL
);

-- What articles name as their picture. One that many articles name is their publisher's sign.
CREATE TABLE picture_addresses (
	url text PRIMARY KEY,
	picture text NOT NULL,  -- hash; '' there is none (yet)
	outcome text NOT NULL,  -- ok, or the name of what stood in the way; '' not yet tried
	articles bigint NOT NULL,
	tries bigint NOT NULL,
	tried_ms bigint NOT NULL,
	next_ms bigint NOT NULL -- not before; 0: not again
);
CREATE INDEX picture_addresses_next ON picture_addresses (next_ms) WHERE next_ms > 0;

-- Up to which article addresses were gathered; one row.
CREATE TABLE picture_gathered (
	one integer PRIMARY KEY,
	article bigint NOT NULL
);
