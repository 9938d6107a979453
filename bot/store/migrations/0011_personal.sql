-- +goose Up
-- What people decided for themselves. Who has no row is told nothing unasked.
CREATE TABLE personal_settings (
    enterprise_id TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    user_id       TEXT NOT NULL,
    leads         TEXT NOT NULL, -- before each of their meetings, a JSON array of milliseconds; '' for no reminders
    digest        TEXT NOT NULL, -- their local time, such as '08:30'; '' for none
    digest_day    TEXT NOT NULL, -- the local date of the last digest, such as '2026-11-27'; '' before
    changed_at    BIGINT NOT NULL,
    PRIMARY KEY (enterprise_id, team_id, user_id)
);

-- Meetings that people want no reminders of, although they want them of the others.
CREATE TABLE personal_skips (
    enterprise_id TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    meeting_id    TEXT NOT NULL,
    user_id       TEXT NOT NULL,
    seen_at       BIGINT NOT NULL, -- when the meeting was last seen to come
    PRIMARY KEY (enterprise_id, team_id, meeting_id, user_id)
);

CREATE INDEX personal_skips_by_age ON personal_skips (seen_at);

-- 'settings' for subscriptions that follow from what their person decided above, and
-- '' for those that somebody set up. A program of the release before takes them for
-- the latter.
ALTER TABLE subscriptions ADD COLUMN origin TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE subscriptions DROP COLUMN origin;
DROP INDEX personal_skips_by_age;
DROP TABLE personal_skips;
DROP TABLE personal_settings;
