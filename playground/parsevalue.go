package playground

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// parseValues converts a person's input to the value in Slack's payloads. Input is
// an option's value, the id of a person or channel, a date as YYYY-MM-DD, a time of
// day as HH:MM, or a date and time as seconds since 1970. No input clears the
// element. It returns [ErrUnknownAction] for input that the element does not accept.
func (s *Server) parseValues(p *person, spec valueSpec, e object, offered []object, input []string) (any, error) {
	if len(input) > 1 && !spec.many {
		return nil, fmt.Errorf("%w: %v takes one value", ErrUnknownAction, e["action_id"])
	}
	all := []any{}
	for _, v := range input {
		value, ok := s.parseValue(p, spec.kind, append(elementOptions(e), offered...), v)
		if !ok {
			return nil, fmt.Errorf("%w: %v does not take %q", ErrUnknownAction, e["action_id"], v)
		}
		all = append(all, value)
	}
	switch {
	case spec.many:
		return all, nil
	case len(all) == 0:
		return nil, nil //nolint:nilnil // the value of an empty element is null
	default:
		return all[0], nil
	}
}

// parseValue converts one value.
func (s *Server) parseValue(p *person, kind valueKind, offered []object, v string) (any, bool) {
	switch kind {
	case optionValue:
		return selectOption(offered, v)
	case userValue:
		person := s.workspace.person(v)
		return v, person != nil && !person.deactivated
	case conversationValue, channelValue:
		c := s.workspace.channel(v)
		return v, c != nil && c.id == v && (c.kind == Public || (kind == conversationValue && c.has(p.id)))
	case dateValue:
		_, err := time.Parse(time.DateOnly, v)
		return v, err == nil
	case timeValue:
		_, err := time.Parse("15:04", v)
		return v, err == nil
	case dateTimeValue:
		_, err := strconv.ParseInt(v, 10, 64)
		return json.Number(v), err == nil && len(v) == 10
	case textValue:
	}
	return v, true
}

// elementOptions returns an element's options, including those in groups.
func elementOptions(element object) []object {
	all := toObjects(element["options"])
	for _, g := range toObjects(element["option_groups"]) {
		all = append(all, toObjects(g["options"])...)
	}
	return all
}

// toObjects returns the objects in a JSON array.
func toObjects(list any) []object {
	items, _ := list.([]any)
	var all []object
	for _, item := range items {
		if o, ok := item.(object); ok {
			all = append(all, o)
		}
	}
	return all
}

// selectOption returns the option with the value, as actions show it.
func selectOption(options []object, value string) (object, bool) {
	i := slices.IndexFunc(options, func(o object) bool { return stringProp(o, "value") == value })
	if i < 0 {
		return nil, false
	}
	chosen := object{"text": options[i]["text"], "value": value}
	if d, ok := options[i]["description"]; ok {
		chosen["description"] = d
	}
	return chosen, true
}
