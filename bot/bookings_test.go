package bot_test

import (
	"testing"

	"meetingbot/bot"
	"meetingbot/bot/booking"
)

// newBookings makes the engine that books, over the store of a world.
func newBookings(tb testing.TB, w *world, o bot.Options) *booking.Engine {
	tb.Helper()
	engine, err := booking.New(booking.Options{
		Store: w.reminders.Store.Bookings(), Workspaces: o.Workspaces, Watcher: w.reminders.Watcher, Live: w.reminders.Live, Key: []byte(metadataKey), Now: o.Now,
	})
	if err != nil {
		tb.Fatal(err)
	}
	teller, err := bot.NewBookingTeller(o.Now)
	if err != nil {
		tb.Fatal(err)
	}
	engine.Register(w.reminders.Jobs, teller)
	return engine
}
