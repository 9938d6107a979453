package playground

import (
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// checkFields checks what is in the inputs the way Slack's own client does before
// it sends a view: what is wrong by block_id.
func checkFields(blocks []object, held values) map[string]string {
	var wrong map[string]string
	for _, b := range blocks {
		if b["type"] != "input" {
			continue
		}
		blockID := name(b, "block_id")
		for _, e := range elements(b) {
			if s := checkField(b, e, held[blockID][name(e, "action_id")]); s != "" {
				if wrong == nil {
					wrong = map[string]string{}
				}
				wrong[blockID] = s
			}
		}
	}
	return wrong
}

func checkField(block, element, held object) string {
	k, ok := keeperOf(element)
	switch {
	case !ok:
		return ""
	case k.isEmpty(held) && block["optional"] == true:
		return ""
	case k.isEmpty(held):
		return "Please complete this required field."
	case k.many:
		return checkCount(element, len(held[k.key].([]any)))
	case k.kind == typedText:
		return checkText(element, strings.TrimSpace(name(held, k.key)))
	}
	return ""
}

func checkCount(element object, n int) string {
	if most, ok := whole(element["max_selected_items"]); ok && n > most {
		return "You can select up to " + strconv.Itoa(most) + " items."
	}
	return ""
}

func checkText(element object, s string) string {
	switch element["type"] {
	case "plain_text_input":
		return checkLength(element, utf8.RuneCountInString(s))
	case "number_input":
		return checkNumber(element, s)
	case "email_text_input":
		if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
			return "Please enter a valid email address."
		}
	case "url_text_input":
		if u, err := url.Parse(s); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
			return "Please enter a valid URL."
		}
	}
	return ""
}

func checkLength(element object, n int) string {
	if least, ok := whole(element["min_length"]); ok && n < least {
		return "Must be at least " + strconv.Itoa(least) + " characters."
	}
	most, ok := whole(element["max_length"])
	if !ok {
		most = 3000
	}
	if n > most {
		return "Must be at most " + strconv.Itoa(most) + " characters."
	}
	return ""
}

func checkNumber(element object, s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return "Please enter a number."
	}
	if element["is_decimal_allowed"] != true && strings.ContainsAny(s, ".eE") {
		return "Please enter a whole number."
	}
	if least, err := strconv.ParseFloat(name(element, "min_value"), 64); err == nil && f < least {
		return "Must be at least " + name(element, "min_value") + "."
	}
	if most, err := strconv.ParseFloat(name(element, "max_value"), 64); err == nil && f > most {
		return "Must be at most " + name(element, "max_value") + "."
	}
	return ""
}

// whole reads a whole number of a view.
func whole(v any) (int, bool) {
	f, ok := v.(float64)
	return int(f), ok
}
