-- Slots of updates were kept in slot_at by programs of the previous version.

-- name: PutLiveMessage :exec
INSERT INTO live_messages (id, enterprise_id, team_id, posted_channel_id, posted_ts, meeting_id,
    occurrence_id, starts_at, ends_at, kind, ref, slot_at, facts,
    wanted, wanted_phase, shown_state, shown, began_at, due_rank, due_at, try_at, tries, takes, refused_at, over_at, look_at, final)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)
ON CONFLICT (id) DO UPDATE SET
    posted_channel_id = excluded.posted_channel_id,
    posted_ts         = excluded.posted_ts,
    occurrence_id     = excluded.occurrence_id,
    starts_at         = excluded.starts_at,
    ends_at           = excluded.ends_at,
    wanted            = excluded.wanted,
    wanted_phase      = excluded.wanted_phase,
    shown_state       = excluded.shown_state,
    shown             = excluded.shown,
    began_at          = excluded.began_at,
    due_rank          = excluded.due_rank,
    due_at            = excluded.due_at,
    try_at            = excluded.try_at,
    tries             = excluded.tries,
    takes             = live_messages.takes + 1,
    refused_at        = excluded.refused_at,
    over_at           = excluded.over_at,
    look_at           = excluded.look_at,
    final             = excluded.final;

-- name: GetLiveMessage :one
SELECT * FROM live_messages WHERE id = $1;

-- name: DeleteLiveMessage :exec
DELETE FROM live_messages WHERE id = $1;

-- name: DeleteLiveMessagesIn :exec
DELETE FROM live_messages WHERE enterprise_id = $1 AND team_id = $2;

-- name: CountLiveMessages :one
SELECT count(*) AS messages, CAST(coalesce(min(CASE WHEN starts_at > sqlc.arg(now) AND kind <> CAST(sqlc.arg(but_kind) AS TEXT) THEN starts_at END), 0) AS BIGINT) AS next
FROM live_messages
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id) AND meeting_id = sqlc.arg(meeting_id);

-- name: NextLiveStart :one
SELECT CAST(coalesce(min(starts_at), 0) AS BIGINT) AS next FROM live_messages
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id) AND starts_at > sqlc.arg(now);

-- name: LiveGroups :many
SELECT meeting_id, starts_at,
    CAST(max(occurrence_id) AS TEXT) AS occurrence_id, CAST(max(ends_at) AS BIGINT) AS ends_at,
    CAST(max(wanted) AS TEXT) AS wanted, CAST(max(CASE WHEN wanted = '' THEN 1 ELSE 0 END) AS BIGINT) AS unset,
    CAST(max(CASE WHEN began_at <= sqlc.arg(now) THEN began_at ELSE 0 END) AS BIGINT) AS began_at, CAST(max(over_at) AS BIGINT) AS over_at, CAST(max(look_at) AS BIGINT) AS look_at,
    count(*) AS messages
FROM live_messages
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id) AND final = 0
    AND (starts_at <= sqlc.arg(now) OR (began_at > 0 AND began_at <= sqlc.arg(now)))
GROUP BY meeting_id, starts_at
ORDER BY meeting_id, starts_at;

-- name: WantLiveMessages :execrows
UPDATE live_messages SET
    wanted       = CAST(sqlc.arg(wanted) AS TEXT),
    wanted_phase = CAST(sqlc.arg(phase) AS TEXT),
    began_at     = CAST(sqlc.arg(began_at) AS BIGINT),
    over_at      = CAST(sqlc.arg(over_at) AS BIGINT),
    look_at      = CAST(sqlc.arg(look_at) AS BIGINT),
    final        = CAST(sqlc.arg(final) AS BIGINT),
    tries    = CASE WHEN wanted = CAST(sqlc.arg(wanted) AS TEXT) THEN tries ELSE 0 END,
    due_rank = CASE
        WHEN CAST(sqlc.arg(wanted) AS TEXT) = '' OR shown_state = CAST(sqlc.arg(wanted) AS TEXT) THEN 0
        WHEN shown = CAST(sqlc.arg(phase) AS TEXT) THEN 3
        ELSE CAST(sqlc.arg(rank) AS BIGINT) END,
    due_at   = CASE
        WHEN CAST(sqlc.arg(wanted) AS TEXT) = '' OR shown_state = CAST(sqlc.arg(wanted) AS TEXT) THEN 0
        WHEN due_rank > 0 THEN due_at
        ELSE CAST(sqlc.arg(now) AS BIGINT) END
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id)
    AND meeting_id = sqlc.arg(meeting_id) AND starts_at = sqlc.arg(starts_at)
    AND (wanted <> CAST(sqlc.arg(wanted) AS TEXT) OR began_at <> CAST(sqlc.arg(began_at) AS BIGINT) OR over_at <> CAST(sqlc.arg(over_at) AS BIGINT)
        OR look_at <> CAST(sqlc.arg(look_at) AS BIGINT) OR final <> CAST(sqlc.arg(final) AS BIGINT));

-- name: VoidLiveMessages :execrows
UPDATE live_messages SET
    wanted = CAST(sqlc.arg(wanted) AS TEXT), wanted_phase = CAST(sqlc.arg(phase) AS TEXT), final = 1, tries = 0, due_rank = 1,
    due_at = CASE WHEN due_rank > 0 THEN due_at ELSE CAST(sqlc.arg(now) AS BIGINT) END
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id) AND meeting_id = sqlc.arg(meeting_id)
    AND (CAST(sqlc.arg(starts_at) AS BIGINT) = 0 OR starts_at = CAST(sqlc.arg(starts_at) AS BIGINT))
    AND (CAST(sqlc.arg(kind) AS TEXT) = '' OR kind = CAST(sqlc.arg(kind) AS TEXT))
    AND began_at = 0 AND over_at = 0 AND wanted_phase <> CAST(sqlc.arg(phase) AS TEXT);

-- A start that is negative is that of a message which is being moved: one that goes
-- where another one comes from is not moved twice.
-- name: MoveLiveMessages :execrows
UPDATE live_messages SET
    occurrence_id = sqlc.arg(occurrence_id),
    starts_at     = -CAST(sqlc.arg(to_start) AS BIGINT),
    ends_at       = CAST(sqlc.arg(to_end) AS BIGINT),
    wanted        = CASE WHEN CAST(sqlc.arg(ahead) AS BIGINT) = 1 THEN CAST(sqlc.arg(wanted) AS TEXT) ELSE wanted END,
    wanted_phase  = CASE WHEN CAST(sqlc.arg(ahead) AS BIGINT) = 1 THEN CAST(sqlc.arg(phase) AS TEXT) ELSE wanted_phase END,
    began_at      = CASE WHEN CAST(sqlc.arg(ahead) AS BIGINT) = 1 THEN 0 ELSE began_at END,
    shown         = CASE WHEN CAST(sqlc.arg(ahead) AS BIGINT) = 1 THEN '' ELSE shown END,
    shown_state   = '', tries = 0, look_at = 0, takes = takes + 1,
    due_rank      = CASE WHEN CAST(sqlc.arg(ahead) AS BIGINT) = 1 OR wanted <> '' THEN 2 ELSE 0 END,
    due_at        = CASE
        WHEN CAST(sqlc.arg(ahead) AS BIGINT) = 0 AND wanted = '' THEN 0
        WHEN due_rank > 0 THEN due_at
        ELSE CAST(sqlc.arg(now) AS BIGINT) END
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id) AND meeting_id = sqlc.arg(meeting_id)
    AND starts_at = CAST(sqlc.arg(from_start) AS BIGINT) AND (CAST(sqlc.arg(kind) AS TEXT) = '' OR kind = CAST(sqlc.arg(kind) AS TEXT))
    AND (CAST(sqlc.arg(anew) AS BIGINT) = 1 OR starts_at <> CAST(sqlc.arg(to_start) AS BIGINT) OR ends_at <> CAST(sqlc.arg(to_end) AS BIGINT)) AND over_at = 0 AND final = 0;

-- name: EndLiveMoves :exec
UPDATE live_messages SET starts_at = -starts_at
WHERE enterprise_id = $1 AND team_id = $2 AND meeting_id = $3 AND starts_at < 0;

-- name: DeleteShownLiveMessages :exec
DELETE FROM live_messages
WHERE enterprise_id = $1 AND team_id = $2 AND meeting_id = $3 AND starts_at = $4 AND final = 1 AND due_rank = 0;

-- name: NextDueLiveMessage :one
SELECT * FROM live_messages
WHERE enterprise_id = sqlc.arg(enterprise_id) AND team_id = sqlc.arg(team_id) AND due_rank > 0
    AND (try_at <= CAST(sqlc.arg(now) AS BIGINT) OR try_at > CAST(sqlc.arg(beyond) AS BIGINT))
ORDER BY due_rank, due_at, id
LIMIT 1;

-- name: NextLiveTry :one
SELECT CAST(coalesce(min(try_at), 0) AS BIGINT) AS next, count(*) AS due FROM live_messages
WHERE enterprise_id = $1 AND team_id = $2 AND due_rank > 0;

-- name: AnyDueLiveMessage :one
SELECT EXISTS (SELECT 1 FROM live_messages WHERE enterprise_id = $1 AND team_id = $2 AND due_rank > 0);

-- name: TakeLiveMessage :execrows
UPDATE live_messages SET takes = takes + 1, tries = tries + 1, shown_state = '', try_at = sqlc.arg(until)
WHERE id = sqlc.arg(id) AND takes = sqlc.arg(takes);

-- name: MarkLiveMessage :execrows
UPDATE live_messages SET
    shown_state = CAST(sqlc.arg(shown_state) AS TEXT), shown = CAST(sqlc.arg(phase) AS TEXT), tries = 0, try_at = 0, refused_at = 0,
    due_rank = CASE
        WHEN wanted = CAST(sqlc.arg(shown_state) AS TEXT) THEN 0
        WHEN wanted_phase = CAST(sqlc.arg(phase) AS TEXT) THEN 3
        WHEN wanted_phase IN ('over', 'void') THEN 1
        ELSE 2 END,
    due_at = CASE WHEN wanted = CAST(sqlc.arg(shown_state) AS TEXT) THEN 0 ELSE CAST(sqlc.arg(now) AS BIGINT) END
WHERE id = sqlc.arg(id) AND takes = sqlc.arg(takes);

-- name: DoubtLiveMessage :exec
UPDATE live_messages SET
    shown_state = '',
    due_rank = CASE WHEN wanted = '' THEN 0 WHEN wanted_phase IN ('over', 'void') THEN 1 ELSE 2 END,
    due_at = CASE WHEN wanted = '' THEN 0 WHEN due_rank > 0 THEN due_at ELSE CAST(sqlc.arg(now) AS BIGINT) END
WHERE id = sqlc.arg(id);

-- name: PutBackLiveMessage :exec
UPDATE live_messages SET try_at = sqlc.arg(try_at), tries = sqlc.arg(tries), refused_at = sqlc.arg(refused_at)
WHERE id = sqlc.arg(id) AND takes = sqlc.arg(takes);

-- name: DeleteShownLiveMessage :exec
DELETE FROM live_messages WHERE id = $1 AND final = 1 AND due_rank = 0;

-- name: LiveWorkspaces :many
SELECT enterprise_id, team_id, CAST(min(starts_at) AS BIGINT) AS first_start,
    CAST(max(due_rank) AS BIGINT) AS due
FROM live_messages
GROUP BY enterprise_id, team_id
ORDER BY enterprise_id, team_id;
