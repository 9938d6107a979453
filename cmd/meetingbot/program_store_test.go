package main

import (
	"os"
	"path/filepath"
	"testing"

	"meetingbot/bot/store/postgrestest"
)

// What needs no database works without one, and nothing is promised that would be
// forgotten.
func TestProgramWithoutItsDatabase(t *testing.T) {
	t.Parallel()
	t.Run("the file is removed", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "reminders.db")
		p := startProgram(t, "DATABASE_URL=sqlite:"+path)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		p.worksWithoutReminders()
	})
	t.Run("PostgreSQL hangs", func(t *testing.T) {
		t.Parallel()
		proxy, url := postgrestest.StartProxy(t, postgrestest.Start(t).NewSchema(t))
		p := startProgram(t, "DATABASE_URL="+url)
		proxy.Hang()
		p.worksWithoutReminders()
		proxy.Recover()
		p.isReady()
	})
	t.Run("PostgreSQL is read-only", func(t *testing.T) {
		t.Parallel()
		cluster := postgrestest.StartCluster(t)
		p := startProgram(t, "DATABASE_URL="+cluster.NewSchema(t))
		cluster.SetReadOnly(t, true)
		p.worksWithoutReminders()
		cluster.SetReadOnly(t, false)
		p.isReady()
	})
	t.Run("a table is locked", func(t *testing.T) {
		t.Parallel()
		url := postgrestest.Start(t).NewSchema(t)
		p := startProgram(t, "DATABASE_URL="+url)
		release := postgrestest.Lock(t, url, "compatibility", "subscriptions")
		p.worksWithoutReminders()
		release()
		p.isReady()
	})
}

// worksWithoutReminders checks that meetings are looked up, that no reminder is
// promised, and that /readyz says so and keeps the process in service.
func (p *program) worksWithoutReminders() {
	p.t.Helper()
	const want = `200 {"status":"degraded","reasons":["database"],"parts":{"database":"down","meeting_sign_in":"up"}}`
	if got := p.get("/readyz", want); got != want {
		p.t.Errorf("GET /readyz = %s, want %s\n%s", got, want, p.logs)
	}
	p.say("/meeting 914083136")
	p.expect("user01's meeting")
	p.say("/meeting remind 914083136")
	p.expect("something went wrong on my side")
	p.say("/meeting 914083136")
	p.expect("user01's meeting")
}

// isReady waits until /readyz says that everything works.
func (p *program) isReady() {
	p.t.Helper()
	const want = `200 {"status":"ready","parts":{"database":"up","meeting_sign_in":"up"}}`
	if got := p.get("/readyz", want); got != want {
		p.t.Errorf("GET /readyz = %s, want %s\n%s", got, want, p.logs)
	}
}
