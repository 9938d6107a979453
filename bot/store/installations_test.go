package store_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"meetingbot/bot/install"
	"meetingbot/bot/linking"
	"meetingbot/bot/post"
	"meetingbot/bot/queue"
	"meetingbot/bot/reminder"
	"meetingbot/bot/store"
	"meetingbot/bot/store/storetest"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/internal/secret"
	"meetingbot/meeting"
)

// newKeys makes keys of a new key, and returns them with what is behind the others.
func newKeys(t *testing.T, others ...secret.Secret) (*sealed.Keys, secret.Secret) {
	t.Helper()
	key, err := sealed.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	text := key
	for _, other := range others {
		text += "," + other
	}
	keys, err := sealed.ParseKeys(text)
	if err != nil {
		t.Fatal(err)
	}
	return keys, key
}

func testInstallations(t *testing.T, fresh func(*testing.T) string) {
	t.Helper()
	storetest.ExerciseInstallations(t, func(t *testing.T) install.Store {
		t.Helper()
		keys, _ := newKeys(t)
		return migratedWith(t, store.Options{URL: fresh(t), Keys: keys}).Installations()
	})
}

func grant(k workspace.Key) workspace.Grant {
	return workspace.Grant{
		Key: k, InstalledAt: time.Now().Truncate(time.Millisecond).UTC(), BotUserID: "UBOT",
		Token: "xoxb-seen-nowhere", RefreshToken: "xoxe-1-seen-nowhere", ExpiresAt: time.Now().Add(time.Hour),
	}
}

// Nothing of a token can be read in the database, and a text that is moved to another
// row does not open there.
func testSealed(t *testing.T, url string) {
	keys, _ := newKeys(t)
	db := migratedWith(t, store.Options{URL: url, Keys: keys})
	s := db.Installations()
	for _, k := range []workspace.Key{{TeamID: "T1"}, {TeamID: "T2"}} {
		if err := s.PutGrant(t.Context(), grant(k)); err != nil {
			t.Fatal(err)
		}
	}
	for table := range tablesOf(db.Columns(t)) {
		if dump := db.Dump(t, table); strings.Contains(dump, "seen-nowhere") {
			t.Errorf("%s holds a token: %s", table, dump)
		}
	}
	db.Exec(t, "UPDATE installations SET token = (SELECT token FROM installations WHERE team_id = 'T2') WHERE team_id = 'T1'")
	if _, err := s.GetGrant(t.Context(), workspace.Key{TeamID: "T1"}); !errors.Is(err, sealed.ErrCannotOpen) {
		t.Errorf("the token of another row: GetGrant() = %v", err)
	}
}

// What one key sealed opens as long as the key is among the others; without it the
// error names the variable.
func testKeys(t *testing.T, url string) {
	k := workspace.Key{TeamID: "T1"}
	first, key := newKeys(t)
	with := func(keys *sealed.Keys, do func(install.Store)) {
		t.Helper()
		db, err := store.Open(t.Context(), store.Options{URL: url, Keys: keys})
		if err == nil {
			err = db.Migrate(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
		do(db.Installations())
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	with(first, func(s install.Store) {
		if err := s.PutGrant(t.Context(), grant(k)); err != nil {
			t.Fatal(err)
		}
	})
	both, _ := newKeys(t, key)
	other, _ := newKeys(t)
	for _, tt := range []struct {
		keys *sealed.Keys
		want string
	}{{both, ""}, {other, "ENCRYPTION_KEY"}, {nil, "ENCRYPTION_KEY or ENCRYPTION_KEY_FILE must be set"}} {
		with(tt.keys, func(s install.Store) {
			r, err := s.FindGrant(t.Context(), k)
			switch {
			case tt.want == "" && (err != nil || r.Token != grant(k).Token):
				t.Errorf("FindGrant() with both keys = %v", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "seen-nowhere")):
				t.Errorf("FindGrant() = %v, want %q", err, tt.want)
			}
			if _, err := s.Grants(t.Context()); err != nil {
				t.Errorf("Grants() needs the key: %v", err)
			}
		})
	}
}

// After a start with a new key in front of the old one, the new one alone opens
// everything. A token that is being renewed waits for the next start.
func testReseal(t *testing.T, url string) {
	ctx := t.Context()
	old, key := newKeys(t)
	idle, busy, foreign := workspace.Key{EnterpriseID: "E1", TeamID: "T1"}, workspace.Key{TeamID: "T2"}, workspace.Key{TeamID: "T3"}
	reopened := func(keys *sealed.Keys, do func(*store.DB)) {
		t.Helper()
		db, err := store.Open(ctx, store.Options{URL: url, Keys: keys})
		if err == nil {
			err = db.Migrate(ctx)
		}
		if err != nil {
			t.Fatal(err)
		}
		do(db)
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
	reseal := func(db *store.DB, want int) {
		t.Helper()
		if n, err := db.Reseal(ctx); n != want || err != nil {
			t.Errorf("Reseal() = %d, %v; want %d", n, err, want)
		}
	}
	other, _ := newKeys(t)
	reopened(other, func(db *store.DB) {
		if err := db.Installations().PutGrant(ctx, grant(foreign)); err != nil {
			t.Fatal(err)
		}
	})
	reopened(old, func(db *store.DB) {
		own := workspace.OwnAccount{Key: idle, Credentials: meeting.Credentials{AppID: "app", AppKey: "app-key-seen-nowhere"}, AddedAt: time.Now()}
		s := db.Installations()
		link := linking.Link{Key: idle, UserID: "U1", Email: "ana@example.com"}
		if err := errors.Join(s.PutGrant(ctx, grant(idle)), s.PutGrant(ctx, grant(busy)), db.Accounts().PutAccount(ctx, own), db.Links().PutLink(ctx, link)); err != nil {
			t.Fatal(err)
		}
		r, err := s.GetGrant(ctx, busy)
		if err != nil {
			t.Fatal(err)
		}
		if ok, err := s.ClaimRefresh(ctx, r, time.Now(), time.Now().Add(time.Hour)); !ok || err != nil {
			t.Fatalf("ClaimRefresh() = %v, %v", ok, err)
		}
		reseal(db, 0)
	})
	newer, newKey := newKeys(t, key)
	reopened(newer, func(db *store.DB) {
		reseal(db, 4) // two tokens, an App Key and a link
		reseal(db, 0)
	})
	alone, err := sealed.ParseKeys(newKey)
	if err != nil {
		t.Fatal(err)
	}
	reopened(alone, func(db *store.DB) {
		r, err := db.Installations().GetGrant(ctx, idle)
		if err != nil || r.Token != grant(idle).Token || r.RefreshToken != grant(idle).RefreshToken {
			t.Errorf("GetGrant() with the new key alone = %v", err)
		}
		all, err := db.Accounts().ListAccounts(ctx)
		if err != nil || len(all) != 1 || all[0].Credentials.AppKey.Reveal() != "app-key-seen-nowhere" {
			t.Errorf("ListAccounts() with the new key alone = %+v, %v", all, err)
		}
		if l, ok, err := db.Links().GetLink(ctx, idle, "U1"); !ok || err != nil || l.Email != "ana@example.com" {
			t.Errorf("GetLink() with the new key alone = %+v, %v, %v", l, ok, err)
		}
		if _, err := db.Installations().GetGrant(ctx, busy); !errors.Is(err, sealed.ErrCannotOpen) {
			t.Errorf("the token that was being renewed: %v", err)
		}
	})
}

// tablesOf lists the columns of each table.
func tablesOf(columns [][3]string) map[string][][3]string {
	tables := make(map[string][][3]string)
	for _, c := range columns {
		tables[c[0]] = append(tables[c[0]], c)
	}
	return tables
}

// workspaceTables are the tables with a column for the team, by the schema.
func workspaceTables(t *testing.T, db *store.DB) map[string][][3]string {
	tables := tablesOf(db.Columns(t))
	maps.DeleteFunc(tables, func(_ string, columns [][3]string) bool {
		return !slices.ContainsFunc(columns, func(c [3]string) bool { return c[1] == "team_id" })
	})
	return tables
}

// addRows puts a row of a workspace into every table that has a column for the team.
func addRows(t *testing.T, db *store.DB, k workspace.Key) {
	t.Helper()
	for table, columns := range workspaceTables(t, db) {
		var names, values []string
		for _, c := range columns {
			value := "'" + k.String() + " " + c[1] + "'"
			switch {
			case c[1] == "enterprise_id":
				value = "'" + k.EnterpriseID + "'"
			case c[1] == "team_id":
				value = "'" + k.TeamID + "'"
			case c[2] == "BIGINT":
				value = "1"
			}
			names, values = append(names, c[1]), append(values, value)
		}
		db.Exec(t, fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", table, strings.Join(names, ", "), strings.Join(values, ", ")))
	}
	db.Exec(t, fmt.Sprintf("INSERT INTO unconfirmed_posts (id, posts, begun_at) VALUES ('%s id', 1, 1)", k))
}

// left counts the rows of each workspace in all tables that have a column for the team.
func left(t *testing.T, db *store.DB) map[string]int {
	t.Helper()
	counts := make(map[string]int)
	for table := range workspaceTables(t, db) {
		for row := range strings.Lines(db.Dump(t, "(SELECT enterprise_id, team_id FROM "+table+") AS listed")) {
			counts[strings.Trim(row, "[]\n")]++
		}
	}
	return counts
}

// A table that names a workspace must be in the list of those that are emptied.
func testEveryTableIsEmptied(t *testing.T, url string) {
	db := migratedWith(t, store.Options{URL: url})
	tables := workspaceTables(t, db)
	if len(tables) < 7 {
		t.Fatalf("only %d tables have a column for the team", len(tables))
	}
	own := workspace.Key{EnterpriseID: "E1", TeamID: "T1"}
	for _, k := range []workspace.Key{own, {TeamID: "T2"}, {EnterpriseID: "E1", TeamID: "T3"}} {
		addRows(t, db, k)
	}
	remove(t, db, own)
	all := len(tables)
	want := map[string]int{" T2": all, "E1 T3": all}
	if got := left(t, db); !maps.Equal(got, want) {
		t.Errorf("rows left: %v, want %v: is a table missing in workspaceTables, %q?", got, want, store.WorkspaceTables())
	}
	if posts := db.Dump(t, "unconfirmed_posts"); strings.Contains(posts, "E1/T1") || strings.Count(posts, "\n") != 2 {
		t.Errorf("posts left:\n%s", posts)
	}
}

// remove deletes an installation with its rows, as install.Engine does.
func remove(t *testing.T, db *store.DB, k workspace.Key) {
	t.Helper()
	s := db.Installations()
	for {
		n, err := s.DeleteRows(t.Context(), k)
		if err != nil {
			t.Fatalf("DeleteRows() = %v", err)
		}
		if n == 0 {
			break
		}
	}
	if err := s.DeleteGrant(t.Context(), workspace.Grant{Key: k, InstalledAt: time.UnixMilli(1)}); err != nil {
		t.Fatalf("DeleteGrant() = %v", err)
	}
}

// An organisation's rows are those of workspaces that have no installation of their own.
func testOrganisationIsEmptied(t *testing.T, url string) {
	db := migratedWith(t, store.Options{URL: url})
	for _, k := range []workspace.Key{
		{EnterpriseID: "E1", TeamID: "T1"}, {EnterpriseID: "E1", TeamID: "T2"}, {EnterpriseID: "E1"}, {EnterpriseID: "E2", TeamID: "T3"},
	} {
		addRows(t, db, k)
	}
	db.Exec(t, "DELETE FROM installations WHERE team_id = 'T1'")
	remove(t, db, workspace.Key{EnterpriseID: "E1"})
	all := len(workspaceTables(t, db))
	want := map[string]int{"E1 T2": all, "E2 T3": all}
	if got := left(t, db); !maps.Equal(got, want) {
		t.Errorf("rows left: %v, want %v", got, want)
	}
}

// More rows than one transaction deletes go in several.
func testManyRows(t *testing.T, url string) {
	db := migratedWith(t, store.Options{URL: url})
	db.Exec(t, `INSERT INTO watches (enterprise_id, team_id, meeting_id, facts, misses, missing_since)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) SELECT '', 'T1', CAST(i AS TEXT), '{}', 0, 0 FROM n`)
	s := db.Installations()
	for _, want := range []int{1000, 1000, 500, 0} {
		if n, err := s.DeleteRows(t.Context(), workspace.Key{TeamID: "T1"}); n != want || err != nil {
			t.Errorf("DeleteRows() = %d, %v; want %d", n, err, want)
		}
	}
}

// What waited in a workspace since its token was refused goes on at once when the app is
// installed again, and nothing elsewhere does.
func testWakesWhatWaits(t *testing.T, url string) {
	keys, _ := newKeys(t)
	db := migratedWith(t, store.Options{URL: url, Keys: keys})
	own, other := workspace.Key{EnterpriseID: "E1", TeamID: "T1"}, workspace.Key{TeamID: "T2"}
	for _, k := range []workspace.Key{own, other} {
		holdBack(t, db, k)
	}
	if err := db.Installations().PutGrant(t.Context(), grant(workspace.Key{EnterpriseID: "E1"})); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		key    workspace.Key
		waits  int
		parked string
	}{{own, 0, ""}, {other, 1, string(reminder.Revoked)}} {
		var refusals, slots int
		var parked string
		where := " WHERE team_id = '" + tt.key.TeamID + "'"
		db.QueryRow(t, "SELECT count(*) FROM token_refusals"+where, &refusals)
		db.QueryRow(t, "SELECT count(*) FROM turns"+where+" AND channel_id IN ('', '"+post.UpdatesBlocked+"')", &slots)
		db.QueryRow(t, "SELECT parked FROM subscriptions"+where, &parked)
		if refusals != tt.waits || slots != 2*tt.waits || parked != tt.parked {
			t.Errorf("%s: %d refusals, %d blocked slots, suspended %q; want %d, %d, %q", tt.key, refusals, slots, parked, tt.waits, 2*tt.waits, tt.parked)
		}
	}
	var ready string
	db.QueryRow(t, "SELECT count(*) FROM river_job WHERE state = 'available' AND kind = 'deliver_notice'", &ready)
	if ready != "1" {
		t.Errorf("%s notices are ready, want one", ready)
	}
}

// holdBack has a notice of a workspace wait for its token.
func holdBack(t *testing.T, db *store.DB, k workspace.Key) {
	t.Helper()
	ctx, now := t.Context(), time.Now()
	c := post.Conversation{Key: k, ChannelID: "C1"}
	sub := reminder.Subscription{ID: "S" + k.TeamID, Conversation: c, MeetingID: "914083136", Leads: []time.Duration{time.Minute}, SetBy: "U1", SetAt: now, Suspended: reminder.Revoked}
	n := reminder.Notice{ID: "N" + k.TeamID, SubscriptionID: sub.ID, Conversation: c, MeetingID: sub.MeetingID, Lead: time.Minute, DueAt: now.Add(-time.Minute), State: reminder.Pending}
	n.Occurrence.Start = now
	err := db.Reminders().InTx(ctx, func(tx reminder.Tx) error {
		_, err := tx.AddNotice(ctx, n)
		return errors.Join(err, tx.PutSubscription(ctx, sub),
			tx.PutTokenRefusal(ctx, k, reminder.TokenRefusal{Since: now, RefusedAt: now}),
			tx.BlockSlot(ctx, post.Conversation{Key: k}, now.Add(time.Minute)),
			tx.BlockSlot(ctx, post.Conversation{Key: k, ChannelID: post.UpdatesBlocked}, now.Add(time.Minute)),
			tx.Enqueue(ctx, queue.Job{Kind: reminder.DeliverNotice, Key: n.ID, At: now.Add(time.Minute)}))
	})
	if err != nil {
		t.Fatal(err)
	}
}
