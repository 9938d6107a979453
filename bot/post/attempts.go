package post

import (
	"context"
	"time"
)

// Attempts keeps how many times a message was posted, or updated to what it shows,
// of which it is not known whether it arrived. A post is counted before it is made,
// so that one over which the process dies counts.
type Attempts interface {
	// BeginPost counts one more post, and returns how many there are with it.
	BeginPost(ctx context.Context, id string, at time.Time) (posts int, err error)
	// RevokePost takes one back that certainly did not arrive.
	RevokePost(ctx context.Context, id string) error
	// ClosePosts notes that the message arrived: from now on BeginPost returns more
	// than MaxPosts, should the work be done again that posted it.
	ClosePosts(ctx context.Context, id string) error
	// ForgetPosts forgets the message, which may be posted as if it never was.
	ForgetPosts(ctx context.Context, id string) error
}
