// Package bot decides what each command and button does, and who may see
// what. It speaks through bot/view and bot/text, learns who is asking from
// bot/person, and asks package meeting.
//
// It does not know which door a question came through: no HTTP, no Echo, no
// SQL.
package bot
