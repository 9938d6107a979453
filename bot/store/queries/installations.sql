-- name: PutInstallation :exec
INSERT INTO installations (enterprise_id, team_id, team_name, app_id, bot_id, bot_user_id, installed_by, installed_at,
    scopes, token, refresh_token, expires_at, refreshing_until, refresh_refused_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0)
ON CONFLICT (enterprise_id, team_id) DO UPDATE SET
    team_name          = excluded.team_name,
    app_id             = excluded.app_id,
    bot_id             = excluded.bot_id,
    bot_user_id        = excluded.bot_user_id,
    installed_by       = excluded.installed_by,
    installed_at       = excluded.installed_at,
    scopes             = CASE WHEN excluded.scopes <> '' THEN excluded.scopes ELSE installations.scopes END,
    token              = excluded.token,
    refresh_token      = excluded.refresh_token,
    expires_at         = excluded.expires_at,
    refreshing_until   = 0,
    refresh_refused_at = 0;

-- name: DeleteFormerInstallations :exec
-- A workspace that has joined an organisation, or left it, is the same one.
DELETE FROM installations
WHERE team_id = sqlc.arg(team_id) AND team_id <> '' AND enterprise_id <> sqlc.arg(enterprise_id);

-- name: GetInstallation :one
SELECT * FROM installations WHERE enterprise_id = $1 AND team_id = $2;

-- name: FindInstallation :one
-- A workspace's own, by the id of its team, which no other one has; else that of its
-- organisation.
SELECT * FROM installations
WHERE team_id = sqlc.arg(team_id) AND team_id <> ''
    OR team_id = '' AND enterprise_id = sqlc.arg(enterprise_id) AND enterprise_id <> ''
ORDER BY team_id DESC
LIMIT 1;

-- name: ListInstallations :many
SELECT * FROM installations ORDER BY installed_at, enterprise_id, team_id;

-- name: ExpiringInstallations :many
SELECT * FROM installations
WHERE expires_at > 0 AND expires_at < sqlc.arg(expiring_before) AND refresh_token <> '' AND refresh_refused_at = 0
ORDER BY expires_at, enterprise_id, team_id
LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: ClaimRefresh :execrows
-- The row is locked by the change: of two that claim it at once one does.
UPDATE installations SET refreshing_until = sqlc.arg(until)
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id) AND token = sqlc.arg(token)
    AND refreshing_until <= sqlc.arg(now) AND refresh_refused_at = 0;

-- name: EndRefresh :exec
UPDATE installations SET refreshing_until = 0, refresh_refused_at = sqlc.arg(refused_at)
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id) AND token = sqlc.arg(token);

-- name: ReplaceToken :execrows
UPDATE installations SET
    token            = sqlc.arg(next),
    refresh_token    = sqlc.arg(refresh_token),
    expires_at       = sqlc.arg(expires_at),
    scopes           = CASE WHEN CAST(sqlc.arg(scopes) AS TEXT) <> '' THEN CAST(sqlc.arg(scopes) AS TEXT) ELSE scopes END,
    refreshing_until = 0
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id) AND token = sqlc.arg(token);

-- name: DeleteInstallation :execrows
DELETE FROM installations WHERE enterprise_id = $1 AND team_id = $2 AND installed_at = $3;
