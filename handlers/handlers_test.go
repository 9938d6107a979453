package handlers_test

import (
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"meetingbot/handlers"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	good := handlers.Options{Bot: &fakeBot{}, SigningSecret: signingSecret}
	tests := []struct {
		name   string
		change func(o *handlers.Options)
		want   string
	}{
		{"no bot", func(o *handlers.Options) { o.Bot = nil }, "Bot"},
		{"no secret", func(o *handlers.Options) { o.SigningSecret = "" }, "SigningSecret"},
		{"a secret of spaces", func(o *handlers.Options) { o.SigningSecret = " \t\n " }, "SigningSecret"},
		{"an answer after Slack's timeout", func(o *handlers.Options) { o.AnswerWithin = 3 * time.Second }, "AnswerWithin"},
		{"an answer before the question", func(o *handlers.Options) { o.AnswerWithin = -1 }, "AnswerWithin"},
		{"a negative drain", func(o *handlers.Options) { o.Drain = -1 }, "Drain"},
		{"a negative limit", func(o *handlers.Options) { o.QuestionLimit = -1 }, "QuestionLimit"},
		{"negative questions", func(o *handlers.Options) { o.MaxQuestions = -1 }, "MaxQuestions"},
		{"a response host with a path", func(o *handlers.Options) { o.ResponseHosts = []string{"hooks.slack.com/x"} }, "ResponseHosts"},
		{"a response host with a scheme", func(o *handlers.Options) { o.ResponseHosts = []string{"https://hooks.slack.com"} }, "ResponseHosts"},
		{"a response host with a user", func(o *handlers.Options) { o.ResponseHosts = []string{"a@hooks.slack.com"} }, "ResponseHosts"},
		{"an empty response host", func(o *handlers.Options) { o.ResponseHosts = []string{""} }, "ResponseHosts"},
		{"a port without host", func(o *handlers.Options) { o.ResponseHosts = []string{":443"} }, "ResponseHosts"},
		{"a check without name", func(o *handlers.Options) { o.Checks = []handlers.Check{{}} }, "Checks"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := good
			tt.change(&o)
			if _, err := handlers.New(o); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("New = %v, want an error that names %s", err, tt.want)
			}
		})
	}
	good.Registry = prometheus.NewRegistry()
	bad := good
	bad.Checks = []handlers.Check{{}}
	if _, err := handlers.New(bad); err == nil {
		t.Error("New with a check without name = nil, want an error")
	}
	if _, err := handlers.New(good); err != nil {
		t.Errorf("New with the same registry = %v, want no error: what is refused registers nothing", err)
	}
}
