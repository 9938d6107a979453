package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// terminal is where somebody answers questions. Answers come without the line break
// and the blanks around them. The error is io.EOF where nobody answers any more, or
// the cause for which ctx ended.
type terminal interface {
	// Line shows a prompt and returns what is typed.
	Line(ctx context.Context, prompt string) (string, error)
	// Secret does the same, and what is typed cannot be seen.
	Secret(ctx context.Context, prompt string) (string, error)
}

// console is the terminal that the program was started in.
type console struct {
	in    *os.File
	lines *bufio.Reader // of in; a terminal gives one line at a time, so that none is read ahead
	out   io.Writer
}

// errNoTerminal says that there is nobody to ask.
var errNoTerminal = errors.New("standard input is no terminal: start setup in one, " +
	"or give the answers in a file of NAME=VALUE lines, --answers FILE (or --answers - for standard input)")

// openConsole returns the terminal that in is, or errNoTerminal.
func openConsole(in *os.File, out io.Writer) (*console, error) {
	if !term.IsTerminal(int(in.Fd())) {
		return nil, errNoTerminal
	}
	return &console{in: in, lines: bufio.NewReader(in), out: out}, nil
}

// Line shows a prompt and returns what is typed.
func (c *console) Line(ctx context.Context, prompt string) (string, error) {
	_, _ = fmt.Fprint(c.out, prompt)
	return await(ctx, func() (string, error) { return c.lines.ReadString('\n') })
}

// Secret shows a prompt and returns what is typed unseen.
func (c *console) Secret(ctx context.Context, prompt string) (string, error) {
	fd := int(c.in.Fd())
	before, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("read the terminal's settings: %w", err)
	}
	defer func() { _ = term.Restore(fd, before) }() // after Ctrl-C nobody else does it
	if err := hideTyped(fd); err != nil {           // before anybody types
		return "", err
	}
	_, _ = fmt.Fprint(c.out, prompt)
	text, err := await(ctx, func() (string, error) {
		typed, err := term.ReadPassword(fd)
		return string(typed), err
	})
	_, _ = fmt.Fprintln(c.out)
	return text, err
}

// await reads until ctx ends. A terminal cannot be told to stop reading: what still
// reads then ends with the process.
func await(ctx context.Context, read func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := read()
		answers <- answer{text, err}
	}()
	select {
	case a := <-answers:
		return strings.TrimSpace(a.text), a.err
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}
