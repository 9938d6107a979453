// Package meeting asks Huawei Cloud Meeting about meetings: it signs in with
// an App ID, calls the Meeting API, understands its times, ids, links and
// refusals, and keeps answers for a while.
//
// A Client is one account at the API. It signs in when first asked, shares its
// token among all who ask, renews it ahead of its end, repeats what is safe to
// repeat, and tells refusals apart by Kind. A Cache in front of it reads a
// meeting once however many ask, with all its invitees, and shows an older
// reading while the API fails. It also finds meetings by what people say of them
// (Find), by any number that they go by (Resolve), those in them now (Attendees),
// and what became of those that have ended (History, Attendance).
//
// What is secret (keys, tokens, passwords, links that let their holder in) has
// the type secret.Secret, which prints as a fixed word, and is in no error and no log.
//
// It knows nothing of Slack, and no other package knows how the API is spoken
// to. Zones of meetings need the zone database: import time/tzdata in commands
// that run where there is none.
package meeting
