-- +goose Up
-- Whether a job that is to be done once more was brought forward: then it does not
-- wait for as long as the one that is being done puts itself off.
ALTER TABLE repeats ADD COLUMN hastened BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE repeats DROP COLUMN hastened;
