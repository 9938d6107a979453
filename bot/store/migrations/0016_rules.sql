-- +goose Up
-- Which meetings a conversation follows without naming each: those whose subject has
-- certain words, or those of one person.
CREATE TABLE rules (
    id            TEXT PRIMARY KEY,
    enterprise_id TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    channel_id    TEXT NOT NULL, -- C… or G…, or U… or W… for a person alone
    pattern       TEXT NOT NULL, -- the words as they are compared, '' for the meetings of mine_of
    mine_of       TEXT NOT NULL, -- U… or W…, '' with a pattern
    words         TEXT NOT NULL, -- the words as they were typed
    leads         TEXT NOT NULL, -- a JSON array of milliseconds, as in subscriptions
    set_by        TEXT NOT NULL,
    set_at        BIGINT NOT NULL,
    suspended     TEXT NOT NULL, -- why nothing could be posted, '' while it can
    matched       BIGINT NOT NULL -- how many meetings were found when they were last looked for
);

CREATE UNIQUE INDEX rules_of_a_conversation ON rules (enterprise_id, team_id, channel_id, pattern, mine_of);
CREATE INDEX rules_set_by ON rules (enterprise_id, team_id, set_by);

-- Meetings that a conversation wants no reminders of, although its rules match them.
CREATE TABLE rule_skips (
    enterprise_id TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    channel_id    TEXT NOT NULL,
    meeting_id    TEXT NOT NULL,
    seen_at       BIGINT NOT NULL, -- when the meeting was last seen to come
    PRIMARY KEY (enterprise_id, team_id, channel_id, meeting_id)
);

CREATE INDEX rule_skips_by_age ON rule_skips (seen_at);

-- The rule that made a subscription, '' for none. A program of the release before takes
-- those of a rule for some that somebody set up.
ALTER TABLE subscriptions ADD COLUMN rule_id TEXT NOT NULL DEFAULT '';

CREATE INDEX subscriptions_of_rules ON subscriptions (rule_id) WHERE rule_id <> '';

-- +goose Down
DROP INDEX subscriptions_of_rules;
ALTER TABLE subscriptions DROP COLUMN rule_id;
DROP INDEX rule_skips_by_age;
DROP TABLE rule_skips;
DROP INDEX rules_set_by;
DROP INDEX rules_of_a_conversation;
DROP TABLE rules;
