-- name: PutPersonalSettings :exec
INSERT INTO personal_settings (enterprise_id, team_id, user_id, leads, digest, digest_day, changed_at, language, usual_leads)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (enterprise_id, team_id, user_id) DO UPDATE SET
    leads      = excluded.leads,
    digest     = excluded.digest,
    digest_day = excluded.digest_day,
    changed_at = excluded.changed_at,
    language   = excluded.language,
    usual_leads = excluded.usual_leads;

-- name: GetPersonalSettings :one
SELECT * FROM personal_settings WHERE enterprise_id = $1 AND team_id = $2 AND user_id = $3;

-- name: LockPersonalSettings :one
-- Makes a row that decides nothing where there is none.
INSERT INTO personal_settings (enterprise_id, team_id, user_id, leads, digest, digest_day, changed_at)
VALUES ($1, $2, $3, '', '', '', 0)
ON CONFLICT (enterprise_id, team_id, user_id) DO UPDATE SET user_id = excluded.user_id
RETURNING *;

-- name: DeletePersonalSettings :exec
DELETE FROM personal_settings WHERE enterprise_id = $1 AND team_id = $2 AND user_id = $3;

-- name: RemindedPeople :many
SELECT * FROM personal_settings WHERE leads <> '' ORDER BY enterprise_id, team_id, user_id;

-- name: DigestPeople :many
SELECT * FROM personal_settings WHERE digest <> '' ORDER BY enterprise_id, team_id, user_id;

-- name: PeopleWithChoices :many
SELECT * FROM personal_settings WHERE language <> '' OR usual_leads <> '' ORDER BY enterprise_id, team_id, user_id;

-- name: PutSkip :exec
INSERT INTO personal_skips (enterprise_id, team_id, meeting_id, user_id, seen_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (enterprise_id, team_id, meeting_id, user_id) DO UPDATE SET seen_at = excluded.seen_at;

-- name: DeleteSkip :exec
DELETE FROM personal_skips WHERE enterprise_id = $1 AND team_id = $2 AND meeting_id = $3 AND user_id = $4;

-- name: SkipsIn :many
SELECT * FROM personal_skips WHERE enterprise_id = $1 AND team_id = $2 ORDER BY meeting_id, user_id;

-- name: DeleteOldSkips :exec
DELETE FROM personal_skips WHERE seen_at < sqlc.arg(seen_before);
