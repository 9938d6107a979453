-- name: AddRequest :execrows
INSERT INTO acted_requests (id, acted_at) VALUES ($1, $2)
ON CONFLICT (id) DO NOTHING;

-- name: DeleteRequests :exec
DELETE FROM acted_requests WHERE acted_at < $1;
