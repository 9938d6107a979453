-- +goose Up
-- Slack's own calls: one for each run of a meeting that is shown in a workspace.
CREATE TABLE live_calls (
    unique_id     TEXT NOT NULL PRIMARY KEY, -- by which Slack knows it, too
    enterprise_id TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    meeting_id    TEXT NOT NULL,
    uuid          TEXT NOT NULL, -- of the run; '' where it is not known
    call_id       TEXT NOT NULL, -- Slack's; '' until it is known to be made
    people        TEXT NOT NULL, -- the ids of who is in it at Slack, as JSON; no names
    connections   BIGINT NOT NULL, -- in the meeting; -1 where that is not known
    shown         TEXT NOT NULL, -- a digest of what it says of the meeting
    unnamed       BIGINT NOT NULL, -- 1: nobody is named by a user's id
    refused       TEXT NOT NULL, -- Slack's code; '' where it does not refuse
    began_at      BIGINT NOT NULL,
    seen_at       BIGINT NOT NULL, -- when the meeting was last seen to run
    read_at       BIGINT NOT NULL, -- when it was last compared with the meeting; 0 before that
    slot_at       BIGINT NOT NULL, -- when it may be changed; 0 when it waits for no slot
    ended_at      BIGINT NOT NULL, -- 0 while the meeting runs
    closed_at     BIGINT NOT NULL -- when it was ended at Slack; 0 before that
);

CREATE INDEX live_calls_of_a_meeting ON live_calls (enterprise_id, team_id, meeting_id);

-- Who is named in them; '' leaves it to the operator's default.
ALTER TABLE workspace_settings ADD COLUMN call_names TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE workspace_settings DROP COLUMN call_names;
DROP TABLE live_calls;
