-- Times are milliseconds since 1970 in UTC, 0 where there is none; durations
-- are milliseconds. TEXT and BIGINT mean the same to SQLite and PostgreSQL, so
-- both are migrated by the same files.

-- +goose Up
-- The one row says which programs may work on this schema: those that know
-- migration number "oldest" or a later one. A migration that the release
-- before it cannot live with raises it; one that only adds leaves it alone.
CREATE TABLE compatibility (
    one    BIGINT PRIMARY KEY CHECK (one = 1),
    oldest BIGINT NOT NULL
);

INSERT INTO compatibility (one, oldest) VALUES (1, 1);

CREATE TABLE subscriptions (
    id            TEXT PRIMARY KEY,
    enterprise_id TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    channel_id    TEXT NOT NULL,
    meeting_id    TEXT NOT NULL,
    leads         TEXT NOT NULL, -- a JSON array of milliseconds
    set_by        TEXT NOT NULL,
    set_at        BIGINT NOT NULL,
    parked        TEXT NOT NULL
);

CREATE UNIQUE INDEX subscriptions_of_a_conversation ON subscriptions (enterprise_id, team_id, channel_id, meeting_id);
CREATE INDEX subscriptions_to_a_meeting ON subscriptions (enterprise_id, team_id, meeting_id);

CREATE TABLE watches (
    enterprise_id TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    meeting_id    TEXT NOT NULL,
    facts         TEXT NOT NULL, -- JSON
    misses        BIGINT NOT NULL,
    missing_since BIGINT NOT NULL,
    PRIMARY KEY (enterprise_id, team_id, meeting_id)
);

CREATE TABLE notices (
    id                TEXT PRIMARY KEY,
    subscription_id   TEXT NOT NULL,
    enterprise_id     TEXT NOT NULL,
    team_id           TEXT NOT NULL,
    channel_id        TEXT NOT NULL,
    meeting_id        TEXT NOT NULL,
    occurrence_id     TEXT NOT NULL,
    starts_at         BIGINT NOT NULL,
    ends_at           BIGINT NOT NULL,
    lead              BIGINT NOT NULL,
    told_to           TEXT NOT NULL, -- '' for everybody
    due_at            BIGINT NOT NULL,
    state             TEXT NOT NULL,
    reason            TEXT NOT NULL,
    claimed_at        BIGINT NOT NULL,
    sent_at           BIGINT NOT NULL,
    posted_channel_id TEXT NOT NULL,
    posted_ts         TEXT NOT NULL
);

CREATE UNIQUE INDEX notices_once ON notices
    (enterprise_id, team_id, channel_id, meeting_id, occurrence_id, starts_at, lead, told_to);
CREATE INDEX notices_of_a_subscription ON notices (subscription_id);
CREATE INDEX notices_of_a_meeting ON notices (enterprise_id, team_id, meeting_id, state);
CREATE INDEX notices_of_a_conversation ON notices (enterprise_id, team_id, channel_id, state, due_at);
CREATE INDEX notices_by_start ON notices (starts_at);

CREATE TABLE turns (
    enterprise_id TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    channel_id    TEXT NOT NULL,
    free_at       BIGINT NOT NULL,
    PRIMARY KEY (enterprise_id, team_id, channel_id)
);

-- Jobs that were queued while one of the same kind and key was being done:
-- they are queued when it ends.
CREATE TABLE repeats (
    kind     TEXT NOT NULL,
    job_key  TEXT NOT NULL,
    payload  TEXT NOT NULL,
    due_at   BIGINT NOT NULL,
    priority BIGINT NOT NULL,
    PRIMARY KEY (kind, job_key)
);

-- +goose Down
DROP TABLE repeats;
DROP TABLE turns;
DROP TABLE notices;
DROP TABLE watches;
DROP TABLE subscriptions;
DROP TABLE compatibility;
