-- 0007_cross_references.sql -- which incident of another archive an event is.
--
-- Tied by the articles that both have (`tocsin import`). An event that was merged into
-- another keeps its rows; whoever asks for that other one finds them by `redirect`.

CREATE TABLE cross_references (
	archive text NOT NULL, -- AIID, AIM
	id text NOT NULL, -- that archive's
	event integer NOT NULL REFERENCES events (number),
	articles bigint NOT NULL, -- that both have
	PRIMARY KEY (archive, id)
);
CREATE INDEX cross_references_event ON cross_references (event);
