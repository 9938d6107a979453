package sealed_test

import (
	"errors"
	"strings"
	"testing"

	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
)

const token secret.Secret = "xoxb-very-secret"

func here() sealed.Place {
	return sealed.Place{Table: "installations", EnterpriseID: "E1", TeamID: "T1"}
}

func newKey(t *testing.T) secret.Secret {
	t.Helper()
	key, err := sealed.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func parsed(t *testing.T, keys ...secret.Secret) *sealed.Keys {
	t.Helper()
	texts := make([]string, len(keys))
	for i, key := range keys {
		texts[i] = key.Reveal()
	}
	k, err := sealed.ParseKeys(secret.Secret(strings.Join(texts, ", \n")))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func seal(t *testing.T, k *sealed.Keys, s secret.Secret) string {
	t.Helper()
	text, err := k.Seal(s, here())
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestSealsForOnePlace(t *testing.T) {
	t.Parallel()
	k := parsed(t, newKey(t))
	text := seal(t, k, token)
	if strings.Contains(text, token.Reveal()) || text == seal(t, k, token) {
		t.Error("the secret can be seen, or is sealed twice the same way")
	}
	if got, err := k.Open(text, here()); got != token || err != nil {
		t.Errorf("Open() = %q, %v", got.Reveal(), err)
	}
	for _, elsewhere := range []sealed.Place{
		{Table: "accounts", EnterpriseID: "E1", TeamID: "T1"},
		{Table: "installations", EnterpriseID: "E1"},
		{Table: "installations", EnterpriseID: "E1", TeamID: "T2"},
		{Table: "installations", EnterpriseID: "E2", TeamID: "T1"},
	} {
		if got, err := k.Open(text, elsewhere); !errors.Is(err, sealed.ErrCannotOpen) {
			t.Errorf("Open() for %+v = %q, %v", elsewhere, got.Reveal(), err)
		}
	}
	for _, broken := range []string{text[4:], text[:len(text)-4], "***", "AAAA"} {
		if _, err := k.Open(broken, here()); !errors.Is(err, sealed.ErrCannotOpen) {
			t.Errorf("Open() of a changed text = %v", err)
		}
	}
}

func TestNoSecretIsSealedAsNothing(t *testing.T) {
	t.Parallel()
	k := parsed(t, newKey(t))
	if text := seal(t, k, ""); text != "" {
		t.Errorf("Seal() of nothing = %q", text)
	}
	if s, err := k.Open("", here()); s != "" || err != nil {
		t.Errorf("Open() of nothing = %q, %v", s.Reveal(), err)
	}
}

// A new key is put in front of the old one: what is sealed from then on needs the
// new one, and what was sealed before still opens.
func TestKeysAreReplaced(t *testing.T) {
	t.Parallel()
	first, second := newKey(t), newKey(t)
	before := seal(t, parsed(t, first), token)
	both := parsed(t, second, first)
	if got, err := both.Open(before, here()); got != token || err != nil {
		t.Errorf("Open() with both = %q, %v", got.Reveal(), err)
	}
	after := seal(t, both, token)
	if got, err := parsed(t, second).Open(after, here()); got != token || err != nil {
		t.Errorf("Open() with the new key = %q, %v", got.Reveal(), err)
	}
	if both.IsCurrent(before, here()) || !both.IsCurrent(after, here()) || !both.IsCurrent("", here()) {
		t.Error("IsCurrent() does not tell what the new key has sealed")
	}
	if _, err := parsed(t, first).Open(after, here()); !errors.Is(err, sealed.ErrCannotOpen) {
		t.Errorf("Open() with the old key = %v", err)
	}
}

func TestParseKeysRefusesOthers(t *testing.T) {
	t.Parallel()
	key := newKey(t).Reveal()
	for _, text := range []string{"", " ,\n", "hunter2secret", "aHVudGVyMnNlY3JldA==", key[:40], key + "," + "hunter2secret", `{"primaryKeyId":1}`} {
		_, err := sealed.ParseKeys(secret.Secret(text))
		if !errors.Is(err, sealed.ErrNotKey) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("ParseKeys(%q) = %v", text, err)
		}
	}
}
