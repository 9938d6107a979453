package main

import (
	"fmt"

	"meetingbot/bot"
	"meetingbot/bot/agenda"
	"meetingbot/bot/booking"
	"meetingbot/bot/home"
	"meetingbot/bot/live"
	"meetingbot/bot/personal"
	"meetingbot/bot/reminder"
	"meetingbot/bot/rule"
	"meetingbot/bot/share"
	"meetingbot/bot/unfurl"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// engines are what posts without being asked. They share a database, the meetings
// that are read again and again, and the messages that follow them.
type engines struct {
	watcher   *watch.Watcher
	live      *live.Updater
	reminders *reminder.Engine
	unfurls   *unfurl.Engine
	homes     *home.Engine // its jobs are registered once there is a bot
	personal  *personal.Engine
	rules     *rule.Engine
	bookings  *booking.Engine
	shares    *share.Engine
}

// wireEngines wires the engines, and registers their jobs.
func (a *app) wireEngines(c config, workspaces *workspace.Directory) (e engines, err error) {
	watcher, err := watch.New(watch.Options{
		Store: a.database.Watches(), Workspaces: workspaces, Logger: a.logger, Now: a.now,
	})
	if err != nil {
		return e, fmt.Errorf("wire the watcher: %w", err)
	}
	updater, err := a.wireLive(c, workspaces, watcher)
	if err != nil {
		return e, err
	}
	if e.homes, err = home.New(home.Options{Store: a.database.Home(), Workspaces: workspaces, Logger: a.logger, Now: a.now}); err != nil {
		return e, fmt.Errorf("wire the Home tabs: %w", err)
	}
	agendas := agenda.New(a.now)
	e.personal, err = personal.New(personal.Options{
		Store: a.database.Personal(), Workspaces: workspaces, Agendas: agendas, Choices: a.choices, Logger: a.logger, Now: a.now,
	})
	if err != nil {
		return e, fmt.Errorf("wire what people chose to be told: %w", err)
	}
	e.rules, err = rule.New(rule.Options{Store: a.database.Rules(), Workspaces: workspaces, Agendas: agendas, Logger: a.logger, Now: a.now})
	if err != nil {
		return e, fmt.Errorf("wire what is followed by rule: %w", err)
	}
	notifier, err := bot.NewNotifier(bot.NotifierOptions{Rules: e.rules, Now: a.now})
	if err != nil {
		return e, fmt.Errorf("wire the notifier: %w", err)
	}
	if e.reminders, err = a.wireReminders(workspaces, watcher, updater, notifier, e); err != nil {
		return e, err
	}
	e.personal.Register(&a.jobs, e.reminders, notifier)
	e.rules.Register(&a.jobs, e.reminders)
	if e.unfurls, err = a.wireUnfurls(c, workspaces, watcher, updater); err != nil {
		return e, err
	}
	if e.bookings, err = a.wireBookings(c, workspaces, watcher, updater); err != nil {
		return e, err
	}
	if e.shares, err = a.wireShares(watcher, updater); err != nil {
		return e, err
	}
	watcher.Register(&a.jobs)
	updater.Register(&a.jobs)
	e.watcher, e.live = watcher, updater
	return e, nil
}

// wireReminders wires what reminds people of meetings, and registers its jobs.
func (a *app) wireReminders(
	workspaces *workspace.Directory, watcher *watch.Watcher, updater *live.Updater, notifier reminder.Notifier, e engines,
) (*reminder.Engine, error) {
	engine, err := reminder.New(reminder.Options{
		Store: a.database.Reminders(), Workspaces: workspaces, Watcher: watcher, Live: updater,
		Notifier: notifier, Observer: e.homes, Stops: e.personal, Rules: e.rules, Logger: a.logger, Registry: a.registry, Now: a.now,
	})
	if err != nil {
		return nil, fmt.Errorf("wire the reminders: %w", err)
	}
	engine.Register(&a.jobs)
	return engine, nil
}

// wireUnfurls wires what shows what is behind links, and registers its jobs.
func (a *app) wireUnfurls(c config, workspaces *workspace.Directory, watcher *watch.Watcher, updater *live.Updater) (*unfurl.Engine, error) {
	key, err := c.Slack.metadataKey()
	if err != nil {
		return nil, err
	}
	renderer, err := bot.NewUnfurlRenderer()
	if err != nil {
		return nil, fmt.Errorf("wire what is shown of links: %w", err)
	}
	engine, err := unfurl.New(unfurl.Options{
		Store: a.database.Watches(), Workspaces: workspaces, Watcher: watcher, Live: updater, Renderer: renderer,
		Key: key, LinkHosts: c.Meeting.LinkHosts, Logger: a.logger, Registry: a.registry, Now: a.now,
	})
	if err != nil {
		return nil, fmt.Errorf("wire the unfurled links: %w", err)
	}
	engine.Register(&a.jobs)
	return engine, nil
}

// wireBookings wires what books meetings, and registers its jobs.
func (a *app) wireBookings(c config, workspaces *workspace.Directory, watcher *watch.Watcher, updater *live.Updater) (*booking.Engine, error) {
	key, err := c.Slack.metadataKey()
	if err != nil {
		return nil, err
	}
	teller, err := bot.NewBookingTeller(a.now)
	if err != nil {
		return nil, fmt.Errorf("wire what is told of bookings: %w", err)
	}
	engine, err := booking.New(booking.Options{
		Store: a.database.Bookings(), Workspaces: workspaces, Watcher: watcher, Live: updater, Key: key,
		Logger: a.logger, Now: a.now,
	})
	if err != nil {
		return nil, fmt.Errorf("wire the bookings: %w", err)
	}
	engine.Register(&a.jobs, teller)
	return engine, nil
}

// wireShares wires what has shared cards follow their meeting.
func (a *app) wireShares(watcher *watch.Watcher, updater *live.Updater) (*share.Engine, error) {
	renderer, err := bot.NewSharedRenderer()
	if err != nil {
		return nil, fmt.Errorf("wire what is shown of shared meetings: %w", err)
	}
	engine, err := share.New(share.Options{Store: a.database.Watches(), Watcher: watcher, Live: updater, Renderer: renderer, Now: a.now})
	if err != nil {
		return nil, fmt.Errorf("wire the shared cards: %w", err)
	}
	return engine, nil
}
