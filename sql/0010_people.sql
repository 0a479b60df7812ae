-- 0010_people.sql -- who may do what, and everything that people did.

-- Passwords are argon2id's text, '' none yet. Sessions, tokens and resets are kept as the
-- SHA-256 of what was handed out.
CREATE TABLE accounts (
	number integer PRIMARY KEY,
	name text NOT NULL UNIQUE,
	mail text NOT NULL, -- '' none
	role text NOT NULL, -- reader, submitter, reviewer, admin
	password text NOT NULL,
	disabled bigint NOT NULL,
	created_ms bigint NOT NULL
);
CREATE INDEX accounts_mail ON accounts (mail) WHERE mail <> '';
CREATE TABLE sessions (
	id text PRIMARY KEY,
	account integer NOT NULL REFERENCES accounts (number),
	created_ms bigint NOT NULL,
	expires_ms bigint NOT NULL
);
CREATE INDEX sessions_account ON sessions (account, created_ms);
CREATE INDEX sessions_expires ON sessions (expires_ms);
CREATE TABLE tokens (
	number integer PRIMARY KEY,
	id text NOT NULL UNIQUE,
	account integer NOT NULL REFERENCES accounts (number),
	name text NOT NULL,
	scopes text NOT NULL, -- "read submit review admin", some of them
	created_ms bigint NOT NULL,
	expires_ms bigint NOT NULL,
	revoked bigint NOT NULL
);
CREATE INDEX tokens_account ON tokens (account, number);
CREATE TABLE resets (
	id text PRIMARY KEY,
	account integer NOT NULL REFERENCES accounts (number),
	expires_ms bigint NOT NULL
);
CREATE INDEX resets_account ON resets (account);

-- What is done so often at most: log in, submit, ask for a reset; by account and address.
CREATE TABLE attempts (
	what text NOT NULL,
	who text NOT NULL,
	begun_ms bigint NOT NULL,
	count bigint NOT NULL,
	PRIMARY KEY (what, who)
);
CREATE INDEX attempts_begun ON attempts (begun_ms);

-- Every act of a person. Numbers have no gaps; `hash` is over the row's canonical bytes and
-- the hash of the row before (store_trail.c). `undoes`: the act that this one takes back, 0.
CREATE TABLE trail (
	number integer PRIMARY KEY,
	at_ms bigint NOT NULL,
	who text NOT NULL,
	act text NOT NULL,
	subject text NOT NULL,
	was text NOT NULL,
	became text NOT NULL,
	why text NOT NULL,
	undoes bigint NOT NULL,
	previous text NOT NULL,
	hash text NOT NULL
);
CREATE INDEX trail_subject ON trail (subject, number);
CREATE UNIQUE INDEX trail_undoes ON trail (undoes) WHERE undoes <> 0;
