-- 0034_pruned.sql -- when `watch` last took out what its rules do not keep; 0: never.
ALTER TABLE locker ADD COLUMN pruned_ms bigint NOT NULL DEFAULT 0;
