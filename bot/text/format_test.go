package text_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"golang.org/x/text/language"

	"meetingbot/bot/text"
)

func TestDuration(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		d      time.Duration
		en, zh string
	}{
		{name: "zero", d: 0, en: "less than a minute", zh: "不到 1 分钟"},
		{name: "seconds", d: 59 * time.Second, en: "less than a minute", zh: "不到 1 分钟"},
		{name: "one minute", d: time.Minute, en: "1 minute", zh: "1 分钟"},
		{name: "minutes", d: 12*time.Minute + 59*time.Second, en: "12 minutes", zh: "12 分钟"},
		{name: "one hour", d: time.Hour, en: "1 hour", zh: "1 小时"},
		{name: "hour and minute", d: 61 * time.Minute, en: "1 hour 1 minute", zh: "1 小时 1 分钟"},
		{name: "hours and minutes", d: 23*time.Hour + 59*time.Minute, en: "23 hours 59 minutes", zh: "23 小时 59 分钟"},
		{name: "one day", d: 24*time.Hour + 59*time.Minute, en: "1 day", zh: "1 天"},
		{name: "days and hours", d: 51 * time.Hour, en: "2 days 3 hours", zh: "2 天 3 小时"},
		{name: "no thousands separator", d: 24 * 1234 * time.Hour, en: "1234 days", zh: "1234 天"},
		{name: "negative", d: -5 * time.Minute, en: "5 minutes", zh: "5 分钟"},
	}
	en, zh := loadLocalizers(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := en.Duration(tt.d); got != tt.en {
				t.Errorf("en: Duration(%v) = %q, want %q", tt.d, got, tt.en)
			}
			if got := zh.Duration(tt.d); got != tt.zh {
				t.Errorf("zh: Duration(%v) = %q, want %q", tt.d, got, tt.zh)
			}
		})
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	en, zh := loadLocalizers(t)
	at := time.Date(2019, 12, 31, 20, 5, 0, 0, time.UTC).In(loadZone(t, "Asia/Shanghai")) // 1 Jan 2020, 04:05
	inYear, after := time.Date(2020, 6, 1, 0, 0, 0, 0, time.UTC), time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		name string
		got  string
		want string
	}{
		{"day", en.Day(at, inYear), "1 Jan"},
		{"day zh", zh.Day(at, inYear), "1月1日"},
		{"day of another year", en.Day(at, after), "1 Jan 2020"},
		{"day of another year zh", zh.Day(at, after), "2020年1月1日"},
		{"the year is compared in the same zone", en.Day(at, time.Date(2019, 12, 31, 17, 0, 0, 0, time.UTC)), "1 Jan"},
		{"date", en.Date(at, inYear), "Wed, 1 Jan"},
		{"date zh", zh.Date(at, inYear), "1月1日 周三"},
		{"date and time", en.DateTime(at, after), "Wed, 1 Jan 2020, 04:05"},
		{"date and time zh", zh.DateTime(at, after), "2020年1月1日 周三 04:05"},
		{"weekday", en.Weekday(time.Sunday), "Sun"},
		{"weekday zh", zh.Weekday(time.Saturday), "周六"},
		{"clock", text.Clock(at), "04:05"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.got != tt.want {
				t.Errorf("got %q, want %q", tt.got, tt.want)
			}
		})
	}
}

// Every month and weekday has its own name in both languages.
func TestMonthsAndWeekdays(t *testing.T) {
	t.Parallel()
	en, zh := loadLocalizers(t)
	for _, l := range []text.Localizer{en, zh} {
		names := map[string]bool{}
		for m := time.January; m <= time.December; m++ {
			names[l.Day(time.Date(2020, m, 7, 0, 0, 0, 0, time.UTC), time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))] = true
		}
		for d := time.Sunday; d <= time.Saturday; d++ {
			names[l.Weekday(d)] = true
		}
		if len(names) != 12+7 {
			t.Errorf("%v: months and weekdays have %d different names, want 19: %v", l.Language(), len(names), names)
		}
	}
}

func TestZone(t *testing.T) {
	t.Parallel()
	winter, summer := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC), time.Date(2026, 7, 15, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		name string
		at   time.Time
		want string
	}{
		{"UTC", winter, "UTC"},
		{"east", winter.In(loadZone(t, "Asia/Shanghai")), "UTC+8"},
		{"half an hour", winter.In(loadZone(t, "Asia/Kolkata")), "UTC+5:30"},
		{"west and half an hour", winter.In(loadZone(t, "America/St_Johns")), "UTC-3:30"},
		{"quarter of an hour", winter.In(loadZone(t, "Asia/Kathmandu")), "UTC+5:45"},
		{"five minutes", winter.In(time.FixedZone("", 3600+5*60)), "UTC+1:05"},
		{"winter time", winter.In(loadZone(t, "Europe/Berlin")), "UTC+1"},
		{"summer time", summer.In(loadZone(t, "Europe/Berlin")), "UTC+2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := text.Zone(tt.at); got != tt.want {
				t.Errorf("Zone(%v) = %q, want %q", tt.at, got, tt.want)
			}
		})
	}
}

func TestLists(t *testing.T) {
	t.Parallel()
	en, zh := loadLocalizers(t)
	tests := []struct {
		name       string
		items      []string
		en, zh     string
		commas, zc string
	}{
		{name: "none"},
		{name: "one", items: []string{"a"}, en: "a", zh: "a", commas: "a", zc: "a"},
		{name: "two", items: []string{"a", "b"}, en: "a and b", zh: "a和b", commas: "a, b", zc: "a、b"},
		{name: "three", items: []string{"a", "b", "c"}, en: "a, b and c", zh: "a、b和c", commas: "a, b, c", zc: "a、b、c"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			for _, c := range []struct{ call, got, want string }{
				{"en.List", en.List(tt.items...), tt.en},
				{"zh.List", zh.List(tt.items...), tt.zh},
				{"en.Commas", en.Commas(tt.items...), tt.commas},
				{"zh.Commas", zh.Commas(tt.items...), tt.zc},
			} {
				if c.got != c.want {
					t.Errorf("%s(%q) = %q, want %q", c.call, tt.items, c.got, c.want)
				}
			}
		})
	}
}

func loadZone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func loadLocalizers(t *testing.T) (en, zh text.Localizer) {
	t.Helper()
	c := loadCatalog(t)
	return c.Localizer(language.English), c.Localizer(language.SimplifiedChinese)
}

func loadCatalog(t *testing.T) *text.Catalog {
	t.Helper()
	c, err := text.Load()
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return c
}
