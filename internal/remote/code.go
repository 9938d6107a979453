package remote

import "strings"

// maxCode is the length of the longest code, in bytes.
const maxCode = 64

// Code returns s if it is an error code of Slack's, such as "channel_not_found",
// and "" for anything else. A code is of small letters, in words joined by
// underscores: no link, number, password or name of ours looks like that.
func Code(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > maxCode {
		return ""
	}
	switch s {
	case "ratelimited", "accesslimited", "2fa_required":
		return s
	}
	words := strings.Split(s, "_")
	if len(words) < 2 {
		return ""
	}
	for _, word := range words {
		if word == "" || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "" {
			return ""
		}
	}
	return s
}
