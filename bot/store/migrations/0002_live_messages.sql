-- +goose Up
-- Messages in Slack that follow an occurrence of a meeting. Notices that were
-- posted before have no row here: they get one when their job is done next.
CREATE TABLE live_messages (
    id                TEXT PRIMARY KEY,
    enterprise_id     TEXT NOT NULL,
    team_id           TEXT NOT NULL,
    posted_channel_id TEXT NOT NULL,
    posted_ts         TEXT NOT NULL,
    meeting_id        TEXT NOT NULL,
    occurrence_id     TEXT NOT NULL,
    starts_at         BIGINT NOT NULL,
    ends_at           BIGINT NOT NULL,
    kind              TEXT NOT NULL,
    ref               TEXT NOT NULL, -- of a notice, its id
    shown             TEXT NOT NULL, -- '' before the first update
    slot_at           BIGINT NOT NULL
);

CREATE INDEX live_messages_by_start ON live_messages (starts_at);

-- +goose Down
DROP TABLE live_messages;
