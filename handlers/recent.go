package handlers

import (
	"bytes"
	"strings"
	"time"

	"meetingbot/bot"
	"meetingbot/internal/boundedcache"
)

const (
	// recentLife is for how long an answer from memory is given again, by the clock of
	// Options, and recentKept for how long it is kept.
	recentLife = time.Second
	recentKept = time.Minute
	// maxRecent bounds how many of them are kept.
	maxRecent = 1000
	// maxRecentKey is the longest command whose answer is kept, in bytes of its form.
	maxRecentKey = 1 << 10
)

// recentAnswers are the answers of the last second that were in the bot's memory. A
// person who sends the same command again, in the same conversation, gets the same
// answer: before it is parsed, and before anything is looked up.
//
// None is given while a task runs, nor once one has run, so that nothing is missing
// that somebody did here meanwhile. What the process learns by itself can be missing,
// for a second.
type recentAnswers struct {
	tasks   *tasks
	answers *boundedcache.Cache[recentAnswer] // by what commandKey returns
}

// recentAnswer is an answer, and what it was made after.
type recentAnswer struct {
	reply   bot.Reply
	asked   time.Time // when the command came in
	started uint64    // tasks, by then
}

func newRecentAnswers(t *tasks) *recentAnswers {
	return &recentAnswers{tasks: t, answers: boundedcache.New[recentAnswer](maxRecent)}
}

// get returns the answer to a command that comes in now.
func (r *recentAnswers) get(key string, now time.Time) (bot.Reply, bool) {
	a, ok := r.answers.Get(key)
	if !ok {
		return bot.Reply{}, false
	}
	started, idle := r.tasks.started()
	age := now.Sub(a.asked)
	return a.reply, idle && started == a.started && age >= 0 && age < recentLife
}

// put keeps the answer to a command.
func (r *recentAnswers) put(key string, a recentAnswer) { r.answers.Put(key, a, recentKept) }

// commandKey returns what the form of a command has in common with that of the same
// command when it comes again: all but the two fields that are new each time. It is ""
// where the answer is not kept.
func commandKey(form []byte) string {
	if len(form) > maxRecentKey {
		return ""
	}
	var key strings.Builder
	key.Grow(len(form) + 1)
	for pair := range bytes.SplitSeq(form, []byte("&")) {
		if bytes.HasPrefix(pair, []byte("trigger_id=")) || bytes.HasPrefix(pair, []byte("response_url=")) {
			continue
		}
		key.Write(pair)
		key.WriteByte('&')
	}
	return key.String()
}
