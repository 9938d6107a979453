package bot

import (
	"sync"

	"golang.org/x/text/language"

	"meetingbot/bot/text"
)

// maxLocalizers bounds the languages that are remembered: Slack has some thirty.
const maxLocalizers = 256

// localizers remembers which of the bot's languages is nearest to a reader's:
// finding out takes longer than a whole cached reply.
type localizers struct {
	catalog *text.Catalog

	mu    sync.RWMutex
	known map[language.Tag]text.Localizer
}

func newLocalizers(c *text.Catalog) *localizers {
	return &localizers{catalog: c, known: make(map[language.Tag]text.Localizer)}
}

// of returns the localizer that is nearest to a language.
func (c *localizers) of(tag language.Tag) text.Localizer {
	c.mu.RLock()
	l, ok := c.known[tag]
	c.mu.RUnlock()
	if ok {
		return l
	}
	l = c.catalog.Localizer(tag)
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.known) < maxLocalizers {
		c.known[tag] = l
	}
	return l
}
