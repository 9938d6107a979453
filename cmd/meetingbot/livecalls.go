package main

import (
	"fmt"

	"meetingbot/bot"
	"meetingbot/bot/live"
	"meetingbot/bot/watch"
	"meetingbot/bot/workspace"
)

// wireLive wires what has messages follow their meetings, with Slack's own calls where
// they are on. Its jobs are registered once its kinds are known.
func (a *app) wireLive(c config, workspaces *workspace.Directory, watcher *watch.Watcher) (*live.Updater, error) {
	o := live.Options{
		Store: a.database.Live(), Workspaces: workspaces, Watcher: watcher, Logger: a.logger, Registry: a.registry, Now: a.now,
		Records: live.NewRecorder(live.RecorderOptions{Logger: a.logger, Now: a.now}),
	}
	calls, err := a.wireCalls(c, workspaces)
	if err != nil {
		return nil, err
	}
	if calls != nil {
		o.Calls = calls
	}
	updater, err := live.New(o)
	if err != nil {
		return nil, fmt.Errorf("wire the live messages: %w", err)
	}
	return updater, nil
}

// wireCalls wires Slack's own calls, and registers their jobs: those that were made
// before they were turned off are ended too. It returns nil where they are off.
func (a *app) wireCalls(c config, workspaces *workspace.Directory) (live.RunCalls, error) {
	renderer, err := bot.NewCallRenderer()
	if err != nil {
		return nil, fmt.Errorf("wire what calls show: %w", err)
	}
	calls, err := live.NewCalls(live.CallOptions{
		Store: a.database.Calls(), Workspaces: workspaces, Renderer: renderer, Linked: a.links.UserOf, Logger: a.logger, Now: a.now,
	})
	if err != nil {
		return nil, fmt.Errorf("wire the calls: %w", err)
	}
	calls.Register(&a.jobs)
	if c.Slack.Calls == callsOff {
		return nil, nil //nolint:nilnil // none are made
	}
	return calls, nil
}
