package playground

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// parseValues turns what a person put into an element into the value that Slack tells:
// options by their values, people and channels by their ids, dates as YYYY-MM-DD,
// times of day as HH:MM, points in time as seconds since 1970. Nothing empties the
// element. It returns [ErrUnknownAction] for what the element does not take.
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
		return nil, nil //nolint:nilnil // null is what an empty element holds
	default:
		return all[0], nil
	}
}

// parseValue turns one value.
func (s *Server) parseValue(p *person, kind valueKind, offered []object, v string) (any, bool) {
	switch kind {
	case optionValue:
		return selectOption(offered, v)
	case userValue:
		who := s.workspace.person(v)
		return v, who != nil && !who.deactivated
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

// elementOptions returns an element's options, those in groups too.
func elementOptions(element object) []object {
	all := toObjects(element["options"])
	for _, g := range toObjects(element["option_groups"]) {
		all = append(all, toObjects(g["options"])...)
	}
	return all
}

// toObjects returns the objects of a list.
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

// selectOption returns the option that has the value, the way actions show it.
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
