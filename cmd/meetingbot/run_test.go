package main

import (
	"strings"
	"testing"
)

func TestRunExitCodes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		args     []string
		code     int
		out, err string
	}{
		{"help", []string{"help"}, exitDone, "playground", ""},
		{"the flag for help", []string{"--help"}, exitDone, "playground", ""},
		{"help for one", []string{"lookup", "--help"}, exitDone, "--offset", ""},
		{"version", []string{"version"}, exitDone, "meetingbot ", ""},
		{"the flag for the version", []string{"--version"}, exitDone, "meetingbot ", ""},
		{"help for one, as a command", []string{"help", "lookup"}, exitDone, "--offset", ""},
		{"help for none", []string{"help", "lokup"}, exitUsage, "", "there is no command lokup: did you mean lookup?"},
		{"a slip", []string{"playgroundd"}, exitUsage, "", "did you mean playground?"},
		{"a letter too few", []string{"migrat"}, exitUsage, "", "did you mean migrate?"},
		{"unknown command", []string{"dance"}, exitUsage, "", "dance"},
		{"unknown flag", []string{"playground", "--fast"}, exitUsage, "", "--fast"},
		{"remote page", []string{"playground", "--addr", "0.0.0.0:0"}, exitUsage, "", "--addr must be a loopback address"},
		{"any page", []string{"playground", "--addr", ":0"}, exitUsage, "", "--addr must be a loopback address"},
		{"remote bot", []string{"playground", "--addr", "127.0.0.1:0", "--bot-addr", "192.0.2.1:0"}, exitUsage, "", "--bot-addr"},
		{"no port", []string{"playground", "--meeting-addr", "localhost", "--addr", "127.0.0.1:0"}, exitUsage, "", "--meeting-addr"},
		{"lookup of nothing", []string{"lookup"}, exitUsage, "", "<id>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr strings.Builder
			if got := run(t.Context(), tt.args, &stdout, &stderr); got != tt.code {
				t.Errorf("run(%q) = %d, want %d; stderr: %s", tt.args, got, tt.code, stderr.String())
			}
			if !strings.Contains(stdout.String(), tt.out) {
				t.Errorf("run(%q) prints %q, want %q in it", tt.args, stdout.String(), tt.out)
			}
			if !strings.Contains(stderr.String(), tt.err) {
				t.Errorf("run(%q) prints the error %q, want %q in it", tt.args, stderr.String(), tt.err)
			}
		})
	}
}
