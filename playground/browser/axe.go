package browser

import (
	_ "embed"
	"strings"

	"github.com/chromedp/chromedp"
)

// axeScript is axe-core 4.14.1, unmodified, under the Mozilla Public License 2.0.
// No shipped program contains it.
//
//go:embed testdata/axe/axe.min.js
var axeScript string

// violation is one rule of axe-core that the page breaks, and where.
type violation struct {
	Rule, Help string
	Where      []string
}

// CheckAccessibility runs axe-core on the page and fails the test for each
// violation. The state names what the page shows, for the failure's text.
func (b Tab) CheckAccessibility(state string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](axeScript+"\n;typeof axe === 'object'")); err != nil {
		b.t.Fatalf("load axe-core: %v", err)
	}
	found := Eval[[]violation](b, `axe.run(document, {resultTypes: ['violations']}).then(all => all.violations.map(v => ({
		rule: v.id, help: v.help,
		where: v.nodes.map(n => n.html.slice(0, 300) + ' — ' + n.any.concat(n.all, n.none).map(c => c.message).join('; ')),
	})))`)
	for _, f := range found {
		b.t.Errorf("%s: %s (%s)\n%s", state, f.Help, f.Rule, strings.Join(f.Where, "\n"))
	}
}
