package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// readEnvFiles reads .env beside the binary and in the working directory. The
// environment wins over both files, and the first file over the second. The error
// names the file and every line to fix, and quotes neither.
func readEnvFiles() error {
	var faults []error
	for _, path := range envPaths() {
		content, err := readEnvFile(path)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		pairs, wrong := parseEnvFile(content)
		for _, f := range wrong {
			faults = append(faults, fmt.Errorf("%s, %w", path, f))
		}
		for _, p := range slices.Backward(pairs) { // the last line of a name wins, as in a shell
			if _, set := os.LookupEnv(p.name); set {
				continue
			}
			if err := os.Setenv(p.name, p.value); err != nil {
				return fmt.Errorf("set %s of %s: %w", p.name, path, err)
			}
		}
	}
	return errors.Join(faults...)
}

// envPaths are the files to read, in order.
func envPaths() []string {
	var paths []string
	if binary, err := os.Executable(); err == nil {
		paths = append(paths, filepath.Join(filepath.Dir(binary), ".env"))
	}
	here := ".env" // not absolute where the working directory is gone, or may not be entered
	if path, err := filepath.Abs(here); err == nil {
		here = path
	}
	return slices.Compact(append(paths, here))
}

// readEnvFile returns the content of a file, none if there is no such file.
func readEnvFile(path string) ([]byte, error) {
	content, err := os.ReadFile(path) //nolint:gosec // one of two fixed places
	switch {
	case err == nil:
		return content, nil
	case errors.Is(err, fs.ErrNotExist) && !isLink(path):
		return nil, nil
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s is a link to a file that does not exist", path)
	case errors.Is(err, fs.ErrPermission):
		return nil, noPermission(path)
	default:
		return nil, fmt.Errorf("%s cannot be read: %w", path, whatFailed(err))
	}
}

// noPermission tells a file that may not be read from a directory in which no
// file can be looked for.
func noPermission(path string) error {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrPermission) {
		place := "the directory " + filepath.Dir(path)
		if !filepath.IsAbs(path) {
			place = "the working directory"
		}
		return fmt.Errorf("%s cannot be searched for a file .env: the user who runs meetingbot has no permission; "+
			"start it in another directory, or permit that user to enter this one", place)
	}
	return fmt.Errorf("%s cannot be read: the user who runs meetingbot has no permission", path)
}

func isLink(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

// whatFailed is the cause of an error about a file, without the name of the file.
func whatFailed(err error) error {
	if about, ok := errors.AsType[*fs.PathError](err); ok {
		return about.Err
	}
	return err
}

// envPair is one line of an .env file.
type envPair struct{ name, value string }

// lineFault is what is wrong with a line. It quotes nothing of it, for the line may
// hold a secret.
type lineFault struct {
	line    int
	problem string
}

func (f lineFault) Error() string { return fmt.Sprintf("line %d: %s", f.line, f.problem) }

// parseEnvFile reads lines of NAME=value. A value is what is written there, without
// the blanks around it and without a comment, which begins with a # after a blank.
// In quotes, of either sort, it may also have these. Nothing in it is replaced: a
// secret may hold any character. A line that other programs would read as something
// else is a fault: ${NAME}, $(command), and a backslash in double quotes.
func parseEnvFile(content []byte) ([]envPair, []lineFault) {
	if bytes.HasPrefix(content, []byte("\xff\xfe")) || bytes.HasPrefix(content, []byte("\xfe\xff")) {
		return nil, []lineFault{{1, "begins a file in UTF-16: save it as UTF-8"}}
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff")) // Windows editors write it
	var pairs []envPair
	var faults []lineFault
	for i, line := range strings.Split(string(content), "\n") {
		pair, problem := parseEnvLine(strings.TrimSuffix(line, "\r"))
		switch {
		case problem != "":
			faults = append(faults, lineFault{i + 1, problem})
		case pair.name != "":
			pairs = append(pairs, pair)
		}
	}
	return pairs, faults
}

// parseEnvLine reads one line. An empty line and a comment have no name.
func parseEnvLine(line string) (pair envPair, problem string) {
	if !utf8.ValidString(line) || strings.ContainsRune(line, 0) {
		return envPair{}, "is not UTF-8 text: save the file as UTF-8"
	}
	line = strings.TrimSpace(line)
	if line == "" || line[0] == '#' {
		return envPair{}, ""
	}
	name, rest, found := strings.Cut(line, "=")
	if !found {
		return envPair{}, "has no =: write NAME=value"
	}
	name = strings.TrimSpace(name)
	if after, ok := strings.CutPrefix(name, "export "); ok {
		name = strings.TrimSpace(after)
	}
	if !envName.MatchString(name) {
		return envPair{}, "has no name of a variable before its =: write NAME=value"
	}
	value, problem := parseEnvValue(rest)
	return envPair{name, value}, problem
}

// envName is the name of a variable, ours or that of another program.
var envName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

// parseEnvValue reads what follows the =.
func parseEnvValue(rest string) (value, problem string) {
	trimmed := strings.TrimSpace(rest)
	if trimmed != "" && (trimmed[0] == '\'' || trimmed[0] == '"') {
		return parseQuoted(trimmed)
	}
	value = strings.TrimSpace(rest[:commentStart(rest)])
	return value, ambiguity(value)
}

// commentStart is where the comment begins, or the end if there is none.
func commentStart(rest string) int {
	blank := false
	for i, r := range rest {
		if r == '#' && blank {
			return i
		}
		blank = unicode.IsSpace(r)
	}
	return len(rest)
}

// parseQuoted reads a value that begins with a quotation mark.
func parseQuoted(s string) (value, problem string) {
	quote := s[:1]
	value, after, closed := strings.Cut(s[1:], quote)
	if quote == `"` && strings.Contains(value, `\`) {
		return "", "has a backslash in double quotes: write the value in single quotes, in which every character stands for itself"
	}
	if !closed {
		return "", "has a quotation mark that is not closed on the same line"
	}
	if after = strings.TrimSpace(after); after != "" && after[0] != '#' {
		return "", "goes on after the closing quotation mark: put all of the value in one pair of quotes"
	}
	if quote == "'" {
		return value, ""
	}
	return value, ambiguity(value)
}

// ambiguity says why a value is not clear outside of single quotes, "" if it is.
func ambiguity(value string) string {
	if strings.Contains(value, "${") || strings.Contains(value, "$(") {
		return "has ${ or $(, and nothing is replaced in this file: write the value itself, in single quotes if it really holds these characters"
	}
	return ""
}
