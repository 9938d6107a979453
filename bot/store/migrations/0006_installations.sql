-- +goose Up
-- What Slack granted when the app was installed: in a workspace, or in a whole
-- organisation, whose team_id is ''. Tokens are sealed; see package sealed.
CREATE TABLE installations (
    enterprise_id      TEXT NOT NULL,
    team_id            TEXT NOT NULL,
    team_name          TEXT NOT NULL,
    app_id             TEXT NOT NULL,
    bot_id             TEXT NOT NULL,
    bot_user_id        TEXT NOT NULL,
    installed_by       TEXT NOT NULL,
    installed_at       BIGINT NOT NULL,
    scopes             TEXT NOT NULL,   -- with commas between them, as Slack writes them
    token              TEXT NOT NULL,   -- sealed
    refresh_token      TEXT NOT NULL,   -- sealed, '' where the token does not expire
    expires_at         BIGINT NOT NULL, -- of the token, 0 for never
    refreshing_until   BIGINT NOT NULL, -- until when one process asks for the next token, 0 for none does
    refresh_refused_at BIGINT NOT NULL, -- 0 unless Slack refuses to give a next token
    PRIMARY KEY (enterprise_id, team_id)
);

CREATE INDEX installations_by_team ON installations (team_id);
CREATE INDEX installations_by_expiry ON installations (expires_at);

-- +goose Down
DROP TABLE installations;
