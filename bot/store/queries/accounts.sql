-- name: ListAccounts :many
SELECT * FROM workspace_accounts ORDER BY enterprise_id, team_id;

-- name: PutAccount :exec
INSERT INTO workspace_accounts (enterprise_id, team_id, site, app_id, app_key, user_id, corp_id, added_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (enterprise_id, team_id) DO UPDATE SET
    site = excluded.site, app_id = excluded.app_id, app_key = excluded.app_key,
    user_id = excluded.user_id, corp_id = excluded.corp_id, added_at = excluded.added_at;

-- name: DeleteAccount :execrows
DELETE FROM workspace_accounts WHERE enterprise_id = $1 AND team_id = $2;
