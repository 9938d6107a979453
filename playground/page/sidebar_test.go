package page_test

import (
	"bytes"
	"strings"
	"testing"

	"meetingbot/playground/page"
)

// A list of workspaces names each once: its heading is no name.
func TestWorkspaceIsNamedOnce(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	p := page.Page{Workspace: "Acme", Workspaces: []page.Workspace{{Name: "Acme", Path: "/", Here: true, Installed: true}, {Name: "Globex", Path: "/b/"}}}
	if err := p.Render(&b); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), ">Acme<"); n != 1 {
		t.Errorf("the workspace is named %d times, want once", n)
	}
}
