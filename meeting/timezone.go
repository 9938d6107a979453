package meeting

import (
	"strconv"
	"sync"
	"time"
)

// Zone returns the zone that the meeting's notices are written in, and whether
// timeZoneID names one that is known here. It only says on whose clock the
// booker thinks: the meeting's times are UTC.
func (c *Conference) Zone() (*time.Location, bool) {
	name, ok := zoneName(c.TimeZone)
	if !ok {
		return nil, false
	}
	if zone, ok := zones.Load(name); ok {
		return zone.(*time.Location), true
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, false
	}
	zones.Store(name, zone)
	return zone, true
}

// ZoneID returns the timeZoneID of a zone: that of its name, else of one whose clocks
// show the same all through the year that begins with a time. It is "" where there is
// none, as for zones that a person made up.
func ZoneID(zone *time.Location, year time.Time) string {
	alike := ""
	for n := 1; ; n++ {
		id := strconv.Itoa(n)
		name, ok := zoneName(Text(id))
		switch {
		case !ok:
			return alike
		case name == zone.String():
			return id
		case alike != "":
			continue
		}
		c := Conference{TimeZone: Text(id)}
		if known, ok := c.Zone(); ok && showSame(known, zone, year) {
			alike = id
		}
	}
}

// showSame reports whether the clocks of two zones show the same on every tenth day of
// the year that begins with a time.
func showSame(a, b *time.Location, year time.Time) bool {
	for day := range 37 {
		at := year.AddDate(0, 0, 10*day)
		_, offsetA := at.In(a).Zone()
		_, offsetB := at.In(b).Zone()
		if offsetA != offsetB {
			return false
		}
	}
	return true
}

// zones are those that have been loaded, by IANA name: loading one reads files.
//
//nolint:gochecknoglobals // they are the same for everybody
var zones sync.Map

// zoneName returns the IANA name for a timeZoneID, "1" to "77". The ids and
// places are the vendor's table; the names are the zones of those places, so
// that summer time is today's and not the one printed there.
func zoneName(id Text) (string, bool) {
	names := []string{
		1:  "Etc/GMT+12",                     // -12:00 Eniwetok, Kwajalein
		2:  "Pacific/Midway",                 // -11:00 Midway Island, Samoa
		3:  "Pacific/Honolulu",               // -10:00 Hawaii
		4:  "America/Anchorage",              // -09:00 Alaska
		5:  "America/Los_Angeles",            // -08:00 Pacific Time (US & Canada); Tijuana
		6:  "America/Phoenix",                // -07:00 Arizona
		7:  "America/Denver",                 // -07:00 Mountain Time (US & Canada)
		8:  "America/Guatemala",              // -06:00 Central America
		9:  "America/Chicago",                // -06:00 Central Time (US & Canada)
		10: "America/Mexico_City",            // -06:00 Mexico City
		11: "America/Regina",                 // -06:00 Saskatchewan
		12: "America/Bogota",                 // -05:00 Bogota, Lima, Quito
		13: "America/New_York",               // -05:00 Eastern Time (US & Canada)
		14: "America/Indiana/Indianapolis",   // -05:00 Indiana (East)
		15: "America/Halifax",                // -04:00 Atlantic Time (Canada)
		16: "America/Caracas",                // -04:00 Caracas, La Paz
		17: "America/Santiago",               // -04:00 Santiago
		18: "America/St_Johns",               // -03:30 Newfoundland
		19: "America/Sao_Paulo",              // -03:00 Brasilia
		20: "America/Argentina/Buenos_Aires", // -03:00 Buenos Aires, Georgetown
		21: "America/Nuuk",                   // -03:00 Greenland
		22: "Atlantic/South_Georgia",         // -02:00 Mid-Atlantic
		23: "Atlantic/Azores",                // -01:00 Azores
		24: "Atlantic/Cape_Verde",            // -01:00 Cape Verde Is.
		25: "Africa/Monrovia",                // +00:00 Casablanca, Monrovia
		26: "Europe/London",                  // +00:00 Greenwich Mean Time: Dublin, Edinburgh, Lisbon, London
		27: "Europe/Berlin",                  // +01:00 Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna
		28: "Europe/Budapest",                // +01:00 Belgrade, Bratislava, Budapest, Ljubljana, Prague
		29: "Europe/Paris",                   // +01:00 Brussels, Copenhagen, Madrid, Paris
		30: "Europe/Warsaw",                  // +01:00 Sarajevo, Skopje, Sofija, Warsaw, Zagreb
		31: "Africa/Lagos",                   // +01:00 West Central Africa
		32: "Europe/Athens",                  // +02:00 Athens, Istanbul, Vilnius
		33: "Europe/Bucharest",               // +02:00 Bucharest
		34: "Africa/Cairo",                   // +02:00 Cairo
		35: "Africa/Johannesburg",            // +02:00 Harare, Pretoria
		36: "Europe/Helsinki",                // +02:00 Helsinki, Riga, Tallinn
		37: "Asia/Jerusalem",                 // +02:00 Jerusalem
		38: "Asia/Baghdad",                   // +03:00 Baghdad, Minsk
		39: "Asia/Riyadh",                    // +03:00 Kuwait, Riyadh
		40: "Europe/Moscow",                  // +03:00 Moscow, St. Petersburg, Volgograd
		41: "Africa/Nairobi",                 // +03:00 Nairobi
		42: "Asia/Tehran",                    // +03:30 Tehran
		43: "Asia/Dubai",                     // +04:00 Abu Dhabi, Muscat
		44: "Asia/Tbilisi",                   // +04:00 Baku, Tbilisi, Yerevan
		45: "Asia/Kabul",                     // +04:30 Kabul
		46: "Asia/Yekaterinburg",             // +05:00 Ekaterinburg
		47: "Asia/Karachi",                   // +05:00 Islamabad, Karachi, Tashkent
		48: "Asia/Kolkata",                   // +05:30 Calcutta, Chennai, Mumbai, New Delhi
		49: "Asia/Kathmandu",                 // +05:45 Kathmandu
		50: "Asia/Almaty",                    // +06:00 Almaty, Novosibirsk
		51: "Asia/Dhaka",                     // +06:00 Astana, Dhaka
		52: "Asia/Colombo",                   // +06:00 Sri Jayawardenepura
		53: "Asia/Yangon",                    // +06:30 Rangoon
		54: "Asia/Bangkok",                   // +07:00 Bangkok, Hanoi, Jakarta
		55: "Asia/Krasnoyarsk",               // +07:00 Krasnoyarsk
		56: "Asia/Shanghai",                  // +08:00 Beijing, Chongqing, Hong Kong, Urumqi, Taipei
		57: "Asia/Irkutsk",                   // +08:00 Irkutsk, Ulaan Bataar
		58: "Asia/Singapore",                 // +08:00 Kuala Lumpur, Singapore
		59: "Australia/Perth",                // +08:00 Perth
		60: "Asia/Tokyo",                     // +09:00 Osaka, Sapporo, Tokyo
		61: "Asia/Seoul",                     // +09:00 Seoul
		62: "Asia/Yakutsk",                   // +09:00 Yakutsk
		63: "Australia/Adelaide",             // +09:30 Adelaide
		64: "Australia/Darwin",               // +09:30 Darwin
		65: "Australia/Brisbane",             // +10:00 Brisbane
		66: "Australia/Sydney",               // +10:00 Canberra, Melbourne, Sydney
		67: "Pacific/Port_Moresby",           // +10:00 Guam, Port Moresby
		68: "Australia/Hobart",               // +10:00 Hobart
		69: "Asia/Vladivostok",               // +10:00 Vladivostok
		70: "Pacific/Guadalcanal",            // +11:00 Magadan, Solomon Is., New Caledonia
		71: "Pacific/Auckland",               // +12:00 Auckland, Wellington
		72: "Pacific/Fiji",                   // +12:00 Fiji
		73: "Pacific/Tongatapu",              // +13:00 Nuku'alofa
		74: "Asia/Irkutsk",                   // +09:00 Irkutsk
		75: "Africa/Casablanca",              // +00:00 Casablanca
		76: "Asia/Baku",                      // +04:00 Baku
		77: "Asia/Kamchatka",                 // +12:00 Kamchatka, Marshall Is.
	}
	n, err := strconv.ParseUint(id.String(), 10, 8)
	if err != nil || n == 0 || n >= uint64(len(names)) {
		return "", false
	}
	return names[n], true
}
