package phrase

import (
	"sync"
	"time"
)

// zoneNames are the zones that the names in phrases mean, by their names in the tz
// database. Who writes EST in summer means the time of New York. Names that several zones
// have are left out: CST, IST.
func zoneNames() map[string]string {
	return map[string]string{
		"utc": "UTC", "gmt": "UTC",
		"cet": "Europe/Berlin", "cest": "Europe/Berlin", "eet": "Europe/Helsinki", "eest": "Europe/Helsinki",
		"bst": "Europe/London", "msk": "Europe/Moscow",
		"et": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "cdt": "America/Chicago",
		"mst": "America/Denver", "mdt": "America/Denver",
		"pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
		"jst": "Asia/Tokyo", "kst": "Asia/Seoul", "hkt": "Asia/Hong_Kong", "sgt": "Asia/Singapore", "beijing": "Asia/Shanghai",
		"北京": "Asia/Shanghai", "上海": "Asia/Shanghai", "新加坡": "Asia/Singapore", "东京": "Asia/Tokyo", "首尔": "Asia/Seoul",
		"伦敦": "Europe/London", "柏林": "Europe/Berlin", "巴黎": "Europe/Paris",
		"纽约": "America/New_York", "美东": "America/New_York", "美西": "America/Los_Angeles",
	}
}

// zones are those that this machine knows, by the names in phrases.
//
//nolint:gochecknoglobals // reading them takes a while, and they never change
var zones = sync.OnceValue(func() map[string]*time.Location {
	all := map[string]*time.Location{}
	for name, place := range zoneNames() {
		if zone, err := time.LoadLocation(place); err == nil {
			all[name] = zone
		}
	}
	return all
})

// readZone reads the name of a zone. Where several zones have it, it is not known which
// one is meant.
func readZone(_ reader, m []string) (item, bool) {
	return item{kind: isZone, zone: zones()[m[len(m)-1]]}, true
}

// inZone returns the calendar of the zone that was typed beside a time, if it is known
// which one that is.
func (c *choice) inZone(cal calendar) calendar {
	if c.clock == nil || c.zone == nil || c.zone.zone == nil {
		return cal
	}
	return calendar{now: cal.now.In(c.zone.zone), zone: c.zone.zone}
}

// fromZone puts the beginning and all choices, which were read in a zone that was typed,
// into that of the person. The time is doubtful where both differ.
func (s *sentence) fromZone(c *choice, own calendar, d *Draft) {
	if c.clock == nil || c.zone == nil {
		return
	}
	if c.zone.zone == nil {
		s.doubt(c, DoubtZone, *c.zone)
		return
	}
	there := d.Start
	d.Start = there.In(own.zone)
	for i := range c.doubts {
		for j, choice := range c.doubts[i].Choices {
			c.doubts[i].Choices[j] = choice.In(own.zone)
		}
	}
	if _, here := d.Start.Zone(); here != offset(there) {
		s.doubt(c, DoubtZone, *c.zone, d.Start)
		c.doubts[len(c.doubts)-1].Zone = c.zone.zone
	}
}

// offset is how far a time is ahead of UTC where it is, in seconds.
func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}
