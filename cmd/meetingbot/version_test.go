package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestVersionOfTheImage links the program as the Dockerfile does.
func TestVersionOfTheImage(t *testing.T) {
	t.Parallel()
	dockerfile, err := os.ReadFile("../../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	flags := regexp.MustCompile(`-ldflags="([^"]*)"`).FindSubmatch(dockerfile)
	if flags == nil || !strings.Contains(string(dockerfile), "\nARG VERSION") {
		t.Fatal("the Dockerfile has no linker flags or no argument VERSION")
	}
	path := filepath.Join(t.TempDir(), "meetingbot")
	ldflags := strings.ReplaceAll(string(flags[1]), "${VERSION}", "v1.2.3-image")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-ldflags", ldflags, "-o", path, ".").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	out, err := exec.CommandContext(t.Context(), path, "version").Output()
	if got := strings.TrimSpace(string(out)); err != nil || got != "meetingbot v1.2.3-image" {
		t.Errorf("version = %q, %v, want meetingbot v1.2.3-image", got, err)
	}
}
