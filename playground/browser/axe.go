package browser

import (
	_ "embed"
	"strings"

	"github.com/chromedp/chromedp"
)

// axe is axe-core 4.14.1, unmodified, under the Mozilla Public License 2.0. It is in
// no program that is shipped.
//
//go:embed testdata/axe/axe.min.js
var axe string

// barrier is what axe-core finds wrong.
type barrier struct {
	Rule, Help string
	Where      []string
}

// Accessible looks for barriers on the page as it is, and fails the test for each.
func (b Tab) Accessible(state string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](axe+"\n;typeof axe === 'object'")); err != nil {
		b.t.Fatalf("load axe-core: %v", err)
	}
	found := Eval[[]barrier](b, `axe.run(document, {resultTypes: ['violations']}).then(all => all.violations.map(v => ({
		rule: v.id, help: v.help,
		where: v.nodes.map(n => n.html.slice(0, 300) + ' — ' + n.any.concat(n.all, n.none).map(c => c.message).join('; ')),
	})))`)
	for _, f := range found {
		b.t.Errorf("%s: %s (%s)\n%s", state, f.Help, f.Rule, strings.Join(f.Where, "\n"))
	}
}
