-- +goose Up
-- What the admins of a workspace decided for it; '' leaves it to the operator's
-- default. Leads are milliseconds in JSON, as those of subscriptions.
CREATE TABLE workspace_settings (
    enterprise_id TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    language      TEXT NOT NULL,
    lookup        TEXT NOT NULL,
    lists         TEXT NOT NULL,
    host_secrets  TEXT NOT NULL,
    leads         TEXT NOT NULL,
    changed_by    TEXT NOT NULL,
    changed_at    BIGINT NOT NULL,
    PRIMARY KEY (enterprise_id, team_id)
);

-- Workspaces that have a meeting account of their own. The App Key is sealed.
CREATE TABLE workspace_accounts (
    enterprise_id TEXT NOT NULL,
    team_id       TEXT NOT NULL,
    site          TEXT NOT NULL,
    app_id        TEXT NOT NULL,
    app_key       TEXT NOT NULL,
    user_id       TEXT NOT NULL,
    corp_id       TEXT NOT NULL,
    added_at      BIGINT NOT NULL,
    PRIMARY KEY (enterprise_id, team_id)
);

-- +goose Down
DROP TABLE workspace_accounts;
DROP TABLE workspace_settings;
