package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"meetingbot/bot/home"
)

// homeView is the Home tab of somebody in a workspace that no other test knows.
func homeView() home.View {
	return home.View{
		Viewer: home.Viewer{Key: anywhere().Key, UserID: "U1"},
		Hash:   "1764.abc", Digest: "d1", OpenedAt: keptNoon(), PublishedAt: keptNoon().Add(time.Second), SlotAt: keptNoon().Add(time.Minute),
	}
}

func testHomes(t *testing.T, b bench) {
	put := func(views ...home.View) {
		b.in(t, func(ctx context.Context, tx tx) error {
			for _, v := range views {
				if err := tx.homes.PutView(ctx, v); err != nil {
					return err
				}
			}
			return nil
		})
	}
	get := func(who home.Viewer) (v home.View, err error) {
		b.in(t, func(ctx context.Context, tx tx) error {
			v, err = tx.homes.GetView(ctx, who)
			return nil
		})
		return v, err
	}
	t.Run("are stored and replaced", func(t *testing.T) {
		v := homeView()
		_, err := get(v.Viewer)
		gone(t, "GetView() before", err)
		put(v)
		got, err := get(v.Viewer)
		same(t, "GetView()", got, v)
		v.Hash, v.Digest, v.OpenedAt, v.PublishedAt, v.SlotAt = "", "", noon(), time.Time{}, time.Time{}
		put(v)
		v.OpenedAt = keptNoon()
		again, againErr := get(v.Viewer)
		same(t, "GetView() of one that was replaced", again, v)
		if err := errors.Join(err, againErr); err != nil {
			t.Error(err)
		}
	})
	t.Run("are of one person of one workspace", func(t *testing.T) {
		v := homeView()
		put(v)
		enterprise, team, person := v.Viewer, v.Viewer, v.Viewer
		enterprise.EnterpriseID, team.TeamID, person.UserID = "E2", team.TeamID+"X", "U2"
		for _, other := range []home.Viewer{enterprise, team, person} {
			_, err := get(other)
			gone(t, "GetView() of somebody else", err)
		}
	})
	t.Run("are listed by their opening", func(t *testing.T) {
		first, second, early := homeView(), homeView(), homeView()
		second.Key, early.Key = first.Key, first.Key
		second.UserID, second.OpenedAt = "U2", first.OpenedAt.Add(time.Minute)
		early.UserID, early.OpenedAt = "U3", first.OpenedAt.Add(-time.Millisecond)
		put(first, second, early, homeView())
		b.in(t, func(ctx context.Context, tx tx) error {
			all, err := tx.homes.ViewersSince(ctx, first.Key, first.OpenedAt, 10)
			same(t, "ViewersSince()", all, []home.Viewer{second.Viewer, first.Viewer})
			one, oneErr := tx.homes.ViewersSince(ctx, first.Key, first.OpenedAt, 1)
			same(t, "ViewersSince(), one at most", one, []home.Viewer{second.Viewer})
			return errors.Join(err, oneErr)
		})
	})
	t.Run("are deleted when they are old", func(t *testing.T) {
		old, kept := homeView(), homeView()
		old.OpenedAt = keptNoon().AddDate(-1, 0, -1)
		kept.OpenedAt = keptNoon().AddDate(-1, 0, 0)
		put(old, kept)
		b.in(t, func(ctx context.Context, tx tx) error { return tx.homes.DeleteViews(ctx, kept.OpenedAt) })
		_, err := get(old.Viewer)
		gone(t, "GetView() of an old one", err)
		if _, err := get(kept.Viewer); err != nil {
			t.Errorf("GetView() of one that is not old = %v", err)
		}
	})
}
