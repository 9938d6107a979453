package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ErrParameter says what to do about a pooler that refuses a parameter of the address.
var ErrParameter = errors.New("the pooler between refuses a parameter of DATABASE_URL: set it for the user with ALTER ROLE … SET …, or name it in PgBouncer's ignore_startup_parameters or track_extra_parameters")

// probePostgres reaches a PostgreSQL once and finds out what stands between. A
// pooler that lends its connections for one transaction, such as PgBouncer,
// knows neither prepared statements nor LISTEN, and refuses our parameters.
func probePostgres(ctx context.Context, address string) (pgSettings, error) {
	s := pgSettings{address: address}
	conn, err := s.connect(ctx)
	if refusesParameter(err) {
		s.bare = true
		if conn, err = s.connect(ctx); refusesParameter(err) {
			return s, fmt.Errorf("%w: %w", ErrParameter, err)
		}
	}
	if err != nil {
		return s, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var process uint32
	err = conn.QueryRow(ctx, "SELECT pg_backend_pid()", pgx.QueryExecModeSimpleProtocol).Scan(&process)
	if err != nil {
		return s, fmt.Errorf("ask for the process of a connection: %w", err)
	}
	s.pooled = s.bare || process != conn.PgConn().PID()
	return s, nil
}

// connect makes one connection.
func (s pgSettings) connect(ctx context.Context) (*pgx.Conn, error) {
	config, err := s.pool(workLimits())
	if err != nil {
		return nil, err
	}
	config.ConnConfig.Tracer = &deadline{after: workLimits().answer}
	return pgx.ConnectConfig(ctx, config.ConnConfig)
}

// refusesParameter reports whether a connection failed because of a parameter that
// PgBouncer (08P01) or the server (42704) does not know.
func refusesParameter(err error) bool {
	refusal, ok := errors.AsType[*pgconn.PgError](err)
	return ok && (refusal.Code == "08P01" || refusal.Code == "42704")
}
