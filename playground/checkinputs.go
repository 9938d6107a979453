package playground

import (
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// checkInputs checks the inputs of a view the way Slack's client does before it
// submits one. It returns error messages by block_id.
func checkInputs(blocks []object, state values) map[string]string {
	var problems map[string]string
	for _, b := range blocks {
		if b["type"] != "input" {
			continue
		}
		blockID := stringProp(b, "block_id")
		for _, e := range elements(b) {
			if s := checkInput(b, e, state[blockID][stringProp(e, "action_id")]); s != "" {
				if problems == nil {
					problems = map[string]string{}
				}
				problems[blockID] = s
			}
		}
	}
	return problems
}

func checkInput(block, element, value object) string {
	spec, ok := valueSpecOf(element)
	switch {
	case !ok:
		return ""
	case spec.isEmpty(value) && block["optional"] == true:
		return ""
	case spec.isEmpty(value):
		return "Please complete this required field."
	case spec.many:
		return checkCount(element, len(value[spec.key].([]any)))
	case spec.kind == textValue:
		return checkText(element, strings.TrimSpace(stringProp(value, spec.key)))
	}
	return ""
}

func checkCount(element object, n int) string {
	if limit, ok := wholeNumber(element["max_selected_items"]); ok && n > limit {
		return "You can select up to " + strconv.Itoa(limit) + " items."
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
	if minLength, ok := wholeNumber(element["min_length"]); ok && n < minLength {
		return "Must be at least " + strconv.Itoa(minLength) + " characters."
	}
	maxLength, ok := wholeNumber(element["max_length"])
	if !ok {
		maxLength = 3000
	}
	if n > maxLength {
		return "Must be at most " + strconv.Itoa(maxLength) + " characters."
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
	if minValue, err := strconv.ParseFloat(stringProp(element, "min_value"), 64); err == nil && f < minValue {
		return "Must be at least " + stringProp(element, "min_value") + "."
	}
	if maxValue, err := strconv.ParseFloat(stringProp(element, "max_value"), 64); err == nil && f > maxValue {
		return "Must be at most " + stringProp(element, "max_value") + "."
	}
	return ""
}

// wholeNumber reads a whole number from JSON.
func wholeNumber(v any) (int, bool) {
	f, ok := v.(float64)
	return int(f), ok
}
