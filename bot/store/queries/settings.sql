-- name: ListSettings :many
SELECT * FROM workspace_settings;

-- The row is made if need be, and locked.
-- name: LockSettings :one
INSERT INTO workspace_settings (enterprise_id, team_id, language, lookup, lists, host_secrets, leads, changed_by, changed_at)
VALUES ($1, $2, '', '', '', '', '', '', 0)
ON CONFLICT (enterprise_id, team_id) DO UPDATE SET changed_at = workspace_settings.changed_at
RETURNING *;

-- name: ChangeSettings :exec
UPDATE workspace_settings
SET language = $3, lookup = $4, lists = $5, host_secrets = $6, leads = $7, changed_by = $8, changed_at = $9, call_names = $10, booking = $11
WHERE enterprise_id = $1 AND team_id = $2;
