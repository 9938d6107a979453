-- +goose Up
-- The language in which the bot writes to a person, such as 'zh-CN', '' for that of
-- their Slack; and how long before a start they are reminded who do not say, a JSON
-- array of milliseconds, '' for what their workspace has. A program of the release
-- before leaves both as they are, and takes a row with nothing else for an empty one.
ALTER TABLE personal_settings ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE personal_settings ADD COLUMN usual_leads TEXT NOT NULL DEFAULT '';

-- Who may book meetings; '' leaves it to the operator's default.
ALTER TABLE workspace_settings ADD COLUMN booking TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE workspace_settings DROP COLUMN booking;
ALTER TABLE personal_settings DROP COLUMN usual_leads;
ALTER TABLE personal_settings DROP COLUMN language;
