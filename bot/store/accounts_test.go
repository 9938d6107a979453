package store_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"meetingbot/bot/store"
	"meetingbot/bot/workspace"
	"meetingbot/internal/sealed"
	"meetingbot/meeting"
)

// sealKeys are those of every database that tests open.
var sealKeys = sync.OnceValue(newSealKeys)

func newSealKeys() *sealed.Keys {
	key, err := sealed.NewKey()
	if err != nil {
		panic(err)
	}
	keys, err := sealed.ParseKeys(key)
	if err != nil {
		panic(err)
	}
	return keys
}

// appKey is in no other row.
const appKey = "the-app-key-of-this-test"

func putAccount(t *testing.T, db *store.DB, k workspace.Key) {
	t.Helper()
	a := workspace.OwnAccount{Key: k, Site: "https://api.example.com", Credentials: meeting.Credentials{AppID: "app", AppKey: appKey}}
	if err := db.Accounts().PutAccount(t.Context(), a); err != nil {
		t.Fatalf("PutAccount() = %v", err)
	}
}

func listAccounts(t *testing.T, db *store.DB) map[workspace.Key]workspace.OwnAccount {
	t.Helper()
	list, err := db.Accounts().ListAccounts(t.Context())
	if err != nil {
		t.Fatalf("ListAccounts() = %v", err)
	}
	all := make(map[workspace.Key]workspace.OwnAccount)
	for _, a := range list {
		all[a.Key] = a
	}
	return all
}

// An App Key is nowhere in the database, and opens in its own row alone.
func TestAppKeysAreSealed(t *testing.T) {
	t.Parallel()
	url := file(t)
	db := migrated(t, url)
	first, second := workspace.Key{TeamID: "T1"}, workspace.Key{EnterpriseID: "E1", TeamID: "T2"}
	putAccount(t, db, first)
	putAccount(t, db, second)
	path := strings.TrimPrefix(url, "sqlite:")
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("the files are %v, %v", files, err)
	}
	found := false
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found = found || bytes.Contains(raw, []byte("https://api.example.com"))
		if bytes.Contains(raw, []byte(appKey)) {
			t.Errorf("%s holds the App Key", filepath.Base(name))
		}
	}
	if !found {
		t.Error("no file holds the rows: this test searches in vain")
	}
	db.Exec(t, "UPDATE workspace_accounts SET app_key = (SELECT app_key FROM workspace_accounts WHERE team_id = 'T2') WHERE team_id = 'T1'")
	all := listAccounts(t, db)
	if a := all[first]; !errors.Is(a.Unreadable, sealed.ErrCannotOpen) || a.Credentials.AppKey != "" {
		t.Errorf("the key of another row opens as %v: %v", a.Credentials.AppKey, a.Unreadable)
	}
	if a := all[second]; a.Unreadable != nil || a.Credentials.AppKey != appKey {
		t.Errorf("the key of its own row: %v", a.Unreadable)
	}
}

// Without the key that sealed an App Key the account is listed, and cannot be used.
func TestAppKeysWithoutTheirKey(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string]*sealed.Keys{"another key": newSealKeys(), "no key": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := file(t)
			db, err := store.Open(t.Context(), store.Options{URL: url, Keys: sealKeys()})
			if err == nil {
				err = db.Migrate(t.Context())
			}
			if err != nil {
				t.Fatal(err)
			}
			k := workspace.Key{TeamID: "T1"}
			putAccount(t, db, k)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			if db, err = store.Open(t.Context(), store.Options{URL: url, Keys: keys}); err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if a := listAccounts(t, db)[k]; a.Unreadable == nil || a.Credentials.AppKey != "" || a.Credentials.AppID != "app" {
				t.Errorf("listed as %+v", a)
			}
			err = db.Accounts().PutAccount(t.Context(), workspace.OwnAccount{Key: k, Credentials: meeting.Credentials{AppKey: appKey}})
			if (err == nil) != (keys != nil) || err != nil && strings.Contains(err.Error(), appKey) {
				t.Errorf("PutAccount() = %v", err)
			}
		})
	}
}
