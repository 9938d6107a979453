// Package meetingbot holds what belongs to the program as a whole: the manifest of
// its Slack app.
package meetingbot

import _ "embed"

// Manifest is manifest.yml: the Slack app that Slack reaches at ManifestURL.
//
//go:embed manifest.yml
var Manifest string

// ManifestURL is the address in Manifest that stands for the bot's own.
const ManifestURL = "https://meetingbot.example.com"
