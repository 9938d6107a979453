package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
)

// readAnswers reads NAME=VALUE lines, written as in .env, from a file or, for "-",
// from standard input. The error quotes no value.
func readAnswers(path string, stdin io.Reader) (map[string]string, error) {
	var content []byte
	var err error
	if path == "-" {
		path = "standard input"
		content, err = io.ReadAll(stdin)
	} else {
		content, err = os.ReadFile(path) //nolint:gosec // the operator names the file
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, whatFailed(err))
	}
	pairs, wrong := parseEnvFile(content)
	var faults []error
	for _, f := range wrong {
		faults = append(faults, fmt.Errorf("%s, %w", path, f))
	}
	answers := make(map[string]string, len(pairs))
	for _, p := range pairs {
		if !slices.Contains(variableOrder(), p.name) {
			faults = append(faults, fmt.Errorf("%s: there is no variable %s; the README lists them", path, p.name))
		}
		answers[p.name] = p.value
	}
	return answers, errors.Join(faults...)
}

// variableOrder lists all variables in the order of the configuration.
func variableOrder() []string {
	var names []string
	for _, g := range new(config).groups() {
		names = append(names, variables(g, "")...)
	}
	return names
}

// furtherAnswers takes the answers that no step has asked for, such as
// MEETING_ACCESS=invitees, if their values are possible.
func (s *setup) furtherAnswers(context.Context) error {
	further := maps.Clone(s.answers)
	maps.DeleteFunc(further, func(name, value string) bool {
		return value == "" || s.accepted[name] != "" || slices.Contains(s.problems.unset, name) || slices.Contains(s.problems.refused, name)
	})
	for _, name := range slices.Sorted(maps.Keys(further)) {
		j := approved("")
		if err := faultOf(name, further[name]); err != nil {
			j = judgement{verdict: failed, say: err.Error(), shape: true}
			s.say("%s", j.line())
		}
		_, from := s.present(name)
		s.conclude(name, further[name], from, j)
	}
	return nil
}

// faultOf is what serve would say of a variable's value, nil for nothing. The
// environment has the value for a moment.
func faultOf(name, value string) error {
	before, set := os.LookupEnv(name)
	defer func() {
		if set {
			_ = os.Setenv(name, before)
			return
		}
		_ = os.Unsetenv(name)
	}()
	if err := os.Setenv(name, value); err != nil {
		return fmt.Errorf("%s cannot be set", name)
	}
	for _, g := range new(config).groups() {
		if !slices.Contains(variables(g, ""), name) {
			continue
		}
		for _, fault := range readGroup(g) {
			if variableOf(fault) == name {
				return fault
			}
		}
	}
	return nil
}

// wordVariableFault is what is wrong with how a word such as a token is written.
func wordVariableFault(value string) string {
	if fault := writingFault(value, false); fault != "" {
		return fault
	}
	return wordFault(value)
}
