package sdktest_test

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"meetingbot/internal/secret"
)

// comparison compares what the SDK parsed with what our client parsed.
type comparison struct {
	values int             // how many values both have
	filled map[string]bool // the SDK's fields that had a value, by path
}

func newComparison() *comparison { return &comparison{filled: map[string]bool{}} }

// compare compares every field of the SDK's response with our field of the
// same JSON name.
func (c *comparison) compare(t *testing.T, id string, theirs, ours any) {
	t.Helper()
	c.compareValues(t, id, "", reflect.ValueOf(theirs), reflect.ValueOf(ours))
}

// compareValues compares two values at one path.
func (c *comparison) compareValues(t *testing.T, id, path string, theirs, ours reflect.Value) {
	t.Helper()
	ours = dereference(ours)
	theirs = dereference(theirs)
	switch {
	case !theirs.IsValid():
		if ours.IsValid() && !ours.IsZero() {
			t.Errorf("%s%s: the SDK has nothing, our client has %v", id, path, scalarText(ours))
		}
	case !ours.IsValid():
		t.Errorf("%s%s: the SDK has %v, our client has nothing", id, path, scalarText(theirs))
	case theirs.Kind() == reflect.Struct && ours.Kind() == reflect.Struct:
		c.compareFields(t, id, path, theirs, ours)
	case theirs.Kind() == reflect.Slice:
		c.compareLists(t, id, path, theirs, ours)
	default:
		c.values++
		if a, b := scalarText(theirs), scalarText(ours); !equalText(a, b, ours) {
			t.Errorf("%s%s: the SDK has %q, our client has %q", id, path, a, b)
		}
	}
}

// compareFields compares two structs by the JSON names of the SDK's fields.
func (c *comparison) compareFields(t *testing.T, id, path string, theirs, ours reflect.Value) {
	t.Helper()
	ourFields := byName(ours)
	for name, field := range byName(theirs) {
		at := path + "." + name
		match, ok := ourFields[name]
		if !ok {
			t.Errorf("%s%s: the SDK has this field, our client does not", id, at)
			continue
		}
		if dereference(field).IsValid() {
			c.filled[at] = true
		}
		c.compareValues(t, id, at, field, match)
	}
}

// compareLists compares two lists element by element.
func (c *comparison) compareLists(t *testing.T, id, path string, theirs, ours reflect.Value) {
	t.Helper()
	if ours.Kind() != reflect.Slice || theirs.Len() != ours.Len() {
		t.Errorf("%s%s: the SDK has a list of %d, our client has %v", id, path, theirs.Len(), scalarText(ours))
		return
	}
	for i := range theirs.Len() {
		c.compareValues(t, id, path+"[]", theirs.Index(i), ours.Index(i))
	}
}

// requireComplete fails for every field of the SDK's model that had no value
// in any response, because it was never compared. The model has at least the
// given number of fields.
func (c *comparison) requireComplete(t *testing.T, root any, fields int) {
	t.Helper()
	c.checkFilled(t, "", reflect.TypeOf(root))
	if len(c.filled) < fields {
		t.Errorf("%d fields compared, want at least the SDK's %d", len(c.filled), fields)
	}
}

// checkFilled checks the fields of a type and of all types below it.
func (c *comparison) checkFilled(t *testing.T, path string, typ reflect.Type) {
	t.Helper()
	switch typ.Kind() {
	case reflect.Pointer:
		c.checkFilled(t, path, typ.Elem())
	case reflect.Slice:
		c.checkFilled(t, path+"[]", typ.Elem())
	case reflect.Struct:
		for field := range typ.Fields() {
			name := jsonName(field)
			if name == "" {
				continue
			}
			if !c.filled[path+"."+name] {
				t.Errorf("%s.%s never had a value, so it was never compared", path, name)
			}
			c.checkFilled(t, path+"."+name, field.Type)
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

// jsonName is a field's name in JSON, "" for a field without one.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	return name
}

// dereference follows pointers; for nil it returns the zero Value.
func dereference(v reflect.Value) reflect.Value {
	for v.IsValid() && v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	return v
}

// scalarText formats a scalar: a secret in clear, an enumeration by its
// value.
func scalarText(v reflect.Value) string {
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

// equalText compares scalars. Where ours is a boolean, the SDK may have 0 or
// 1.
func equalText(theirs, ours string, v reflect.Value) bool {
	if v.Kind() == reflect.Bool && (theirs == "0" || theirs == "1") {
		theirs = strconv.FormatBool(theirs == "1")
	}
	return theirs == ours
}
