package meeting

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"
)

// Option adjusts a Client.
type Option func(*Client) error

// WithHTTPClient makes calls through h, which keeps its transport and timeout;
// redirects are not followed whatever h says, since they would carry the token
// elsewhere. Defaults to a client of the package's own.
func WithHTTPClient(h *http.Client) Option {
	return func(c *Client) error {
		if h == nil {
			return errors.New("the HTTP client must not be nil")
		}
		own := *h
		c.http = &own
		return nil
	}
}

// WithClock makes the client read the time from now. Defaults to time.Now.
func WithClock(now func() time.Time) Option {
	return func(c *Client) error {
		if now == nil {
			return errors.New("the clock must not be nil")
		}
		c.now = now
		return nil
	}
}

// WithLogger makes the client tell log about its calls, at debug level and
// without secrets. Defaults to none.
func WithLogger(log *slog.Logger) Option {
	return func(c *Client) error {
		if log == nil {
			return errors.New("the logger must not be nil")
		}
		c.log = log
		return nil
	}
}

// WithTimeout bounds one call to the API. Defaults to 10 s.
func WithTimeout(d time.Duration) Option {
	return func(c *Client) error {
		if d <= 0 {
			return fmt.Errorf("the timeout must be positive, got %s", d)
		}
		c.timeout = d
		return nil
	}
}

// WithBudget bounds one question with all its repetitions and waits. Defaults
// to 25 s.
func WithBudget(d time.Duration) Option {
	return func(c *Client) error {
		if d <= 0 {
			return fmt.Errorf("the budget must be positive, got %s", d)
		}
		c.budget = d
		return nil
	}
}
