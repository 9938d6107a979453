package main

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// changed writes .env, sets variables in it, and returns what it is then.
func changed(t *testing.T, content string, pairs ...envPair) string {
	t.Helper()
	writeEnvFile(t, content, 0o600)
	d, err := readEnvDocument(".env")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pairs {
		if err := d.set(p.name, p.value); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.save(); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(".env")
	if err != nil {
		t.Fatal(err)
	}
	return string(after)
}

func TestEnvDocumentKeepsWhatIsThere(t *testing.T) {
	tests := []struct {
		name, before string
		set          []envPair
		want         string
	}{
		{"nothing yet", "", []envPair{{"A", "1"}, {"B", "2"}}, "A=1\nB=2\n"},
		{"comments, order, other programs' variables", "# a\n\nX=$HOME\nA=1\n# b\n", []envPair{{"A", "2"}, {"B", "3"}}, "# a\n\nX=$HOME\nA=2\n# b\nB=3\n"},
		{"export and a comment", "  export A = 'old' # why\nB=1", []envPair{{"A", "new"}}, "  export A =new # why\nB=1\n"},
		{"a comment without quotes", "A=old  # why\n", []envPair{{"A", "new"}}, "A=new  # why\n"},
		{"an empty value", "A=\nB=\n", []envPair{{"A", "1"}}, "A=1\nB=\n"},
		{"a value that has to be quoted", "A=1\n", []envPair{{"A", "a#b $c"}}, "A='a#b $c'\n"},
		{"the last line of a name wins", "A=1\nA=2\n", []envPair{{"A", "3"}}, "A=1\nA=3\n"},
		{"Windows with comments", "# a\r\nexport A=\"1\" # one\r\nB=2 # two", []envPair{{"A", "3"}, {"B", "4"}, {"C", "5"}}, "# a\r\nexport A=3 # one\r\nB=4 # two\r\nC=5\r\n"},
		{"Windows", "\ufeffA=1\r\nB='2'\r\n", []envPair{{"A", "3"}, {"B", "4"}, {"C", "5"}}, "\ufeffA=3\r\nB=4\r\nC=5\r\n"},
		{"a name in a comment", "# A=1\n", []envPair{{"A", "2"}}, "# A=1\nA=2\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if diff := cmp.Diff(tt.want, changed(t, tt.before, tt.set...)); diff != "" {
				t.Errorf(".env (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEnvDocumentRefusesWhatCannotBeWritten(t *testing.T) {
	t.Parallel()
	for _, value := range []string{`'"\ `, "a\nb", " \" ' # "} {
		if written, err := writeEnvValue(value); err == nil || strings.Contains(err.Error(), value) {
			t.Errorf("writeEnvValue(%q) = %q, %v, want an error that does not quote it", value, written, err)
		}
	}
}

// TestEnvDocumentLeavesWhatOthersChanged checks that nothing is lost to two who write.
func TestEnvDocumentLeavesWhatOthersChanged(t *testing.T) {
	t.Chdir(t.TempDir())
	writeEnvFile(t, "A=1\n", 0o600)
	d, err := readEnvDocument(".env")
	if err != nil {
		t.Fatal(err)
	}
	writeEnvFile(t, "A=2\n", 0o600)
	if err := d.set("A", "3"); err != nil {
		t.Fatal(err)
	}
	if err := d.save(); err == nil || !strings.Contains(err.Error(), "was changed by somebody else") {
		t.Errorf("save() = %v", err)
	}
	if content, err := os.ReadFile(".env"); err != nil || string(content) != "A=2\n" {
		t.Errorf(".env is %q, %v", content, err)
	}
}

// TestEnvDocumentFollowsALink checks that the file behind a link is written, and the
// link stays.
func TestEnvDocumentFollowsALink(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("secrets", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("secrets", ".env"); err != nil {
		t.Fatal(err)
	}
	changed(t, "A=1\n", envPair{"A", "2"})
	if content, err := os.ReadFile("secrets"); err != nil || string(content) != "A=2\n" || !isLink(".env") {
		t.Errorf("the file behind the link is %q, %v; .env is a link: %v", content, err, isLink(".env"))
	}
}

func FuzzEnvValue(f *testing.F) {
	for _, seed := range []string{"xoxb-1$27", `a\b"c # d`, "${A}", " blanks ", "#", `"`, "it's"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		written, err := writeEnvValue(value)
		if err != nil {
			return
		}
		pairs, faults := parseEnvFile([]byte("NAME=" + written))
		if len(faults) > 0 || len(pairs) != 1 || pairs[0].value != value {
			t.Errorf("%q is written as %q and read as %v, %v", value, written, pairs, faults)
		}
	})
}
