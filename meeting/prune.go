package meeting

import (
	"bytes"
	"errors"
)

// maxDepth bounds how deep an answer is nested. The API's have 6 levels.
const maxDepth = 64

var errTooDeep = errors.New("the answer is nested too deep")

// pruner keeps a JSON text that is written to it, but for what is beyond the first
// elements of an array, which is counted and not kept. What is no JSON comes out
// as something that is none either. An answer that is longer than allowed, or
// nested too deep, is an error.
type pruner struct {
	most    int    // elements of an array to keep
	kept    []byte // at most maxAnswer
	longest int    // elements of the longest array

	open     []openValue // arrays and objects around the next byte
	skipping int         // how deep the array is whose rest is left out, 0 for none
	quoted   bool        // within a string
	escaped  bool        // after a backslash in it
}

// openValue is an array or an object that has not ended.
type openValue struct {
	array  bool
	commas int
}

// Write takes the next part of the text.
func (p *pruner) Write(part []byte) (int, error) {
	from := 0 // of what is kept and not copied yet
	for i := 0; i < len(part); i++ {
		if p.quoted && !p.escaped {
			i += plainPrefix(part[i:])
			if i == len(part) {
				break
			}
		}
		skipped := p.skipping > 0
		if err := p.take(part[i]); err != nil {
			return i, err
		}
		switch skips := p.skipping > 0; {
		case skips && !skipped:
			p.kept = append(p.kept, part[from:i]...)
		case skipped && !skips:
			from = i
		}
	}
	if p.skipping == 0 {
		p.kept = append(p.kept, part[from:]...)
	}
	if len(p.kept) > maxAnswer {
		return 0, errTooLong
	}
	return len(part), nil
}

// plainPrefix is how many bytes come before the next quote or backslash.
func plainPrefix(part []byte) int {
	end := bytes.IndexByte(part, '"')
	if end < 0 {
		end = len(part)
	}
	if escape := bytes.IndexByte(part[:end], '\\'); escape >= 0 {
		return escape
	}
	return end
}

// take follows the structure by one byte.
func (p *pruner) take(c byte) error {
	if p.quoted {
		p.takeQuoted(c)
		return nil
	}
	switch c {
	case '"':
		p.quoted = true
	case '[', '{':
		if len(p.open) == maxDepth {
			return errTooDeep
		}
		p.open = append(p.open, openValue{array: c == '['})
	case ',':
		p.takeComma()
	case ']', '}':
		p.takeEnd()
	}
	return nil
}

func (p *pruner) takeQuoted(c byte) {
	switch {
	case p.escaped:
		p.escaped = false
	case c == '\\':
		p.escaped = true
	case c == '"':
		p.quoted = false
	}
}

// takeComma counts an element, and begins to skip after the last one to keep.
func (p *pruner) takeComma() {
	if len(p.open) == 0 {
		return
	}
	inner := &p.open[len(p.open)-1]
	inner.commas++
	if p.skipping == 0 && inner.array && inner.commas >= p.most {
		p.skipping = len(p.open)
	}
}

// takeEnd closes an array or an object.
func (p *pruner) takeEnd() {
	depth := len(p.open)
	if depth == 0 {
		return
	}
	if inner := p.open[depth-1]; inner.array {
		p.longest = max(p.longest, inner.commas+1) // or none
	}
	if p.skipping == depth {
		p.skipping = 0
	}
	p.open = p.open[:depth-1]
}
