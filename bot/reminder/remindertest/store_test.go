package remindertest_test

import (
	"testing"

	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/store/storetest"
)

// TestStoreInMemory holds the store in memory to what databases are held to.
func TestStoreInMemory(t *testing.T) {
	t.Parallel()
	storetest.Exercise(t, func(*testing.T) storetest.Opened {
		s := &remindertest.Store{}
		return storetest.Opened{
			Reminders: s.Reminders(), Watches: s.Watches(), Live: s.Live(), Calls: s.Calls(), Home: s.Home(), Requests: s.Requests(), Settings: s.Settings(), Links: s.Links(),
			Bookings: s.Bookings(), Personal: s.Personal(), Rules: s.Rules(),
		}
	})
}
