package store

import (
	"errors"
	"maps"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	// connectTimeout is how long one server may take to accept a connection.
	connectTimeout = 5 * time.Second
	// pingTimeout is how long a connection that was idle may take to answer before
	// another one is used.
	pingTimeout = 3 * time.Second
	// silence is how long a server may leave data unacknowledged, or a question for
	// whether it is alive unanswered, before a connection counts as broken.
	silence = 10 * time.Second
	// connections is how many a process opens at most, see
	// docs/decisions/0045-few-connections-that-plan-once.md.
	connections = 6
)

// limits are the time limits of a connection.
type limits struct {
	statement time.Duration // of one statement, by the server
	lock      time.Duration // of waiting for a lock, by the server
	idle      time.Duration // of a transaction that does nothing, by the server
	answer    time.Duration // of waiting for the end of a statement, by this process
}

// workLimits are those of all that the bot does while it serves. A statement takes
// milliseconds; what takes seconds waits for something that hangs.
func workLimits() limits {
	return limits{statement: 10 * time.Second, lock: 5 * time.Second, idle: 10 * time.Second, answer: 12 * time.Second}
}

// migrationLimits are those of migrations, which may rewrite large tables. They
// must not wait long for a lock, since everybody else then waits behind them.
func migrationLimits() limits {
	return limits{statement: 30 * time.Minute, lock: 30 * time.Second, idle: 30 * time.Minute, answer: 31 * time.Minute}
}

// parameters are the limits in PostgreSQL's words. The server also finds out that
// a client is gone, so that its locks are freed. See
// https://www.postgresql.org/docs/current/runtime-config-client.html and
// https://www.postgresql.org/docs/current/runtime-config-connection.html.
func (l limits) parameters() map[string]string {
	return map[string]string{
		"statement_timeout":                   milliseconds(l.statement),
		"lock_timeout":                        milliseconds(l.lock),
		"idle_in_transaction_session_timeout": milliseconds(l.idle),
		"tcp_user_timeout":                    milliseconds(silence),
		"tcp_keepalives_idle":                 "10",
		"tcp_keepalives_interval":             "5",
		"tcp_keepalives_count":                "2",
	}
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// pgSettings is how connections to a PostgreSQL are made.
type pgSettings struct {
	address string
	pooled  bool // a pooler such as PgBouncer stands between
	bare    bool // it refuses our parameters
}

// pool makes the configuration of a pool with these limits. The library's error is
// dropped: it repeats what it could not read, and so perhaps the password.
func (s pgSettings) pool(l limits) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(s.address)
	if err != nil {
		return nil, errors.New("PostgreSQL's address has a part that cannot be read; a % and other special characters of a password are written as %25 and so on")
	}
	query := queryOf(s.address)
	if !query.Has("pool_max_conns") {
		config.MaxConns = connections
	}
	config.PingTimeout = pingTimeout
	s.connection(config.ConnConfig, query, l)
	return config, nil
}

// connection sets what the address leaves open. What the address sets stands.
func (s pgSettings) connection(config *pgx.ConnConfig, query url.Values, l limits) {
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	if !query.Has("target_session_attrs") {
		config.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	}
	if s.pooled && !query.Has("default_query_exec_mode") {
		config.DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe
	}
	defaults := map[string]string{"application_name": "meetingbot"}
	if !s.bare {
		maps.Copy(defaults, l.parameters())
	}
	setDefaults(config, defaults)
	config.DialFunc = (&net.Dialer{
		Timeout:         config.ConnectTimeout,
		KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: silence, Interval: 5 * time.Second, Count: 2},
		Control:         limitSilence,
	}).DialContext
}

// planOnce has a connection plan each statement once, whatever its values are: they are
// ids, and plans for them do not differ. A pooler has others use the connection. See
// https://www.postgresql.org/docs/current/sql-prepare.html.
func planOnce(config *pgx.ConnConfig) {
	setDefaults(config, map[string]string{"plan_cache_mode": "force_generic_plan"})
}

// setDefaults sets parameters of a session that the address leaves open.
func setDefaults(config *pgx.ConnConfig, values map[string]string) {
	for name, value := range values {
		if config.RuntimeParams[name] == "" && !strings.Contains(config.RuntimeParams["options"], name) {
			config.RuntimeParams[name] = value
		}
	}
}

// readOnly is PostgreSQL's code for a write to a server that takes none.
const readOnly = "25006"

// endsConnection reports whether a connection is of no more use after an error: the
// server shuts down, starts up or has become read-only, as it does when another
// one takes over. See https://www.postgresql.org/docs/current/errcodes-appendix.html.
func endsConnection(err *pgconn.PgError) bool {
	return strings.EqualFold(err.Severity, "FATAL") || strings.HasPrefix(err.Code, "08") ||
		slices.Contains([]string{readOnly, "57P01", "57P02", "57P03", "57P05"}, err.Code)
}

func queryOf(address string) url.Values {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	return u.Query()
}
