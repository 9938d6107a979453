package playground

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// taken turns what a person put into an element into the value that Slack tells:
// options by their values, people and channels by their ids, dates as YYYY-MM-DD,
// times of day as HH:MM, points in time as seconds since 1970. Nothing empties the
// element. It returns [ErrUnknownAction] for what the element does not take.
func (s *Server) taken(p *person, k keeper, e object, offered []object, put []string) (any, error) {
	if len(put) > 1 && !k.many {
		return nil, fmt.Errorf("%w: %v takes one value", ErrUnknownAction, e["action_id"])
	}
	all := []any{}
	for _, v := range put {
		value, ok := s.take(p, k.kind, append(options(e), offered...), v)
		if !ok {
			return nil, fmt.Errorf("%w: %v does not take %q", ErrUnknownAction, e["action_id"], v)
		}
		all = append(all, value)
	}
	switch {
	case k.many:
		return all, nil
	case len(all) == 0:
		return nil, nil //nolint:nilnil // null is what an empty element holds
	default:
		return all[0], nil
	}
}

// take turns one value.
func (s *Server) take(p *person, kind valueKind, offered []object, v string) (any, bool) {
	switch kind {
	case option:
		return choose(offered, v)
	case somebody:
		who := s.space.person(v)
		return v, who != nil && !who.deactivated
	case conversation, openChannel:
		c := s.space.channel(v)
		return v, c != nil && c.id == v && (c.kind == Public || (kind == conversation && c.has(p.id)))
	case date:
		_, err := time.Parse(time.DateOnly, v)
		return v, err == nil
	case timeOfDay:
		_, err := time.Parse("15:04", v)
		return v, err == nil
	case pointInTime:
		_, err := strconv.ParseInt(v, 10, 64)
		return json.Number(v), err == nil && len(v) == 10
	case typedText:
	}
	return v, true
}

// options returns an element's options, those in groups too.
func options(element object) []object {
	all := objects(element["options"])
	for _, g := range objects(element["option_groups"]) {
		all = append(all, objects(g["options"])...)
	}
	return all
}

// objects returns the objects of a list.
func objects(list any) []object {
	items, _ := list.([]any)
	var all []object
	for _, item := range items {
		if o, ok := item.(object); ok {
			all = append(all, o)
		}
	}
	return all
}

// choose returns the option that has the value, the way actions show it.
func choose(options []object, value string) (object, bool) {
	i := slices.IndexFunc(options, func(o object) bool { return name(o, "value") == value })
	if i < 0 {
		return nil, false
	}
	chosen := object{"text": options[i]["text"], "value": value}
	if d, ok := options[i]["description"]; ok {
		chosen["description"] = d
	}
	return chosen, true
}
