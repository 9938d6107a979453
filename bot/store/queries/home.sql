-- name: PutHomeView :exec
INSERT INTO home_views (enterprise_id, team_id, user_id, hash, digest, opened_at, published_at, slot_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (enterprise_id, team_id, user_id) DO UPDATE SET
    hash         = excluded.hash,
    digest       = excluded.digest,
    opened_at    = excluded.opened_at,
    published_at = excluded.published_at,
    slot_at      = excluded.slot_at;

-- name: GetHomeView :one
SELECT * FROM home_views WHERE enterprise_id = $1 AND team_id = $2 AND user_id = $3;

-- name: HomeViewsOpened :many
SELECT user_id FROM home_views
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id) AND opened_at >= sqlc.arg(opened_since)
ORDER BY opened_at DESC, user_id
LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: DeleteHomeViews :exec
DELETE FROM home_views WHERE opened_at < sqlc.arg(opened_before);
