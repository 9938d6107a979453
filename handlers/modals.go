package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"meetingbot/bot"
)

// errModalSlow is why the bot's work on a modal is cut short.
var errModalSlow = errors.New("the modal took too long")

// submit answers a modal that was sent off, within the request: Slack takes the
// answer nowhere else.
func (h *Handlers) submit(v visit, payload []byte) error {
	var p from
	if err := json.Unmarshal(payload, &p); err != nil {
		return errMalformed
	}
	s := bot.Submission{Origin: p.origin(v.id), View: p.View.view()}
	verdict, err := promptly(h, v, s.Origin, func(ctx context.Context) (bot.Verdict, error) {
		return h.bot.Submit(ctx, s)
	})
	if err != nil && len(verdict.JSON()) == 0 {
		verdict = h.bot.SorryModal(v.Request().Context(), s.Origin)
	}
	if len(verdict.JSON()) == 0 {
		return v.empty() // closes the modal
	}
	return v.json(verdict.JSON())
}

// suggestion is a menu that asks for options as a person types.
type suggestion struct {
	from
	ActionID string `json:"action_id"`
	BlockID  string `json:"block_id"`
	Value    string `json:"value"`
}

// suggest answers a menu that asks for options. While the bot has none to
// offer, there are none.
func (h *Handlers) suggest(v visit, payload []byte) error {
	var p suggestion
	if err := json.Unmarshal(payload, &p); err != nil {
		return errMalformed
	}
	s := bot.Suggestion{
		Origin: p.origin(v.id), ActionID: p.ActionID, BlockID: p.BlockID, Value: p.Value, View: p.View.view(),
	}
	choices, _ := promptly(h, v, s.Origin, func(ctx context.Context) (bot.Choices, error) {
		return h.bot.Suggest(ctx, s)
	})
	return v.json(choices.JSON())
}

// answer is what came of one question.
type answer[T any] struct {
	said T
	err  error
}

// promptly asks the bot what Slack waits for, and returns before Slack has lost
// its patience: with the bot's answer, or else with an error that is logged
// already. The bot is given less time than Slack gives us, so that it can still
// say what was too slow.
func promptly[T any](h *Handlers, v visit, o bot.Origin, ask func(context.Context) (T, error)) (T, error) {
	left := h.answerWithin - h.now().Sub(v.started)
	ctx, cancel := context.WithTimeoutCause(h.tasks.root, left*3/4, errModalSlow)
	defer cancel()
	answered := make(chan answer[T], 1)
	late := time.NewTimer(left)
	defer late.Stop()
	if !h.tasks.start(func() { answered <- attempt(ctx, ask) }) {
		answered <- answer[T]{err: errBusy}
	}
	var a answer[T]
	select {
	case a = <-answered:
	case <-late.C:
		a.err = errModalSlow
	}
	h.concluded(ctx, v, o, a.err)
	return a.said, a.err
}

// attempt asks once and survives panics.
func attempt[T any](ctx context.Context, ask func(context.Context) (T, error)) answer[T] {
	var a answer[T]
	a.err = guard(func() (err error) {
		a.said, err = ask(ctx)
		return err
	})
	return a
}

// concluded measures and logs how a question ended that was answered within its
// request.
func (h *Handlers) concluded(ctx context.Context, v visit, o bot.Origin, err error) {
	took := h.now().Sub(v.started)
	log := func() {
		h.log.LogAttrs(ctx, slog.LevelError, "question failed", append(v.attrs(err),
			slog.String("team_id", o.TeamID), slog.String("user_id", o.UserID), slog.Duration("duration", took))...)
	}
	m := h.metrics.questions[v.route]
	switch {
	case err == nil:
		m.done.observe(took)
	case errors.Is(err, errBusy):
		m.busy.observe(took)
		h.overloads.Do(log)
	case errors.Is(err, errModalSlow):
		m.cutOff.observe(took)
		log()
	default:
		m.failed.observe(took)
		log()
	}
}
