package meeting

import (
	"encoding/binary"
	"errors"
	"fmt"
	"reflect"
	"sync"
)

// errBadPack is why a packed value cannot be read: other code has written it.
var errBadPack = errors.New("a packed value is broken")

// pack writes a value in as few bytes as is cheap, compressed: of a struct only the
// fields that are not zero, and of equal texts one. It takes pointers, slices, structs
// of at most 64 fields, all of them exported, texts, integers and booleans, and panics
// on anything else.
func pack(v any) string {
	p := packers.Get().(*packer)
	p.texts[""] = 0
	p.value(reflect.ValueOf(v))
	packed := compress(p.out)
	p.reuse()
	return packed
}

// maxReused is how many bytes of a packer are kept to be used again.
const maxReused = 64 << 10

// packers are used again and again: each makes some 10 KB.
//
//nolint:gochecknoglobals // one pool for all accounts
var packers = sync.Pool{New: func() any { return &packer{texts: make(map[string]uint64)} }}

// packer writes values one behind the other. An integer is a varint; a struct is a
// mask of the fields that follow; a slice is its length and its elements; a text is
// its number where it has been written before, and otherwise the next number, its
// length and its bytes.
type packer struct {
	out   []byte
	texts map[string]uint64 // the number of each text that was written
}

// reuse forgets what was written, and keeps the room for it.
func (p *packer) reuse() {
	if cap(p.out) > maxReused {
		return
	}
	clear(p.texts)
	p.out = p.out[:0]
	packers.Put(p)
}

func (p *packer) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer: // a nil one is a field that is left out
		p.value(v.Elem())
	case reflect.Slice:
		p.uint(uint64(v.Len())) //nolint:gosec // a length is not negative
		for i := range v.Len() {
			p.value(v.Index(i))
		}
	case reflect.Struct:
		p.fields(v)
	case reflect.String:
		p.text(v.String())
	case reflect.Int, reflect.Int64:
		p.out = binary.AppendVarint(p.out, v.Int())
	case reflect.Bool:
		if v.Bool() {
			p.uint(1)
			return
		}
		p.uint(0)
	default:
		panic(fmt.Sprintf("meeting: a %s cannot be packed", v.Type()))
	}
}

func (p *packer) fields(v reflect.Value) {
	mask := uint64(0)
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			mask |= 1 << i
		}
	}
	p.uint(mask)
	for i := range v.NumField() {
		if mask&(1<<i) != 0 {
			p.value(v.Field(i))
		}
	}
}

func (p *packer) text(s string) {
	number, known := p.texts[s]
	if !known {
		number = uint64(len(p.texts))
		p.texts[s] = number
	}
	p.uint(number)
	if !known {
		p.uint(uint64(len(s)))
		p.out = append(p.out, s...)
	}
}

func (p *packer) uint(n uint64) { p.out = binary.AppendUvarint(p.out, n) }

// unpack reads what pack wrote into the value that a pointer leads to, which must be
// zero. Texts share the memory of packed.
func unpack(packed string, into any) error {
	u := unpacker{in: packed, texts: []string{""}}
	u.value(reflect.ValueOf(into).Elem())
	if u.broken || u.in != "" {
		return errBadPack
	}
	return nil
}

type unpacker struct {
	in     string
	texts  []string
	broken bool
}

func (u *unpacker) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		u.value(v.Elem())
	case reflect.Slice:
		u.slice(v)
	case reflect.Struct:
		mask := u.uint()
		for i := range v.NumField() {
			if mask&(1<<i) != 0 {
				u.value(v.Field(i))
			}
		}
	case reflect.String:
		v.SetString(u.text())
	case reflect.Bool:
		v.SetBool(u.uint() == 1)
	default:
		v.SetInt(u.int())
	}
}

func (u *unpacker) slice(v reflect.Value) {
	length := u.uint()
	if length > uint64(len(u.in)) { // each element has a byte at least
		u.broken = true
		return
	}
	n := int(length) //nolint:gosec // no more than another length
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	for i := range v.Len() {
		u.value(v.Index(i))
	}
}

func (u *unpacker) text() string {
	number := u.uint()
	switch {
	case number < uint64(len(u.texts)):
		return u.texts[number]
	case number > uint64(len(u.texts)):
		u.broken = true
		return ""
	}
	n := u.uint()
	if n > uint64(len(u.in)) {
		u.broken = true
		return ""
	}
	s := u.in[:n]
	u.in, u.texts = u.in[n:], append(u.texts, s)
	return s
}

func (u *unpacker) uint() uint64 {
	n := uint64(0)
	for i := range min(len(u.in), binary.MaxVarintLen64) {
		b := u.in[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			u.in = u.in[i+1:]
			return n
		}
	}
	u.in, u.broken = "", true
	return 0
}

func (u *unpacker) int() int64 {
	n := u.uint()
	return int64(n>>1) ^ -int64(n&1) // zigzag, as encoding/binary has it
}
