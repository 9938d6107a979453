-- Slots keep messages apart. Their table has its first name, which is stored.
-- name: TakeSlot :execrows
INSERT INTO turns (enterprise_id, team_id, channel_id, free_at)
VALUES (sqlc.arg(enterprise_id), sqlc.arg(team_id), sqlc.arg(channel_id), sqlc.arg(free_at))
ON CONFLICT (enterprise_id, team_id, channel_id) DO UPDATE SET free_at = excluded.free_at
WHERE turns.free_at <= sqlc.arg(now);

-- name: ReserveSlot :one
INSERT INTO turns (enterprise_id, team_id, channel_id, free_at)
VALUES (sqlc.arg(enterprise_id), sqlc.arg(team_id), sqlc.arg(channel_id), CAST(sqlc.arg(now) AS BIGINT) + CAST(sqlc.arg(gap) AS BIGINT))
ON CONFLICT (enterprise_id, team_id, channel_id) DO UPDATE SET
    free_at = CASE WHEN turns.free_at > CAST(sqlc.arg(now) AS BIGINT) THEN turns.free_at ELSE CAST(sqlc.arg(now) AS BIGINT) END + CAST(sqlc.arg(gap) AS BIGINT)
RETURNING free_at;

-- name: SlotFreeAt :one
SELECT free_at FROM turns
WHERE enterprise_id = $1 AND team_id = $2 AND channel_id = $3;

-- name: BlockSlot :exec
INSERT INTO turns (enterprise_id, team_id, channel_id, free_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (enterprise_id, team_id, channel_id) DO UPDATE SET free_at = excluded.free_at
WHERE turns.free_at < excluded.free_at;
