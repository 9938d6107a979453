package main

import (
	"fmt"
	"runtime/debug"
)

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(std streams) error {
	_, err := fmt.Fprintln(std.out, "meetingbot", version())
	return err
}

// built is the version that the linker was given with -X main.built, as the
// Dockerfile does: its build has no Git history to read one from.
var built string //nolint:gochecknoglobals // the linker can only set a global

// version is, in this order: the version given to the linker, the version of the
// tagged module, the commit, "devel".
func version() string {
	if built != "" {
		return built
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return "devel"
}
