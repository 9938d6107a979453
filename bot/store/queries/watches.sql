-- name: LockWatch :one
-- An update that changes nothing: it locks the row in both databases, where
-- SELECT … FOR UPDATE would be unknown to SQLite.
UPDATE watches SET misses = misses
WHERE enterprise_id = $1 AND team_id = $2 AND meeting_id = $3
RETURNING *;

-- name: OpenWatch :one
-- One that is there is locked as LockWatch does.
INSERT INTO watches (enterprise_id, team_id, meeting_id, facts, misses, missing_since)
VALUES ($1, $2, $3, '{}', 0, 0)
ON CONFLICT (enterprise_id, team_id, meeting_id) DO UPDATE SET misses = watches.misses
RETURNING *;

-- name: GetWatch :one
SELECT * FROM watches
WHERE enterprise_id = $1 AND team_id = $2 AND meeting_id = $3;

-- name: PutWatch :exec
INSERT INTO watches (enterprise_id, team_id, meeting_id, facts, misses, missing_since)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (enterprise_id, team_id, meeting_id) DO UPDATE SET
    facts         = excluded.facts,
    misses        = excluded.misses,
    missing_since = excluded.missing_since;

-- name: DeleteWatch :exec
DELETE FROM watches
WHERE enterprise_id = $1 AND team_id = $2 AND meeting_id = $3;

-- name: WatchesOf :many
SELECT enterprise_id, team_id FROM watches
WHERE meeting_id = $1
ORDER BY enterprise_id, team_id;
