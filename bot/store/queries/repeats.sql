-- name: PutRepeat :exec
-- The earliest of all that were asked for counts.
INSERT INTO repeats (kind, job_key, payload, due_at, priority, hastened)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (kind, job_key) DO UPDATE SET
    due_at   = CASE WHEN excluded.due_at < repeats.due_at THEN excluded.due_at ELSE repeats.due_at END,
    hastened = CASE WHEN excluded.hastened > repeats.hastened THEN excluded.hastened ELSE repeats.hastened END;

-- name: TakeRepeat :one
DELETE FROM repeats WHERE kind = $1 AND job_key = $2
RETURNING *;

-- name: TakeHastened :one
DELETE FROM repeats WHERE kind = $1 AND job_key = $2 AND hastened = 1
RETURNING *;
