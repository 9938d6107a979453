// Package rule has conversations follow meetings without naming each of them: those
// whose subject has certain words, or those of one person. It keeps the rules, looks
// which meetings match, and has package reminder make subscriptions to these.
//
// It knows neither Block Kit nor SQL.
package rule
