package blockkit

import (
	"strconv"
	"unicode/utf8"
)

// table checks a table block. That a message has one table at most and that its
// cells have about 10,000 characters together is what developers report; Slack
// documents neither.
func (n node) table() {
	n.allowOnly("block_id", "rows", "column_settings")
	n.require("rows")
	n.onlyTable()
	n.cells(1, 100, 10000, true, "raw_text", "rich_text")
	for _, s := range n.nodes("column_settings", 0, 20) {
		s.allowOnly("align", "is_wrapped")
		s.oneOf("align", "left", "center", "right")
		s.bools("is_wrapped")
	}
}

// dataTable checks a data_table block: its first row is the header.
func (n node) dataTable() {
	n.allowOnly("block_id", "rows", "caption", "page_size", "row_header_column_index")
	n.require("rows", "caption")
	n.onlyTable()
	n.str("caption", 1, unbounded)
	n.number("page_size", 1, 100)
	n.number("row_header_column_index", 0, 19)
	n.cells(2, 201, 20000, false, "raw_text", "raw_number", "rich_text", "action_cell")
}

// onlyTable counts tables and reports the second one of a message.
func (n node) onlyTable() {
	n.checker.tables++
	if n.checker.tables == 2 {
		n.checker.problem(n.ptr, RuleCount, "only one table is allowed in a message")
	}
}

// cells checks the rows of a table: lo to hi rows of at most 20 cells of the
// given types, with at most total code points together. nullable allows null in
// place of a cell.
func (n node) cells(lo, hi, total int, nullable bool, kinds ...string) {
	size := 0
	for i, row := range n.list("rows", lo, hi) {
		ptr := n.pointer("rows") + "/" + strconv.Itoa(i)
		for j, v := range n.checker.list(row, ptr, 1, 20) {
			if v == nil && nullable {
				continue
			}
			if cell, ok := n.checker.node(v, ptr+"/"+strconv.Itoa(j)); ok {
				cell.cell(kinds)
				size += countRunes(v)
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
		n.problem("type", RuleUnsupported, "unsupported type: %s", truncate(kind))
		return
	}
	switch kind {
	case "rich_text":
		n.richText()
	case "raw_text":
		n.allowOnly("text")
		n.require("text")
		n.str("text", 1, unbounded)
	case "raw_number":
		n.allowOnly("value", "text")
		n.require("value")
		n.str("text", 1, unbounded)
	case "action_cell":
		n.allowOnly("element", "fallback")
		n.require("element")
		if e, ok := n.object("element"); ok {
			n.checker.element(e, "actions")
		}
	}
}

// countRunes counts the code points of every text and URL under a value.
func countRunes(v any) int {
	sum := 0
	switch v := v.(type) {
	case map[string]any:
		for key, item := range v {
			if s, ok := item.(string); ok && key != "text" && key != "url" && s != "" {
				continue
			}
			sum += countRunes(item)
		}
	case []any:
		for _, item := range v {
			sum += countRunes(item)
		}
	case string:
		sum = utf8.RuneCountInString(v)
	}
	return sum
}
