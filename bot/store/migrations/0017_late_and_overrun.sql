-- +goose Up
-- 1 where the conversation is also told that nobody is in the meeting a while after its
-- start, and that people are still in it shortly before its end.
ALTER TABLE subscriptions ADD COLUMN late BIGINT NOT NULL DEFAULT 0;
ALTER TABLE subscriptions ADD COLUMN overrun BIGINT NOT NULL DEFAULT 0;

-- '' for a start that comes, else 'late' or 'overrun'. Such a notice has a negative lead,
-- one for each, by which notices_once tells them apart: programs of the release before
-- name that index. They do not do the jobs of these notices, whose kind they do not know.
ALTER TABLE notices ADD COLUMN about TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE notices DROP COLUMN about;
ALTER TABLE subscriptions DROP COLUMN overrun;
ALTER TABLE subscriptions DROP COLUMN late;
