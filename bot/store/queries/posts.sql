-- name: BeginPost :one
INSERT INTO unconfirmed_posts (id, posts, begun_at) VALUES ($1, 1, $2)
ON CONFLICT (id) DO UPDATE SET posts = unconfirmed_posts.posts + 1, begun_at = excluded.begun_at
RETURNING posts;

-- name: RevokePost :exec
UPDATE unconfirmed_posts SET posts = posts - 1 WHERE id = $1;

-- name: EndRevokedPosts :exec
DELETE FROM unconfirmed_posts WHERE id = $1 AND posts <= 0;

-- name: ClosePosts :exec
UPDATE unconfirmed_posts SET posts = $2 WHERE id = $1;

-- name: ForgetPosts :exec
DELETE FROM unconfirmed_posts WHERE id = $1;

-- name: DeletePosts :exec
DELETE FROM unconfirmed_posts WHERE begun_at < $1;

-- name: GetTokenRefusal :one
SELECT * FROM token_refusals WHERE enterprise_id = $1 AND team_id = $2;

-- name: PutTokenRefusal :exec
INSERT INTO token_refusals (enterprise_id, team_id, since, refused_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (enterprise_id, team_id) DO UPDATE SET since = excluded.since, refused_at = excluded.refused_at;

-- name: DeleteTokenRefusal :exec
DELETE FROM token_refusals WHERE enterprise_id = $1 AND team_id = $2;
