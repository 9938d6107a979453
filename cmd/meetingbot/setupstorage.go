package main

import (
	"context"
	"fmt"

	"meetingbot/bot/store"
	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
)

// encryptionKeyVariable holds the key that stored secrets are sealed with.
const encryptionKeyVariable = "ENCRYPTION_KEY"

// storage sees to the database and to the key that secrets in it are sealed with.
func (s *setup) storage(ctx context.Context) error {
	s.say("\n3 of 3  Storage")
	if err := s.database(ctx); err != nil {
		return err
	}
	return s.encryptionKey()
}

// usualDatabase is what DATABASE_URL is if nobody says otherwise. It is not written:
// an image has a default of its own.
const usualDatabase = "sqlite:meetingbot.db"

// database asks where to store, the first time. An address may hold a password, so it
// is not shown.
func (s *setup) database(ctx context.Context) error {
	q := setupQuestion{variable: "DATABASE_URL", hidden: true, prompt: "postgres:// address", judge: judgeDatabase}
	if s.has(q.variable) {
		return s.settle(ctx, q)
	}
	if s.terminal != nil && s.isFirst() {
		kind, err := s.choose(ctx, "Your choice", []option{
			{"A SQLite file here, meetingbot.db: nothing to install, for one process of the bot."},
			{"PostgreSQL: for several processes."},
		})
		if err != nil {
			return err
		}
		if kind == 1 {
			return s.settle(ctx, q)
		}
	}
	s.tell(ctx, judgeDatabase(ctx, usualDatabase))
	return context.Cause(ctx)
}

// isFirst reports whether no file has a variable of ours yet.
func (s *setup) isFirst() bool {
	for _, d := range s.others {
		for _, name := range variableOrder() {
			if d.get(name) != "" {
				return false
			}
		}
	}
	return true
}

func judgeDatabase(ctx context.Context, value string) judgement {
	if _, err := store.ParseURL(value); err != nil {
		return judgement{verdict: failed, say: "DATABASE_URL: " + err.Error(), shape: true}
	}
	f := checkDatabase(ctx, databaseConfig{URL: secret.Secret(value)})
	j := judgementOf(f)
	if f.verdict == unchecked { // the bot that has it is running
		j.say = f.check + ": " + f.result
	}
	return j
}

// encryptionKey makes a key where there is none. One that is not right is not
// replaced: something may be sealed with it.
func (s *setup) encryptionKey() error {
	if s.has("ENCRYPTION_KEY_FILE") {
		return nil
	}
	if value, from := s.present(encryptionKeyVariable); value != "" {
		j := judgeKey(value)
		if j.say != "" {
			s.say("%s", j.line())
		}
		s.conclude(encryptionKeyVariable, value, from, j)
		return nil
	}
	key, err := sealed.NewKey()
	if err != nil {
		return fmt.Errorf("make an encryption key: %w", err)
	}
	s.accepted[encryptionKeyVariable] = key.Reveal()
	s.say("%s", approved("made an encryption key, which seals stored secrets; keep a copy of .env in a safe place").line())
	return nil
}

func judgeKey(value string) judgement {
	if _, err := sealed.ParseKeys(secret.Secret(value)); err != nil {
		return misshapen(encryptionKeyVariable, "is "+err.Error()+". Take it out of .env if nothing was sealed with it yet; then another one is made")
	}
	return approved("")
}
