-- +goose Up
-- Who people are at the meeting account of their workspace: see bot/linking. Who that
-- is is sealed.
CREATE TABLE meeting_links (
    enterprise_id TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    user_id       TEXT NOT NULL,
    meeting_user  TEXT NOT NULL, -- JSON, sealed
    linked_at     BIGINT NOT NULL,
    PRIMARY KEY (enterprise_id, team_id, user_id)
);

-- +goose Down
DROP TABLE meeting_links;
