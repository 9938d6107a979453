-- +goose Up
-- The Meeting API tells of a meeting by its id, whatever workspaces follow it.
CREATE INDEX watches_of_a_meeting ON watches (meeting_id);

-- +goose Down
DROP INDEX watches_of_a_meeting;
