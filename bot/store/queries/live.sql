-- name: PutLiveMessage :exec
INSERT INTO live_messages (id, enterprise_id, team_id, posted_channel_id, posted_ts, meeting_id,
    occurrence_id, starts_at, ends_at, kind, ref, shown, slot_at, facts, refused_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (id) DO UPDATE SET
    posted_channel_id = excluded.posted_channel_id,
    posted_ts         = excluded.posted_ts,
    occurrence_id     = excluded.occurrence_id,
    starts_at         = excluded.starts_at,
    ends_at           = excluded.ends_at,
    shown             = excluded.shown,
    slot_at           = excluded.slot_at,
    refused_at        = excluded.refused_at;

-- name: GetLiveMessage :one
SELECT * FROM live_messages WHERE id = $1;

-- name: DeleteLiveMessage :exec
DELETE FROM live_messages WHERE id = $1;

-- name: StartedLiveMessages :many
SELECT id FROM live_messages
WHERE kind = sqlc.arg(kind) AND starts_at < sqlc.arg(started_before)
ORDER BY starts_at, id
LIMIT CAST(sqlc.arg(most) AS BIGINT);

-- name: CountLiveMessages :one
SELECT count(*) FROM live_messages WHERE enterprise_id = $1 AND team_id = $2 AND meeting_id = $3;

-- name: LiveMessagesOf :many
SELECT * FROM live_messages
WHERE enterprise_id = $1 AND team_id = $2 AND meeting_id = $3 AND kind = $4
ORDER BY id;
