package sealed_test

import (
	"errors"
	"strings"
	"testing"

	"meetingbot/internal/sealed"
)

func box(t *testing.T, key, purpose string) sealed.Box {
	t.Helper()
	b, err := sealed.NewBox([]byte(key), purpose)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestBoxOpensWhatItClosed(t *testing.T) {
	t.Parallel()
	b := box(t, "key", "trials")
	closed, err := b.Close("1", map[string]string{"word": "budget"})
	if err != nil || strings.Contains(closed, "budget") {
		t.Fatalf("Close = %q, %v", closed, err)
	}
	again, _ := b.Close("1", map[string]string{"word": "budget"})
	if again == closed {
		t.Error("the same value is sealed as the same text twice")
	}
	var got map[string]string
	if err := box(t, "key", "trials").Open("1", closed, &got); err != nil || got["word"] != "budget" {
		t.Errorf("Open = %v, %v", got, err)
	}
	changed := closed[:len(closed)-4] + "AAAA"
	for name, err := range map[string]error{
		"of another id":      b.Open("2", closed, &got),
		"of another key":     box(t, "other", "trials").Open("1", closed, &got),
		"of another purpose": box(t, "key", "tests").Open("1", closed, &got),
		"that was changed":   b.Open("1", changed, &got),
		"that is too short":  b.Open("1", "AAAA", &got),
		"that is no text":    b.Open("1", "%", &got),
	} {
		if !errors.Is(err, sealed.ErrBox) {
			t.Errorf("Open of a value %s = %v, want ErrBox", name, err)
		}
	}
}

func TestBoxNamesByParts(t *testing.T) {
	t.Parallel()
	b := box(t, "key", "trials")
	name := b.ID("a", "bc")
	if name != b.ID("a", "bc") || len(name) != 32 {
		t.Errorf("ID = %q, want 32 letters that stay the same", name)
	}
	for _, other := range []string{b.ID("ab", "c"), b.ID("a", "bc", ""), box(t, "other", "trials").ID("a", "bc"), box(t, "key", "tests").ID("a", "bc")} {
		if other == name {
			t.Error("two have the same name")
		}
	}
}
