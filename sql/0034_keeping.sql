-- 0034_keeping.sql -- what is not kept, or not any more.

-- When `watch` last took out the documents that its rules do not keep; 0: never.
ALTER TABLE locker ADD COLUMN pruned_ms bigint NOT NULL DEFAULT 0;

-- Pictures that were taken out on request: whatever address leads to one, it is not kept again.
-- `act` is its row of the trail.
CREATE TABLE picture_removals (
	hash text PRIMARY KEY,
	act bigint NOT NULL
);
