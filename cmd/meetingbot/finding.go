package main

import (
	"fmt"
	"io"
	"strings"
)

// verdict is what came of a check.
type verdict string

// The verdicts, as doctor prints them.
const (
	passed    verdict = "ok  " // checked, and right
	failed    verdict = "FAIL" // checked, and to be fixed
	unchecked verdict = "skip" // not checked; the result says why
)

// finding is what a check has found. doctor prints it, and serve logs it.
type finding struct {
	check   string // what was checked
	verdict verdict
	result  string // what was found, or why nothing was; of a check that passed it may name people
	fix     string // what to do about it, "" where the result says it
}

// notChecked is a finding about what could not be checked.
func notChecked(check, why string) finding {
	return finding{check: check, verdict: unchecked, result: why}
}

func (f finding) String() string {
	line := string(f.verdict) + " " + f.check + ": "
	if f.verdict == unchecked {
		line += "not checked: "
	}
	line += strings.TrimSuffix(f.result, ".")
	if f.fix != "" {
		line += ". " + f.fix
	}
	return strings.ReplaceAll(line, "\n", "; ")
}

func printFindings(w io.Writer, findings []finding) error {
	for _, f := range findings {
		if _, err := fmt.Fprintln(w, f); err != nil {
			return err
		}
	}
	return nil
}

// count is how many findings have a verdict.
func count(findings []finding, v verdict) int {
	n := 0
	for _, f := range findings {
		if f.verdict == v {
			n++
		}
	}
	return n
}
