package meetingtest

import (
	_ "embed"
	"strings"
	"time"
)

// zonesTSV has the vendor's timeZoneIDs with the zones of the places that they name.
//
//go:embed zones.tsv
var zonesTSV string

// zoneOf returns the zone of a timeZoneID, and whether there is one.
func zoneOf(id string) (*time.Location, bool) {
	for line := range strings.Lines(zonesTSV) {
		number, name, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if number == id && id != "" {
			zone, err := time.LoadLocation(name)
			return zone, err == nil
		}
	}
	return nil, false
}
