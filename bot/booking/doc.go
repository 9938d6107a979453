// Package booking books meetings for people, each attempt once.
//
// An attempt is stored before the meeting account is asked. Where the answer is lost,
// or the process dies before it comes, the booking is looked for by who has booked it,
// its subject and its start; it is never made again. Whoever asked is told what is known.
//
// It knows neither Block Kit nor SQL: what is said is its Teller's matter, and rows are
// behind Store.
package booking
