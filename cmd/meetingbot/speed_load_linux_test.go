//go:build chaos

package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	speedCallers = 64                     // connections, each with one request at a time
	speedWarmUp  = 20 * time.Millisecond  // of each measurement, before it counts
	speedLength  = 100 * time.Millisecond // of each measurement, or more until there are speedFewest answers
	speedFewest  = 500
)

// question is a signed request that is sent again and again, and what the answer to
// it must be.
type question struct {
	request []byte
	status  []byte // as "200"
	subject []byte // in the answer
}

// newQuestion signs a lookup as Slack does, or with another secret.
func newQuestion(body, secret, subject string, status int) question {
	header := http.Header{
		"User-Agent":      {"Slackbot 1.0 (+https://api.slack.com/robots)"},
		"Accept-Encoding": {"gzip,deflate"},
		"Accept":          {"application/json,*/*"},
		"Content-Type":    {"application/x-www-form-urlencoded"},
		"Content-Length":  {strconv.Itoa(len(body))},
	}
	sign(header, secret, body, time.Now())
	var b bytes.Buffer
	b.WriteString("POST /slack/commands HTTP/1.1\r\nHost: bot.example\r\n")
	_ = header.Write(&b)
	b.WriteString("\r\n" + body)
	return question{request: b.Bytes(), status: []byte(strconv.Itoa(status)), subject: []byte(subject)}
}

// stream sends questions to a server, over connections that are kept.
type stream struct {
	server    contender
	questions []question
	callers   []*bufio.ReadWriter
	answered  atomic.Int64
	over      atomic.Bool // also after a wrong answer
}

// openStream connects to a server until the test ends.
func openStream(t *testing.T, server contender, questions []question) *stream {
	t.Helper()
	s := &stream{server: server, questions: questions}
	for range speedCallers {
		connection, err := net.Dial("tcp", server.address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = connection.Close() })
		s.callers = append(s.callers, bufio.NewReadWriter(bufio.NewReaderSize(connection, 64<<10), bufio.NewWriter(connection)))
	}
	return s
}

// measure loads the server for a moment and returns what it did. A wrong answer
// fails the test.
func (s *stream) measure(t *testing.T) sample {
	t.Helper()
	s.over.Store(false)
	var group sync.WaitGroup
	errs := make([]error, len(s.callers))
	for i, caller := range s.callers {
		group.Go(func() { errs[i] = s.call(caller, i*len(s.questions)/len(s.callers)) })
	}
	<-time.After(speedWarmUp)
	began, cpu, first := time.Now(), cpuTime(t, s.server.pid), s.answered.Load()
	var n int64
	for n < speedFewest && time.Since(began) < time.Minute && !s.over.Load() {
		<-time.After(speedLength)
		n = s.answered.Load() - first
	}
	cpu, took := cpuTime(t, s.server.pid)-cpu, time.Since(began)
	s.over.Store(true)
	group.Wait()
	if err := errors.Join(errs...); err != nil || n < speedFewest {
		t.Fatalf("%s gave %d answers in %s: %v", s.server.name, n, took, err)
	}
	return sample{cpu: float64(cpu.Nanoseconds()) / 1e3 / float64(n), rate: float64(n) / took.Seconds()}
}

// call asks one question after the other on a connection, from the given one on.
func (s *stream) call(caller *bufio.ReadWriter, from int) error {
	for i := from; !s.over.Load(); i++ {
		if _, err := s.questions[i%len(s.questions)].ask(caller); err != nil {
			s.over.Store(true)
			return err
		}
		s.answered.Add(1)
	}
	return nil
}

// ask sends a question and returns the answer, which is valid until the next one.
func (q question) ask(caller *bufio.ReadWriter) ([]byte, error) {
	if _, err := caller.Write(q.request); err != nil {
		return nil, err
	}
	if err := caller.Flush(); err != nil {
		return nil, err
	}
	return q.read(caller.Reader)
}

// read reads and checks the answer to a question, and returns its body, which is
// valid until the next read.
func (q question) read(from *bufio.Reader) ([]byte, error) {
	first, err := from.ReadSlice('\n')
	if err != nil {
		return nil, err
	}
	if status := bytes.Fields(first); len(status) < 2 || !bytes.Equal(status[1], q.status) {
		return nil, fmt.Errorf("the answer begins with %q, want status %s", first, q.status)
	}
	length, err := readHeader(from)
	if err != nil {
		return nil, err
	}
	body, err := from.Peek(length)
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(body, q.subject) {
		return nil, fmt.Errorf("the answer is not about %q: %s", q.subject, body)
	}
	_, err = from.Discard(length)
	return body, err
}

// readHeader reads an answer's header and returns the length of the body.
func readHeader(from *bufio.Reader) (int, error) {
	length := -1
	for {
		line, err := from.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		line = bytes.TrimSpace(line)
		if value, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(value)); err != nil {
				return 0, err
			}
		}
		switch {
		case len(line) > 0:
			continue
		case length < 0:
			return 0, errors.New("the answer has no length")
		}
		return length, nil
	}
}
