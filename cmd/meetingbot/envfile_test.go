package main

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEnvFileValuesAreLiteral(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, line, value string }{
		{"plain", `NAME=value`, "value"},
		{"a dollar and digits", `NAME=xoxb-1$27`, "xoxb-1$27"},
		{"a dollar and a name", `NAME=a$HOME`, "a$HOME"},
		{"a dollar in double quotes", `NAME="a$HOME"`, "a$HOME"},
		{"a dollar in single quotes", `NAME='a${HOME}$(id)'`, "a${HOME}$(id)"},
		{"a dollar at the end", `NAME=a$`, "a$"},
		{"a number sign", `NAME=a#b`, "a#b"},
		{"a number sign at the beginning", `NAME=#a`, "#a"},
		{"a backslash", `NAME=a\nb`, `a\nb`},
		{"a backslash in single quotes", `NAME='a\'`, `a\`},
		{"an equals sign", `NAME=a=b==`, "a=b=="},
		{"a backtick", "NAME=a`b", "a`b"},
		{"quotation marks inside", `NAME=a"b'c`, `a"b'c`},
		{"the other quotation mark", `NAME="it's"`, "it's"},
		{"nothing", `NAME=`, ""},
		{"nothing in quotes", `NAME=""`, ""},
		{"blanks around", "  NAME = a b\t", "a b"},
		{"blanks in quotes", `NAME=' a '`, " a "},
		{"a comment", `NAME=a # b # c`, "a"},
		{"only a comment", `NAME= # b`, ""},
		{"a comment after quotes", `NAME='a # b' # c`, "a # b"},
		{"export", `export NAME=a`, "a"},
		{"Chinese", `NAME=预算`, "预算"},
		{"CRLF", "NAME=a\r", "a"},
		{"CRLF after quotes", "NAME='a'\r", "a"},
		{"byte order mark", "\ufeffNAME=a", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pairs, faults := parseEnvFile([]byte("# comment\n\n" + tt.line + "\n"))
			if strings.HasPrefix(tt.line, "\ufeff") { // the mark is at the very beginning
				pairs, faults = parseEnvFile([]byte(tt.line))
			}
			if len(faults) != 0 || !slices.Equal(pairs, []envPair{{"NAME", tt.value}}) {
				t.Errorf("parseEnvFile(%q) = %q, %v, want %q", tt.line, pairs, faults, tt.value)
			}
		})
	}
}

func TestEnvFileFaultsNameTheLine(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, line, want string }{
		{"no equals sign", "SLACK_BOT_TOKEN xoxb-s3cret", "line 2: has no =: write NAME=value"},
		{"a colon", "SLACK_BOT_TOKEN: xoxb-s3cret", "line 2: has no ="},
		{"no name", "=s3cret", "line 2: has no name"},
		{"a value as name", "s3cret/+=x", "line 2: has no name"},
		{"an open quote", "A='s3cret", "line 2: has a quotation mark that is not closed"},
		{"an open double quote", `A="s3cret`, "line 2: has a quotation mark that is not closed"},
		{"text after the quote", "A='s3'cret", "line 2: goes on after the closing quotation mark"},
		{"a variable", "A=s3cret${HOME}", "line 2: has ${ or $("},
		{"a variable in double quotes", `A="s3cret${HOME}"`, "line 2: has ${ or $("},
		{"a command", "A=$(cat s3cret)", "line 2: has ${ or $("},
		{"an escape", `A="s3cret\n"`, "line 2: has a backslash in double quotes"},
		{"UTF-16", "A\x00=\x00s3cret", "line 2: is not UTF-8 text"},
		{"Latin-1", "A=s3cret\xe9", "line 2: is not UTF-8 text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, faults := parseEnvFile([]byte("GOOD=1\n" + tt.line + "\nALSO=2\n"))
			if len(faults) != 1 || !strings.HasPrefix(faults[0].Error(), tt.want) || strings.Contains(faults[0].Error(), "s3") {
				t.Errorf("parseEnvFile with %q = %v, want only %q and nothing of the line", tt.line, faults, tt.want)
			}
		})
	}
}

func TestEnvFileInUTF16(t *testing.T) {
	t.Parallel()
	_, faults := parseEnvFile([]byte("\xff\xfeA\x00=\x001\x00\n\x00B\x00"))
	if len(faults) != 1 || faults[0].Error() != "line 1: begins a file in UTF-16: save it as UTF-8" {
		t.Errorf("parseEnvFile of UTF-16 = %v, want one fault", faults)
	}
}

func TestEnvFileFaultsAllAtOnce(t *testing.T) {
	t.Chdir(t.TempDir())
	writeEnvFile(t, "A\nB=1\n'C'=2\n", 0o600)
	err := readEnvFiles()
	for _, want := range []string{".env, line 1: ", ".env, line 3: "} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("readEnvFiles() = %v, want %q in it", err, want)
		}
	}
}

// writeEnvFile writes .env in the working directory.
func writeEnvFile(t *testing.T, content string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(".env", []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

func TestEnvFileThatCannotBeRead(t *testing.T) {
	tests := []struct {
		name string
		make func() error
		want string
	}{
		{"a directory", func() error { return os.Mkdir(".env", 0o700) }, "/.env cannot be read: is a directory"},
		{"a link to nothing", func() error { return os.Symlink("nowhere", ".env") }, "/.env is a link to a file that does not exist"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := tt.make(); err != nil {
				t.Fatal(err)
			}
			if err := readEnvFiles(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("readEnvFiles() = %v, want %q in it", err, tt.want)
			}
		})
	}
}

func TestEnvFileThatIsNotThere(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := readEnvFiles(); err != nil {
		t.Errorf("readEnvFiles() without a file = %v, want nil", err)
	}
}

func FuzzEnvFile(f *testing.F) {
	for _, seed := range []string{"A=1", "export A='x'#", "A=\"\\\"", "\ufeffA= #", "A=$\r\nB"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		pairs, faults := parseEnvFile(content)
		for _, p := range pairs {
			if !envName.MatchString(p.name) || strings.ContainsAny(p.value, "\n\x00") {
				t.Errorf("parseEnvFile(%q) gives %q", content, p)
			}
		}
		for _, fault := range faults {
			if fault.line < 1 || fault.line > strings.Count(string(content), "\n")+1 || fault.problem == "" {
				t.Errorf("parseEnvFile(%q) has the fault %+v", content, fault)
			}
		}
	})
}

// TestEnvFileRoundTrip checks that what a shell quotes is read as it was.
func TestEnvFileRoundTrip(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"xoxb-1$27", `a\b"c # d`, "${A}", " blanks ", "#", `"`} {
		pairs, faults := parseEnvFile([]byte("NAME='" + value + "'"))
		if diff := cmp.Diff([]envPair{{"NAME", value}}, pairs, cmp.AllowUnexported(envPair{})); diff != "" || len(faults) > 0 {
			t.Errorf("faults %v, values (-want +got):\n%s", errors.Join(asErrors(faults)...), diff)
		}
	}
}

func asErrors(faults []lineFault) []error {
	errs := make([]error, len(faults))
	for i, f := range faults {
		errs[i] = f
	}
	return errs
}
