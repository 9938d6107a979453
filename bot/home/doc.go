// Package home keeps the Home tabs of people up to date: who has opened theirs, what
// it shows, and when it is to be shown anew.
//
// It knows neither what a Home tab says nor SQL. What it shows is compared by a
// digest, and nothing is published that is shown already.
package home
