package meetingtest_test

import (
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"meetingbot/meeting/meetingtest"
)

func TestPeopleAreTheSameEveryTime(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff(meetingtest.People(57), meetingtest.People(500)[:57]); diff != "" {
		t.Errorf("People(57) and the first 57 of 500 differ:\n%s", diff)
	}
	if got := meetingtest.People(0); len(got) != 0 {
		t.Errorf("People(0) = %v, want none", got)
	}
}

func TestPeopleAreVaried(t *testing.T) {
	t.Parallel()
	people := meetingtest.People(768)
	seen := map[string]string{}
	kinds, scripts, hosts := map[string]int{}, map[string]bool{}, 0
	for _, p := range people {
		for _, key := range []string{"name " + p.Name, "number " + p.Number, "account " + p.Account, "e-mail " + p.Email} {
			if other, double := seen[key]; double && key != "account " && key != "e-mail " {
				t.Errorf("%q is both %s's and %s's", key, other, p.Name)
			}
			seen[key] = p.Name
		}
		kinds[p.Type]++
		if p.Host {
			hosts++
		}
		for name, script := range map[string]*unicode.RangeTable{
			"Latin": unicode.Latin, "Han": unicode.Han, "Cyrillic": unicode.Cyrillic, "Hangul": unicode.Hangul,
		} {
			for _, r := range p.Name {
				scripts[name] = scripts[name] || unicode.Is(script, r)
			}
		}
		for _, r := range p.Account + p.Email {
			if r > unicode.MaxASCII {
				t.Errorf("%s: account %q, e-mail %q, want ASCII", p.Name, p.Account, p.Email)
				break
			}
		}
	}
	if len(kinds) != 4 || kinds["normal"] < 600 || len(scripts) != 4 || hosts != 1 {
		t.Errorf("768 people: kinds %v, scripts %v, hosts %d; want four kinds, mostly normal, four scripts, one host",
			kinds, scripts, hosts)
	}
}

func TestMorePeopleThanNames(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, p := range meetingtest.People(2000) {
		if p.Account != "" && seen[p.Account] {
			t.Fatalf("account %q occurs twice among 2000", p.Account)
		}
		seen[p.Account] = true
	}
}
