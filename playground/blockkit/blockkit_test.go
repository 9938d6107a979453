package blockkit_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"meetingbot/playground/blockkit"
)

// TestCheck_Valid lets every sample in testdata/valid pass.
func TestCheck_Valid(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/valid/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("Glob = %v, %v, want samples", files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			check := blockkit.CheckMessage
			if strings.HasPrefix(filepath.Base(file), "view_") {
				check = blockkit.CheckView
			}
			if diff := cmp.Diff([]blockkit.Problem(nil), check(raw)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
		})
	}
}

func TestProblem_String(t *testing.T) {
	t.Parallel()
	got := blockkit.CheckMessage(block(`{"type":"section","text":{"type":"plain_text","text":""}}`))
	want := "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"
	if len(got) != 1 || got[0].String() != want {
		t.Errorf("CheckMessage = %v, want %q alone", got, want)
	}
}

// TestCheckBlocks checks that blocks alone are checked like those in a message.
func TestCheckBlocks(t *testing.T) {
	t.Parallel()
	bad := `[{"type":"divider"},{"type":"header","text":{"type":"mrkdwn","text":"x"}}]`
	want := []blockkit.Problem{{
		Pointer: "/blocks/1/text/type", Rule: blockkit.RulePlace,
		Message: "mrkdwn is not allowed here, must be plain_text",
	}}
	if diff := cmp.Diff(want, blockkit.CheckBlocks([]byte(bad))); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if got := blockkit.CheckBlocks([]byte(`{}`)); len(got) != 1 || got[0].Rule != blockkit.RuleKind {
		t.Errorf("CheckBlocks({}) = %v, want one problem of kind", got)
	}
}

// TestCheck_CountsCodePoints has a header of 150 characters in 600 bytes.
func TestCheck_CountsCodePoints(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"😀", "会", "é"} {
		ok := block(`{"type":"header","text":{"type":"plain_text","text":"` + strings.Repeat(s, 150) + `"}}`)
		if got := blockkit.CheckMessage(ok); got != nil {
			t.Errorf("CheckMessage(150 %s) = %v, want nil", s, got)
		}
		long := block(`{"type":"header","text":{"type":"plain_text","text":"` + strings.Repeat(s, 151) + `"}}`)
		if got := blockkit.CheckMessage(long); len(got) != 1 || got[0].Rule != blockkit.RuleLength {
			t.Errorf("CheckMessage(151 %s) = %v, want one problem of length", s, got)
		}
	}
}

// TestCheck_LimitsProblems checks a body with ten thousand problems.
func TestCheck_LimitsProblems(t *testing.T) {
	t.Parallel()
	got := blockkit.CheckMessage([]byte(`{"blocks":[` + strings.Repeat(`1,`, 10000) + `1]}`))
	if len(got) != 100 {
		t.Errorf("len(CheckMessage) = %d, want 100", len(got))
	}
}

func TestAdviseMessage(t *testing.T) {
	t.Parallel()
	button := `{"type":"button","style":"primary","text":{"type":"plain_text","text":"` + strings.Repeat("x", 31) + `"}}`
	raw := []byte(`{"blocks":[{"type":"actions","elements":[` + button + `,` + button + `]},
		{"type":"section","text":{"type":"plain_text","text":"x"},"accessory":` + button + `}]}`)
	want := []string{"/text", "/blocks/0/elements/0/text", "/blocks/0/elements/1/style", "/blocks/0/elements/1/text", "/blocks/1/accessory/text"}
	var got []string
	for _, p := range blockkit.AdviseMessage(raw) {
		got = append(got, p.Pointer)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("advice (-want +got):\n%s", diff)
	}
	if got := blockkit.CheckMessage(raw); got != nil {
		t.Errorf("CheckMessage = %v, want nil: advice is not an error", got)
	}
	if got := blockkit.AdviseMessage([]byte(`{"text":"` + strings.Repeat("x", 4001) + `"}`)); len(got) != 1 {
		t.Errorf("AdviseMessage(4001 characters) = %v, want one", got)
	}
	if got := blockkit.AdviseMessage([]byte(`[`)); got != nil {
		t.Errorf("AdviseMessage(garbage) = %v, want nil", got)
	}
}

// FuzzCheck makes sure that nothing panics, that reports are bounded and that
// every pointer starts where the checked thing is.
func FuzzCheck(f *testing.F) {
	files, _ := filepath.Glob("testdata/valid/*.json")
	for _, file := range files {
		if raw, err := os.ReadFile(file); err == nil {
			f.Add(raw)
		}
	}
	for _, s := range invalidMessages() {
		f.Add(s.raw)
	}
	for _, s := range invalidViews() {
		f.Add(s.raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for prefix, got := range map[string][]blockkit.Problem{
			"":        blockkit.CheckMessage(raw),
			"/blocks": blockkit.CheckBlocks(raw),
			"/view":   blockkit.CheckView(raw),
		} {
			if len(got) > 100 {
				t.Errorf("%d problems, want at most 100", len(got))
			}
			if !json.Valid(raw) && len(got) == 0 {
				t.Errorf("no problem with invalid JSON %q", raw)
			}
			for _, p := range got {
				if p.Rule != blockkit.RuleJSON && !strings.HasPrefix(p.Pointer, prefix) {
					t.Errorf("pointer %q, want prefix %q", p.Pointer, prefix)
				}
				if p.Rule == "" || p.Message == "" {
					t.Errorf("%+v lacks a rule or a message", p)
				}
			}
		}
		_ = blockkit.AdviseMessage(raw)
	})
}
