-- name: PutRepeat :exec
INSERT INTO repeats (kind, job_key, payload, due_at, priority)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (kind, job_key) DO NOTHING;

-- name: TakeRepeat :one
DELETE FROM repeats WHERE kind = $1 AND job_key = $2
RETURNING *;
