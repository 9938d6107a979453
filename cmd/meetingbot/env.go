package main

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kelseyhightower/envconfig"

	"meetingbot/internal/secret"
)

// readEnv fills groups of the configuration from the environment and
// validates them. The error names every variable to fix, in the order of the
// configuration, and no secret.
func readEnv(groups ...group) error {
	if err := readEnvFiles(); err != nil {
		return usageError{err}
	}
	var faults []error
	for _, g := range groups {
		faults = append(faults, readGroup(g)...)
	}
	if len(faults) > 0 {
		return usageError{errors.Join(faults...)}
	}
	return nil
}

// readGroup returns what is wrong with the variables of a group, one error each. A
// variable that cannot be read is not judged by what it means.
func readGroup(g group) []error {
	fields := reflect.ValueOf(g).Elem()
	faults := make(map[string]error)
	for field := range fields.Type().Fields() {
		v := variable{field}
		if problem := v.read(fields.FieldByIndex(field.Index)); problem != "" {
			faults[v.name()] = errors.New(v.name() + " " + problem)
		}
	}
	for _, err := range g.validate() {
		name := variableOf(err)
		if faults[name] == nil {
			faults[name] = err
		}
	}
	return inOrder(g, faults)
}

// inOrder puts faults in the order of the group's fields.
func inOrder(g group, faults map[string]error) []error {
	var ordered []error
	for field := range reflect.TypeOf(g).Elem().Fields() {
		v := variable{field}
		if err := faults[v.name()]; err != nil {
			ordered = append(ordered, v.discreet(err))
		}
	}
	return ordered
}

// variableOf is the variable that a fault begins with.
func variableOf(fault error) string {
	name, _, _ := strings.Cut(fault.Error(), " ")
	return strings.TrimSuffix(name, ":")
}

// variable is a field of the configuration that is read from the environment.
type variable struct{ reflect.StructField }

func (v variable) name() string { return v.Tag.Get("envconfig") }

// read fills the field and says what is wrong with the value, "" for nothing.
func (v variable) read(field reflect.Value) string {
	value := os.Getenv(v.name())
	if strings.TrimSpace(value) == "" {
		// envconfig accepts an empty value of a variable that is required.
		if v.required() {
			return missingFault(v.name())
		}
	} else if problem := v.writingFault(value); problem != "" {
		return problem
	}
	// One field at a time: envconfig stops at the first fault of a struct.
	one := reflect.New(reflect.StructOf([]reflect.StructField{v.StructField}))
	if err := envconfig.Process("", one.Interface()); err != nil {
		return fmt.Sprintf("must be %s, got %q", v.Tag.Get("want"), value)
	}
	field.Set(one.Elem().Field(0))
	return ""
}

// required reports whether the variable must be set: always, or unless another one is
// that stands for it.
func (v variable) required() bool {
	other := v.Tag.Get("unless")
	return v.Tag.Get("required") == "true" || other != "" && strings.TrimSpace(os.Getenv(other)) == ""
}

// missingFault is what is wrong with a variable that must be set and is not.
func missingFault(name string) string {
	if _, set := os.LookupEnv(name); set {
		return "must be set, and is empty in the environment or in .env"
	}
	return "must be set"
}

func (v variable) writingFault(value string) string {
	problem := writingFault(value, v.Type.Kind() == reflect.Slice)
	if problem == "" && v.Tag.Get("word") == "true" {
		problem = wordFault(value)
	}
	return problem
}

// maxShown is how long a value may be that an error repeats. A longer one may be a
// secret in the wrong variable.
const maxShown = 20

// discreet takes the quoted value out of a fault, unless it is short and no secret.
func (v variable) discreet(fault error) error {
	value := os.Getenv(v.name())
	if v.Type != reflect.TypeFor[secret.Secret]() && utf8.RuneCountInString(value) <= maxShown {
		return fault
	}
	return errors.New(strings.ReplaceAll(fault.Error(), strconv.Quote(value), length(value)))
}

// variables lists the names of a group's variables.
func variables(g group) []string {
	var names []string
	for field := range reflect.TypeOf(g).Elem().Fields() {
		names = append(names, field.Tag.Get("envconfig"))
	}
	return names
}

// unknownVariables lists the variables that begin like ours and are not ours: a
// mistyped name would otherwise silently leave the default in force.
func unknownVariables(environ []string) []string {
	known := map[string]bool{}
	for _, g := range new(config).groups() {
		for _, name := range variables(g) {
			known[name] = true
		}
	}
	var names []string
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		ours := strings.HasPrefix(name, "MEETING_") || strings.HasPrefix(name, "SLACK_")
		if ours && !known[name] && !serviceLink.MatchString(name) {
			names = append(names, name)
		}
	}
	return names
}

// serviceLink is a variable that Kubernetes sets for a service, here one that is
// called meeting or slack.
var serviceLink = regexp.MustCompile(`_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_[A-Z]+)?)?)$`)
