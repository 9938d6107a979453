// Package meeting asks Huawei Cloud Meeting about meetings: it signs in with
// an App ID, calls the Meeting API, understands its times, ids, links and
// refusals, and keeps answers for a while.
//
// An Account is one account at the API, and shares nothing with other accounts.
// It reads a meeting with all its invitees, once for all who ask at the same time,
// keeps it for a while, and returns an older reading while the API fails. It also finds
// meetings by a search (Find) and by any number that they have (Resolve), those
// who are in a meeting now (Attendees), and what the history tells of meetings
// that have ended (History, Attendance).
//
// Its Client makes the calls. It signs in when first asked, shares its token
// among all callers, renews it ahead of its end, repeats queries where that may
// help and never a change, and tells refusals apart by Kind.
//
// Schedule is the only place that computes the occurrences of a meeting, which
// one is current or next, and the phase that one is in.
//
// What is secret (keys, tokens, passwords, links that let their holder in) has
// the type secret.Secret, which prints as a fixed word, and is in no error and no
// log.
//
// It knows nothing of Slack, and no other package knows how the API is spoken
// to. Zones of meetings need the zone database: import time/tzdata in commands
// that run where there is none.
package meeting
