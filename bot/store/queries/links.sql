-- name: ListLinks :many
SELECT * FROM meeting_links ORDER BY enterprise_id, team_id, user_id;

-- name: GetLink :one
SELECT * FROM meeting_links
WHERE user_id = sqlc.arg(user_id) AND team_id = sqlc.arg(team_id)
    AND (team_id <> '' OR enterprise_id = sqlc.arg(enterprise_id))
ORDER BY linked_at DESC
LIMIT 1;

-- name: PutLink :exec
INSERT INTO meeting_links (enterprise_id, team_id, user_id, meeting_user, linked_at)
VALUES ($1, $2, $3, $4, $5);

-- name: DeleteLinks :execrows
DELETE FROM meeting_links
WHERE user_id = sqlc.arg(user_id) AND team_id = sqlc.arg(team_id)
    AND (team_id <> '' OR enterprise_id = sqlc.arg(enterprise_id));
