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
)

// ownerOnly is the mode of a file that holds secrets.
const ownerOnly fs.FileMode = 0o600

// envDocument is an .env file that is changed line by line: comments, order and what
// is not ours stay.
type envDocument struct {
	path    string
	content []byte // as it was read
	lines   []string
	changed bool
	mode    fs.FileMode // 0 where there is no such file
}

// readEnvDocument reads a file, which need not exist. The error names every line that
// cannot be read, and quotes none.
func readEnvDocument(path string) (*envDocument, error) {
	content, err := readEnvFile(path)
	if err != nil {
		return nil, err
	}
	_, wrong := parseEnvFile(content)
	var faults []error
	for _, f := range wrong {
		faults = append(faults, fmt.Errorf("%s, %w", path, f))
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	d := &envDocument{path: path, content: content}
	if len(content) > 0 {
		d.lines = strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	}
	if info, err := os.Stat(path); err == nil {
		d.mode = info.Mode().Perm()
	}
	return d, nil
}

// openToOthers reports whether other people on this machine may read or change the
// file.
func (d *envDocument) openToOthers() bool { return openMode(d.mode) }

// get returns the value of a variable, "" for none. The last line of a name wins.
func (d *envDocument) get(name string) string {
	if i := d.lineOf(name); i >= 0 {
		pair, _ := parseEnvLine(d.plain(i))
		return pair.value
	}
	return ""
}

// lineOf is the line that sets a variable, -1 for none.
func (d *envDocument) lineOf(name string) int {
	for i := range slices.Backward(d.lines) {
		if pair, _ := parseEnvLine(d.plain(i)); pair.name == name {
			return i
		}
	}
	return -1
}

// plain is a line without what an editor added to it.
func (d *envDocument) plain(i int) string {
	return strings.TrimPrefix(strings.TrimSuffix(d.lines[i], "\r"), "\ufeff")
}

// set gives a variable a value, in its line or in a new one at the end.
func (d *envDocument) set(name, value string) error {
	written, err := writeEnvValue(value)
	if err != nil {
		return fmt.Errorf("%s %w", name, err)
	}
	d.changed = true
	i := d.lineOf(name)
	if i < 0 {
		d.lines = append(d.lines, name+"="+written)
	} else {
		before, rest, _ := strings.Cut(d.lines[i], "=")
		d.lines[i] = before + "=" + written + lineComment(rest)
	}
	d.endLinesAlike()
	return nil
}

// endLinesAlike ends every line as the first one ends: with Windows' line break, or
// without.
func (d *envDocument) endLinesAlike() {
	ending := ""
	if strings.HasSuffix(d.lines[0], "\r") {
		ending = "\r"
	}
	for i, line := range d.lines {
		d.lines[i] = strings.TrimSuffix(line, "\r") + ending
	}
}

// lineComment is the comment after a value, with the blanks before it, "" for none.
func lineComment(rest string) string {
	trimmed := strings.TrimSpace(rest)
	if trimmed == "" || trimmed[0] != '\'' && trimmed[0] != '"' {
		start := commentStart(rest)
		return rest[len(strings.TrimRight(rest[:start], " \t\r")):start] + rest[start:]
	}
	_, after, _ := strings.Cut(trimmed[1:], trimmed[:1])
	return strings.TrimRight(after, " \t")
}

// plainEnvValue is a value that every program reads the same without quotes.
var plainEnvValue = regexp.MustCompile(`^[A-Za-z0-9_./:@%+,=~-]*$`)

// writeEnvValue writes a value so that parseEnvLine reads it again. Where it has to,
// it quotes: single quotes mean the same to other programs.
func writeEnvValue(value string) (string, error) {
	candidates := []string{"'" + value + "'", value, `"` + value + `"`}
	if plainEnvValue.MatchString(value) {
		candidates = []string{value}
	}
	for _, written := range candidates {
		read, problem := parseEnvLine("NAME=" + written)
		if problem == "" && read.value == value && !strings.ContainsAny(value, "\r\n") {
			return written, nil
		}
	}
	return "", errors.New("has a mixture of characters that a file .env cannot hold: set it in the environment")
}

// save replaces the file with what the document says, for its owner alone. Whoever
// reads the file meanwhile, or whatever fails, finds the old one or the new one.
func (d *envDocument) save() error {
	now, err := readEnvFile(d.path)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, d.content) {
		return fmt.Errorf("%s was changed by somebody else meanwhile and is left as it is: run this again", d.path)
	}
	content := strings.Join(d.lines, "\n") + "\n"
	if err := replaceFile(d.target(), []byte(content)); err != nil {
		return fmt.Errorf("%s cannot be written: %w", d.path, err)
	}
	d.content, d.mode, d.changed = []byte(content), ownerOnly, false
	return nil
}

// target is the file that is written: that of a link is the one it leads to.
func (d *envDocument) target() string {
	if linked, err := filepath.EvalSymlinks(d.path); err == nil {
		return linked
	}
	return d.path
}

// writable says why the file could not be replaced, nil where it can be.
func (d *envDocument) writable() error {
	file, err := os.CreateTemp(filepath.Dir(d.target()), ".env.*")
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", d.path, whatFailed(err))
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// replaceFile puts a new file in the place of another one, in one step.
func replaceFile(path string, content []byte) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".env.*") // with mode 0600
	if err != nil {
		return whatFailed(err)
	}
	defer func() {
		if err != nil {
			err = whatFailed(err)
			_ = file.Close()
			_ = os.Remove(file.Name())
		}
	}()
	if err := file.Chmod(ownerOnly); err != nil {
		return err
	}
	if err := keepOwner(file, path); err != nil {
		return err
	}
	if _, err := file.Write(content); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
