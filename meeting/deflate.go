package meeting

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
	"strings"
	"sync"
)

// maxDeflateRatio is by how much the format of deflate can shorten anything.
const maxDeflateRatio = 1032

// Compressors are large and slow to make.
//
//nolint:gochecknoglobals // a pool is of use where it is shared
var (
	deflaters = sync.Pool{New: func() any { return new(deflater) }}
	inflaters = sync.Pool{New: func() any { return new(inflater) }}
)

// deflater is a compressor with its output.
type deflater struct {
	out bytes.Buffer
	w   *flate.Writer
}

// deflate shortens a text. What it returns begins with the length of the text.
func deflate(text string) string {
	d := deflaters.Get().(*deflater)
	defer deflaters.Put(d)
	if d.w == nil {
		d.w, _ = flate.NewWriter(&d.out, flate.BestSpeed) // the level is valid
	}
	d.out.Reset()
	d.out.Write(binary.AppendUvarint(d.out.AvailableBuffer(), uint64(len(text))))
	d.w.Reset(&d.out)
	_, _ = io.WriteString(d.w, text) // a buffer takes everything
	_ = d.w.Close()
	return d.out.String()
}

// inflater is a decompressor with its input.
type inflater struct {
	in strings.Reader
	r  io.ReadCloser
}

// inflate returns the text that deflate shortened.
func inflate(deflated string) (string, error) {
	i := inflaters.Get().(*inflater)
	defer inflaters.Put(i)
	i.in.Reset(deflated)
	length, err := binary.ReadUvarint(&i.in)
	if err != nil || length > uint64(len(deflated))*maxDeflateRatio {
		return "", errBadPack
	}
	if i.r == nil {
		i.r = flate.NewReader(&i.in)
	} else if err := i.r.(flate.Resetter).Reset(&i.in, nil); err != nil {
		return "", errBadPack
	}
	text := make([]byte, length)
	if _, err := io.ReadFull(i.r, text); err != nil {
		return "", errBadPack
	}
	return string(text), nil
}
