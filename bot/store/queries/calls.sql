-- name: PutLiveCall :exec
INSERT INTO live_calls (
    unique_id, enterprise_id, team_id, meeting_id, uuid, call_id, people, connections, shown, unnamed, refused,
    began_at, seen_at, read_at, slot_at, ended_at, closed_at
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (unique_id) DO UPDATE SET
    uuid        = excluded.uuid,
    call_id     = excluded.call_id,
    people      = excluded.people,
    connections = excluded.connections,
    shown       = excluded.shown,
    unnamed     = excluded.unnamed,
    refused     = excluded.refused,
    seen_at     = excluded.seen_at,
    read_at     = excluded.read_at,
    slot_at     = excluded.slot_at,
    ended_at    = excluded.ended_at,
    closed_at   = excluded.closed_at;

-- name: GetLiveCall :one
SELECT * FROM live_calls WHERE unique_id = $1;

-- name: LiveCallsOf :many
SELECT * FROM live_calls
WHERE enterprise_id = $1 AND team_id = $2 AND meeting_id = $3
ORDER BY began_at DESC, unique_id DESC;

-- name: DeleteLiveCall :exec
DELETE FROM live_calls WHERE unique_id = $1;
