package blockkit

import (
	"strconv"
	"unicode/utf8"
)

// table checks a table block. That a message has one table at most and that its
// cells have about 10,000 characters together is what developers report; Slack
// documents neither.
func (n node) table() {
	n.only("block_id", "rows", "column_settings")
	n.need("rows")
	n.single()
	n.cells(1, 100, 10000, true, "raw_text", "rich_text")
	for _, s := range n.nodes("column_settings", 0, 20) {
		s.only("align", "is_wrapped")
		s.oneOf("align", "left", "center", "right")
		s.flags("is_wrapped")
	}
}

// dataTable checks a data_table block: its first row is the header.
func (n node) dataTable() {
	n.only("block_id", "rows", "caption", "page_size", "row_header_column_index")
	n.need("rows", "caption")
	n.single()
	n.str("caption", 1, unbounded)
	n.number("page_size", 1, 100)
	n.number("row_header_column_index", 0, 19)
	n.cells(2, 201, 20000, false, "raw_text", "raw_number", "rich_text", "action_cell")
}

// single reports the second table of a message.
func (n node) single() {
	n.c.tables++
	if n.c.tables == 2 {
		n.c.problem(n.at, RuleCount, "only one table is allowed in a message")
	}
}

// cells checks the rows of a table: lo to hi rows of at most 20 cells of the
// given kinds, with at most total code points in all. A hole is a cell that is
// null.
func (n node) cells(lo, hi, total int, holes bool, kinds ...string) {
	size := 0
	for i, row := range n.list("rows", lo, hi) {
		at := n.pointer("rows") + "/" + strconv.Itoa(i)
		for j, v := range n.c.list(row, at, 1, 20) {
			if v == nil && holes {
				continue
			}
			if cell, ok := n.c.node(v, at+"/"+strconv.Itoa(j)); ok {
				cell.cell(kinds)
				size += runes(v)
			}
		}
	}
	if size > total {
		n.problem("rows", RuleTotal, "cells must be less than %d characters together", total+1)
	}
}

func (n node) cell(kinds []string) {
	kind, ok := n.kind()
	if !ok {
		return
	}
	allowed := false
	for _, k := range kinds {
		allowed = allowed || k == kind
	}
	if !allowed {
		n.problem("type", RuleUnsupported, "unsupported type: %s", clip(kind))
		return
	}
	switch kind {
	case "rich_text":
		n.richText()
	case "raw_text":
		n.only("text")
		n.need("text")
		n.str("text", 1, unbounded)
	case "raw_number":
		n.only("value", "text")
		n.need("value")
		n.str("text", 1, unbounded)
	case "action_cell":
		n.only("element", "fallback")
		n.need("element")
		if e, ok := n.object("element"); ok {
			n.c.element(e, "actions")
		}
	}
}

// runes counts the code points of every text and address under a value.
func runes(v any) int {
	sum := 0
	switch v := v.(type) {
	case map[string]any:
		for key, item := range v {
			if s, ok := item.(string); ok && key != "text" && key != "url" && s != "" {
				continue
			}
			sum += runes(item)
		}
	case []any:
		for _, item := range v {
			sum += runes(item)
		}
	case string:
		sum = utf8.RuneCountInString(v)
	}
	return sum
}
