package secret_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"meetingbot/internal/secret"
)

func TestSecretPrintsAsAFixedWord(t *testing.T) {
	t.Parallel()
	type holder struct {
		Key  secret.Secret
		None secret.Secret
	}
	h := holder{Key: "hunter2"}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("test", slog.Any("holder", h), slog.Any("key", h.Key))
	marshalled, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	printed := []string{
		fmt.Sprint(h), fmt.Sprintf("%+v", h), fmt.Sprintf("%#v", h), fmt.Sprintf("%s|%v|%q", h.Key, h.Key, h.Key),
		log.String(), string(marshalled),
	}
	for _, text := range printed {
		if strings.Contains(text, "hunter2") || !strings.Contains(text, secret.Redacted) {
			t.Errorf("a secret is printed as %s", text)
		}
	}
	if got := h.Key.Reveal() + h.None.String(); got != "hunter2" {
		t.Errorf("Reveal and an empty secret give %q, want hunter2", got)
	}
}

func TestSecretReadsAnyScalar(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`"hunter2"`: "hunter2", `"h\u00fc"`: "hü", `772041`: "772041", `007`: "", `true`: "true", `null`: "", `{"a":1}`: "", `["a"]`: "",
	} {
		s := secret.Secret("before")
		_ = s.UnmarshalJSON([]byte(data))
		if s.Reveal() != want {
			t.Errorf("UnmarshalJSON(%s) = %q, want %q", data, s.Reveal(), want)
		}
	}
}
