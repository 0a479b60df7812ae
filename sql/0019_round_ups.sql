-- 0019_round_ups.sql -- articles that report several events, with a share in each.

-- A part of `article` reports what article `near` does: whatever event that one is in, after
-- merging, splitting and moving, the round-up belongs to as well. It has no placement of its
-- own, founds nothing and joins nothing together.
CREATE TABLE round_ups (
	article integer NOT NULL REFERENCES articles (number),
	near integer NOT NULL REFERENCES articles (number),
	share double precision NOT NULL, -- of the article's words, 0 to 1
	similarity double precision NOT NULL,
	PRIMARY KEY (article, near)
);
CREATE INDEX round_ups_near ON round_ups (near, article);
