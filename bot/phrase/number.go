package phrase

import (
	"strconv"
	"strings"
)

// Parts of patterns: numbers as they are typed.
const (
	hanNumber     = `(?:\d{1,3}|[零〇一二两三四五六七八九十]{1,3})`
	englishNumber = `(?:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)`
)

// number reads digits, Chinese numerals and English words. False for what is none
// of them.
func number(s string) (int, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, true
	}
	if n, ok := englishWord(s); ok {
		return n, true
	}
	return hanNumeral(s)
}

func englishWord(s string) (int, bool) {
	if s == "a" || s == "an" {
		return 1, true
	}
	for i, word := range strings.Fields("one two three four five six seven eight nine ten eleven twelve") {
		if s == word {
			return i + 1, true
		}
	}
	return 0, false
}

// hanNumeral reads a numeral below a hundred: "十二", "二十", "五", "零五".
func hanNumeral(s string) (int, bool) {
	s = strings.NewReplacer("〇", "零", "两", "二").Replace(s)
	tens, ones, ten := strings.Cut(s, "十")
	if !ten {
		return hanDigit(strings.TrimPrefix(s, "零"), s == "零")
	}
	t, ok := hanDigit(tens, false)
	if tens == "" {
		t, ok = 1, true
	}
	o, okOnes := hanDigit(ones, ones == "")
	return 10*t + o, ok && okOnes && t > 0
}

// hanDigit reads one numeral, and nothing as 0 where that is right.
func hanDigit(s string, zero bool) (int, bool) {
	for i, r := range []rune("零一二三四五六七八九") {
		if i > 0 && s == string(r) {
			return i, true
		}
	}
	return 0, zero
}
