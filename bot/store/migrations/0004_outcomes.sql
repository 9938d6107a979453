-- +goose Up
-- How many times a message was posted, or updated to what it shows, of which it
-- is not known whether it arrived.
CREATE TABLE unconfirmed_posts (
    id       TEXT PRIMARY KEY, -- of a notice, of a job, or of an update of a live message
    posts    BIGINT NOT NULL,
    begun_at BIGINT NOT NULL   -- when the last one was begun
);

CREATE INDEX unconfirmed_posts_by_time ON unconfirmed_posts (begun_at);

-- Workspaces whose token Slack refuses.
CREATE TABLE token_refusals (
    enterprise_id TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    since         BIGINT NOT NULL,
    refused_at    BIGINT NOT NULL, -- the last time
    PRIMARY KEY (enterprise_id, team_id)
);

-- What was known of the meeting when the message was posted, as in watches.
ALTER TABLE live_messages ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';
-- Since when Slack has refused its update, 0 while it does not.
ALTER TABLE live_messages ADD COLUMN refused_at BIGINT NOT NULL DEFAULT 0;

CREATE INDEX live_messages_of_a_meeting ON live_messages (enterprise_id, team_id, meeting_id);

-- +goose Down
DROP INDEX live_messages_of_a_meeting;
ALTER TABLE live_messages DROP COLUMN refused_at;
ALTER TABLE live_messages DROP COLUMN facts;
DROP TABLE token_refusals;
DROP TABLE unconfirmed_posts;
