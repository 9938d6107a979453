// Package contact finds e-mail addresses, SIP addresses and phone numbers in the
// names of people, rooms and departments, and removes them. It knows nothing of
// meetings and of Slack.
package contact
