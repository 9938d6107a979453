// Package bot decides what each command, button and modal does. It asks package
// meeting and the reminders, writes through bot/view and bot/text, and leaves it to
// bot/access who may see what.
//
// Every question becomes a Request: routes.go is the table of all of them.
//
// It does not know how a question came in: no HTTP, no Echo, no SQL.
package bot
