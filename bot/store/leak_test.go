package store_test

import (
	"testing"

	"go.uber.org/goleak"
)

// Whatever a DB has begun ends with Stop and Close.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
