package remindertest_test

import (
	"testing"

	"meetingbot/bot/reminder/remindertest"
	"meetingbot/bot/store/storetest"
)

// TestStoreInMemory holds the store in memory to what databases are held to.
func TestStoreInMemory(t *testing.T) {
	t.Parallel()
	storetest.Exercise(t, func(*testing.T) storetest.Opened { return storetest.Opened{Store: &remindertest.Store{}} })
}
