package playground

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// pageOf returns the page of a list that the arguments cursor and limit select, and
// the cursor of the next page, which is empty after the last one. See
// https://docs.slack.dev/apis/web-api/pagination.
func pageOf[T any](a args, all []T) (items []T, next string, err error) {
	limit := 100
	if a["limit"] != "" {
		if limit, err = strconv.Atoi(a["limit"]); err != nil || limit < 1 || limit > 1000 {
			return nil, "", apiErr("invalid_limit")
		}
	}
	from, ok := offset(a["cursor"])
	if !ok || from > len(all) {
		return nil, "", apiErr("invalid_cursor")
	}
	to := min(from+limit, len(all))
	if to < len(all) {
		next = base64.StdEncoding.EncodeToString([]byte("next:" + strconv.Itoa(to)))
	}
	return all[from:to], next, nil
}

// offset decodes a cursor.
func offset(cursor string) (int, bool) {
	if cursor == "" {
		return 0, true
	}
	raw, err := base64.StdEncoding.DecodeString(cursor)
	digits, ok := strings.CutPrefix(string(raw), "next:")
	if err != nil || !ok {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil && n >= 0
}
