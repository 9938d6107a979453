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

// built is the version that whoever built the program without its history tells
// the linker, as the Dockerfile does.
var built string //nolint:gochecknoglobals // the linker sets nothing else

// version is what the linker was told, else the module's version where the
// binary was built from a tagged module, else the commit it was built from, else
// "devel".
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
