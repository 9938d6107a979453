package sdktest_test

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"meetingbot/internal/secret"
)

// comparison is a walk through what the SDK understood, beside what we did.
type comparison struct {
	values int             // that both had
	filled map[string]bool // the SDK's fields that held something, by path
}

func newComparison() *comparison { return &comparison{filled: map[string]bool{}} }

// compare goes through every field of the SDK's answer and looks for ours of
// the same JSON name.
func (c *comparison) compare(t *testing.T, id string, theirs, ours any) {
	t.Helper()
	c.walk(t, id, "", reflect.ValueOf(theirs), reflect.ValueOf(ours))
}

// walk compares two values of one path.
func (c *comparison) walk(t *testing.T, id, path string, theirs, ours reflect.Value) {
	t.Helper()
	ours = follow(ours)
	theirs = follow(theirs)
	switch {
	case !theirs.IsValid():
		if ours.IsValid() && !ours.IsZero() {
			t.Errorf("%s%s: the SDK has nothing, we have %v", id, path, plain(ours))
		}
	case !ours.IsValid():
		t.Errorf("%s%s: the SDK has %v, we have nothing", id, path, plain(theirs))
	case theirs.Kind() == reflect.Struct && ours.Kind() == reflect.Struct:
		c.fields(t, id, path, theirs, ours)
	case theirs.Kind() == reflect.Slice:
		c.list(t, id, path, theirs, ours)
	default:
		c.values++
		if a, b := plain(theirs), plain(ours); !same(a, b, ours) {
			t.Errorf("%s%s: the SDK has %q, we have %q", id, path, a, b)
		}
	}
}

// fields compares two structs by the JSON names of the SDK's.
func (c *comparison) fields(t *testing.T, id, path string, theirs, ours reflect.Value) {
	t.Helper()
	mine := byName(ours)
	for name, field := range byName(theirs) {
		at := path + "." + name
		match, ok := mine[name]
		if !ok {
			t.Errorf("%s%s: the SDK knows this field, we do not", id, at)
			continue
		}
		if follow(field).IsValid() {
			c.filled[at] = true
		}
		c.walk(t, id, at, field, match)
	}
}

// list compares two lists one by one.
func (c *comparison) list(t *testing.T, id, path string, theirs, ours reflect.Value) {
	t.Helper()
	if ours.Kind() != reflect.Slice || theirs.Len() != ours.Len() {
		t.Errorf("%s%s: the SDK has a list of %d, we have %v", id, path, theirs.Len(), plain(ours))
		return
	}
	for i := range theirs.Len() {
		c.walk(t, id, path+"[]", theirs.Index(i), ours.Index(i))
	}
}

// complete fails for every field of the SDK's model that no answer filled:
// what was never there was never compared. The model has so many fields.
func (c *comparison) complete(t *testing.T, root any, fields int) {
	t.Helper()
	c.check(t, "", reflect.TypeOf(root))
	if len(c.filled) < fields {
		t.Errorf("%d fields compared, want the SDK's %d and more", len(c.filled), fields)
	}
}

// check looks for fields that were never filled, in a type and all below it.
func (c *comparison) check(t *testing.T, path string, typ reflect.Type) {
	t.Helper()
	switch typ.Kind() {
	case reflect.Pointer:
		c.check(t, path, typ.Elem())
	case reflect.Slice:
		c.check(t, path+"[]", typ.Elem())
	case reflect.Struct:
		for field := range typ.Fields() {
			name := jsonName(field)
			if name == "" {
				continue
			}
			if !c.filled[path+"."+name] {
				t.Errorf("%s.%s was never filled, so never compared", path, name)
			}
			c.check(t, path+"."+name, field.Type)
		}
	default:
	}
}

// byName returns a struct's fields by their JSON names.
func byName(v reflect.Value) map[string]reflect.Value {
	fields := map[string]reflect.Value{}
	for i := range v.NumField() {
		if name := jsonName(v.Type().Field(i)); name != "" {
			fields[name] = v.Field(i)
		}
	}
	return fields
}

// jsonName is a field's name in JSON, "" for one that has none.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	return name
}

// follow goes to where pointers point; a nil one is no value.
func follow(v reflect.Value) reflect.Value {
	for v.IsValid() && v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	return v
}

// plain is a scalar as text: a secret in clear, an enumeration by its value.
func plain(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case secret.Secret:
		return x.Reveal()
	case interface{ Value() string }:
		return x.Value()
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprint(v.Interface())
}

// same compares scalars. Where ours is a boolean, the SDK may have 0 or 1.
func same(theirs, ours string, v reflect.Value) bool {
	if v.Kind() == reflect.Bool && (theirs == "0" || theirs == "1") {
		theirs = strconv.FormatBool(theirs == "1")
	}
	return theirs == ours
}
