-- 0009_stage.sql -- how far a matter has come: reported, confirmed, response or resolved. '' of
-- events that were last drawn before this step; they have it from their next article on.

ALTER TABLE events ADD COLUMN stage TEXT NOT NULL DEFAULT '';
