// Package meetingtest is a simulated Meeting API server, for tests and for the
// playground. It has meetings that start and end, attendees that join and leave,
// a history, verified sign-in, tokens that expire or are kicked, every documented
// refusal with its code, and problems on demand.
//
// It follows the vendor's documents and knows nothing of the client that calls
// it. Where the documents leave something open, the comment beside the code says
// what was chosen and why.
package meetingtest
