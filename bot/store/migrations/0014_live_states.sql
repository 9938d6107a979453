-- +goose Up
-- What a live message is to show and what it shows, as JSON; '' where that is not
-- known. Programs of the previous version know the phase alone, in shown.
ALTER TABLE live_messages ADD COLUMN wanted TEXT NOT NULL DEFAULT '';
ALTER TABLE live_messages ADD COLUMN wanted_phase TEXT NOT NULL DEFAULT '';
ALTER TABLE live_messages ADD COLUMN shown_state TEXT NOT NULL DEFAULT '';
-- What is due of it: 0 nothing, 1 that its meeting has ended, 2 that it has started or
-- moved, 3 counts. Lower ranks go first.
ALTER TABLE live_messages ADD COLUMN due_rank BIGINT NOT NULL DEFAULT 0;
ALTER TABLE live_messages ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;  -- since when
ALTER TABLE live_messages ADD COLUMN try_at BIGINT NOT NULL DEFAULT 0;  -- not updated before
ALTER TABLE live_messages ADD COLUMN tries BIGINT NOT NULL DEFAULT 0;   -- updates to what is wanted, without an answer
ALTER TABLE live_messages ADD COLUMN takes BIGINT NOT NULL DEFAULT 0;   -- how often it was taken to be updated
ALTER TABLE live_messages ADD COLUMN began_at BIGINT NOT NULL DEFAULT 0; -- when its meeting was first seen to run
ALTER TABLE live_messages ADD COLUMN over_at BIGINT NOT NULL DEFAULT 0; -- when its meeting was first seen to be over for good
ALTER TABLE live_messages ADD COLUMN look_at BIGINT NOT NULL DEFAULT 0; -- its meeting is not read before
ALTER TABLE live_messages ADD COLUMN final BIGINT NOT NULL DEFAULT 0;   -- 1: what is wanted is the last

UPDATE live_messages SET began_at = starts_at WHERE shown = 'running';

CREATE INDEX live_messages_due ON live_messages (enterprise_id, team_id, due_rank, due_at, id) WHERE due_rank > 0;
CREATE INDEX live_messages_of_a_workspace ON live_messages (enterprise_id, team_id, starts_at);
CREATE INDEX live_messages_by_meeting ON live_messages (meeting_id);

-- +goose Down
DROP INDEX live_messages_by_meeting;
DROP INDEX live_messages_of_a_workspace;
DROP INDEX live_messages_due;
ALTER TABLE live_messages DROP COLUMN final;
ALTER TABLE live_messages DROP COLUMN look_at;
ALTER TABLE live_messages DROP COLUMN over_at;
ALTER TABLE live_messages DROP COLUMN began_at;
ALTER TABLE live_messages DROP COLUMN takes;
ALTER TABLE live_messages DROP COLUMN tries;
ALTER TABLE live_messages DROP COLUMN try_at;
ALTER TABLE live_messages DROP COLUMN due_at;
ALTER TABLE live_messages DROP COLUMN due_rank;
ALTER TABLE live_messages DROP COLUMN shown_state;
ALTER TABLE live_messages DROP COLUMN wanted_phase;
ALTER TABLE live_messages DROP COLUMN wanted;
