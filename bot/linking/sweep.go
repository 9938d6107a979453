package linking

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"meetingbot/bot/queue"
)

// CheckLinks is the kind of the job that asks who linked people are; its key is "". Its
// text is stored.
const CheckLinks queue.Kind = "check_links"

const (
	// checkEvery is how often it is asked who somebody is who is linked.
	checkEvery = 24 * time.Hour
	// checkPause lies between two people, and failPause after one of whom Slack could
	// not say it: they are asked about again with the next round.
	checkPause = 3 * time.Second
	failPause  = time.Minute

	priorityCheck = 4
)

// Checker ends links that do not stand any more.
type Checker interface {
	// CheckLink asks Slack who a person is, and ends their link where it does not
	// stand any more. It reports whether Slack could say it.
	CheckLink(ctx context.Context, l Link) (known bool, err error)
}

// Register has all links checked at the start and once a day, one after the other: what
// happened to people while no process ran is told by no event.
func (d *Directory) Register(jobs *queue.Registry, c Checker) {
	jobs.Register(CheckLinks, queue.WorkerFunc(func(ctx context.Context, _ queue.Job) error { return d.checkNext(ctx, c) }))
	jobs.Repeat(checkEvery, queue.Job{Kind: CheckLinks, Priority: priorityCheck})
}

// checkNext checks one link that this process has not checked for a while, and comes
// back as long as there are any.
func (d *Directory) checkNext(ctx context.Context, c Checker) error {
	l, ok := d.unchecked()
	if !ok {
		return nil
	}
	known, err := c.CheckLink(ctx, l)
	if err != nil {
		return fmt.Errorf("check a link: %w", err)
	}
	d.mu.Lock()
	d.checked[of(l.Key, l.UserID)] = d.o.Now()
	d.mu.Unlock()
	if !known {
		return &queue.RetryAfter{After: failPause}
	}
	return &queue.RetryAfter{After: checkPause}
}

// unchecked returns the first link that was not checked for a while.
func (d *Directory) unchecked() (Link, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.o.Now()
	for w := range d.checked {
		if _, ok := d.all[w]; !ok {
			delete(d.checked, w)
		}
	}
	var due []Link
	for w, l := range d.all {
		if at, ok := d.checked[w]; !ok || now.Sub(at) >= checkEvery-time.Hour {
			due = append(due, l)
		}
	}
	if len(due) == 0 {
		return Link{}, false
	}
	return slices.MinFunc(due, func(a, b Link) int {
		return strings.Compare(a.Key.TeamID+"/"+a.UserID, b.Key.TeamID+"/"+b.UserID)
	}), true
}
