package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"meetingbot/bot/store"
)

type migrateCommand struct{}

// Run migrates the database to the schema of this program.
func (migrateCommand) Run(ctx context.Context, std streams) (err error) {
	var c databaseConfig
	if err := readEnv(&c); err != nil {
		return err
	}
	db, err := newDatabase(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx); err != nil {
		return err
	}
	if err := db.Check(ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintf(std.out, "%s is current\n", db.Address())
	return err
}

// newDatabase opens the database without changing anything in it.
func newDatabase(ctx context.Context, c databaseConfig, logger *slog.Logger) (*store.DB, error) {
	return store.Open(ctx, store.Options{URL: c.URL.Reveal(), Logger: logger})
}
