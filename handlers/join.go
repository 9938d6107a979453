package handlers

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"meetingbot/bot"
)

const (
	joinPath = bot.JoinPath + ":ticket"
	// maxTicket is the longest ticket that is read, in bytes. Ours have some 400.
	maxTicket = 2 << 10
	// joinTimeout is how long somebody waits for their way into a meeting.
	joinTimeout = 10 * time.Second
)

// Joiner lets people into meetings as themselves.
type Joiner interface {
	// Join redeems a ticket. There is an answer in any case; the error is for the log
	// and holds no secret.
	Join(ctx context.Context, ticket, languages string) (bot.JoinAnswer, error)
}

var _ Joiner = (*bot.Bot)(nil)

// join redeems a ticket and sends whoever has it on to the meeting. The target signs
// them in: it is in no cache, no log, and no referrer.
func (h *Handlers) join(r httpRequest) error {
	r.abandonBody()
	ticket := r.Param("ticket")
	if len(ticket) > maxTicket {
		ticket = ""
	}
	ctx, cancel := context.WithTimeout(r.ctx, joinTimeout)
	defer cancel()
	a, err := h.joiner.Join(ctx, ticket, r.Request().Header.Get("Accept-Language"))
	if err != nil {
		h.log.LogAttrs(r.ctx, slog.LevelWarn, "a ticket did not lead into its meeting",
			slog.String("request_id", r.id), slog.String("error", err.Error()))
	}
	style := newPageStyle()
	style.setHeaders(r.Response().Header())
	if a.Target != "" {
		r.Response().Header().Set(echo.HeaderLocation, a.Target.Reveal())
		r.Response().WriteHeader(http.StatusSeeOther)
		return nil
	}
	status := http.StatusGone
	if a.Later {
		status = http.StatusServiceUnavailable
	}
	var b bytes.Buffer
	if err := style.render(a.Page, installedLinks{}).Render(&b); err != nil {
		return err
	}
	return r.HTMLBlob(status, b.Bytes())
}
