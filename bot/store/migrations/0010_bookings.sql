-- +goose Up
-- Attempts to book a meeting. Each is a row before the meeting account is asked, so
-- that a booking whose answer was lost is looked for and never made again.
CREATE TABLE bookings (
    id                TEXT PRIMARY KEY, -- made of the request that asked for it
    enterprise_id     TEXT NOT NULL,
    team_id           TEXT NOT NULL,
    user_id           TEXT NOT NULL, -- who books
    channel_id        TEXT NOT NULL, -- where the card goes; '' for the person alone
    sought            TEXT NOT NULL, -- what it is looked for by, sealed
    role              TEXT NOT NULL, -- what the person is to the meeting
    state             TEXT NOT NULL,
    refusal           TEXT NOT NULL, -- why the meeting account has refused it; '' otherwise
    meeting_id        TEXT NOT NULL, -- '' where it is not known
    posted_channel_id TEXT NOT NULL, -- where the card is; '' where nobody can change it
    posted_ts         TEXT NOT NULL,
    made_at           BIGINT NOT NULL,
    tell_at           BIGINT NOT NULL, -- until then somebody is about to tell the person
    told_at           BIGINT NOT NULL, -- 0 before
    idle_at           BIGINT NOT NULL  -- since when the card says that nobody has come; 0 for not
);

CREATE INDEX bookings_by_age ON bookings (made_at);
CREATE INDEX bookings_of_a_meeting ON bookings (enterprise_id, team_id, meeting_id);

-- +goose Down
DROP TABLE bookings;
