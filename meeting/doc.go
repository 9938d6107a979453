// Package meeting asks Huawei Cloud Meeting about meetings: it signs in with
// an App ID, calls the Meeting API, understands its times, ids, links and
// refusals, and keeps answers for a while.
//
// It knows nothing of Slack, and no other package knows how the API is spoken
// to.
package meeting
