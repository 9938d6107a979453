package main

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/kelseyhightower/envconfig"
)

// readEnv fills groups of the configuration from the environment and
// validates them. The error names every variable to fix and no secret.
func readEnv(groups ...group) error {
	if err := readEnvFiles(); err != nil {
		return usageError{err}
	}
	var problems []error
	for _, g := range groups {
		problems = append(problems, readGroup(g)...)
	}
	if len(problems) > 0 {
		return usageError{errors.Join(problems...)}
	}
	return nil
}

func readGroup(g group) []error {
	var problems []error
	for _, name := range variables(g, "required") {
		// envconfig stops at the first one that is unset, and accepts an
		// empty value.
		if strings.TrimSpace(os.Getenv(name)) == "" {
			problems = append(problems, fmt.Errorf("%s must be set", name))
		}
	}
	if len(problems) > 0 {
		return problems
	}
	if err := envconfig.Process("", g); err != nil {
		if parse, ok := errors.AsType[*envconfig.ParseError](err); ok {
			return []error{fmt.Errorf("%s must be a %s, got %q", parse.KeyName, parse.TypeName, parse.Value)}
		}
		return []error{err}
	}
	return g.validate()
}

// variables lists the names of a group's variables: all, or those whose
// struct tag mark is "true".
func variables(g group, mark string) []string {
	var names []string
	for field := range reflect.TypeOf(g).Elem().Fields() {
		if mark == "" || field.Tag.Get(mark) == "true" {
			names = append(names, field.Tag.Get("envconfig"))
		}
	}
	return names
}

// unknownVariables lists the variables that begin like ours and are not ours: a
// mistyped name would otherwise silently leave the default in force.
func unknownVariables(environ []string) []string {
	known := map[string]bool{}
	for _, g := range new(config).groups() {
		for _, name := range variables(g, "") {
			known[name] = true
		}
	}
	var names []string
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		ours := strings.HasPrefix(name, "MEETING_") || strings.HasPrefix(name, "SLACK_")
		if ours && !known[name] {
			names = append(names, name)
		}
	}
	return names
}
