// Package once lets a request act once, however often it comes: a signature says
// who sent a request, not that it was sent once.
//
// It knows ids and times. It knows neither what a request asks for nor who signed
// it.
package once
