package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestImageKnowsItsVersion links the program as the Dockerfile does.
func TestImageKnowsItsVersion(t *testing.T) {
	t.Parallel()
	dockerfile, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	flags := regexp.MustCompile(`-ldflags="([^"]*)"`).FindSubmatch(dockerfile)
	if flags == nil || !strings.Contains(string(dockerfile), "\nARG VERSION") {
		t.Fatal("the Dockerfile has no flags for the linker, or takes no VERSION")
	}
	path := filepath.Join(t.TempDir(), "meetingbot")
	told := strings.ReplaceAll(string(flags[1]), "${VERSION}", "v1.2.3-image")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-ldflags", told, "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), path, "version").Output()
	if got := strings.TrimSpace(string(out)); err != nil || got != "meetingbot v1.2.3-image" {
		t.Errorf("version = %q, %v, want meetingbot v1.2.3-image", got, err)
	}
}
