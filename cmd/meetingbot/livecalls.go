package main

import (
	"fmt"

	"meetingbot/bot"
	"meetingbot/bot/live"
	"meetingbot/bot/workspace"
)

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
