package bot

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/text/language"

	"meetingbot/bot/person"
	"meetingbot/bot/text"
	"meetingbot/bot/view"
)

// asker is whoever asked one question, and the way to answer them.
type asker struct {
	Origin
	who     person.Person
	in      text.Localizer // their language
	command string         // the command they used, "" for a click
	reply   Say
}

// meet finds out who asks and in which language to answer.
func (b *Bot) meet(ctx context.Context, o Origin, say Say) asker {
	return b.asker(o, b.o.People.Get(ctx, o.EnterpriseID, o.TeamID, o.UserID), say)
}

// asker is somebody who is known, spoken to in their language.
func (b *Bot) asker(o Origin, who person.Person, say Say) asker {
	if who.Language == language.Und {
		who.Language = b.o.DefaultLanguage
	}
	return asker{Origin: o, who: who, in: b.voices.of(who.Language), reply: say}
}

// inChannels speaks the language of what everybody in a channel reads.
func (b *Bot) inChannels() text.Localizer { return b.voices.of(b.o.DefaultLanguage) }

// say delivers one reply.
func (a asker) say(ctx context.Context, r Reply) error {
	if err := a.reply(ctx, r); err != nil {
		return fmt.Errorf("reply: %w", err)
	}
	return nil
}

// tell delivers a message of its own, which replaces nothing.
func (a asker) tell(ctx context.Context, m view.Message) error { return a.put(ctx, m, beside) }

// put delivers a message to where it belongs.
func (a asker) put(ctx context.Context, m view.Message, p placing) error {
	r, err := newReply(m, p)
	if err != nil {
		return err
	}
	return a.say(ctx, r)
}

// maxVoices bounds the languages that are remembered: Slack has some thirty.
const maxVoices = 256

// voices remembers which of the bot's languages is nearest to a reader's:
// finding out takes longer than a whole kept reply.
type voices struct {
	catalog *text.Catalog

	mu    sync.RWMutex
	known map[language.Tag]text.Localizer
}

func newVoices(c *text.Catalog) *voices {
	return &voices{catalog: c, known: make(map[language.Tag]text.Localizer)}
}

func (v *voices) of(tag language.Tag) text.Localizer {
	v.mu.RLock()
	s, ok := v.known[tag]
	v.mu.RUnlock()
	if ok {
		return s
	}
	s = v.catalog.Localizer(tag)
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.known) < maxVoices {
		v.known[tag] = s
	}
	return s
}
