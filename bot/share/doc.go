// Package share has cards follow their meeting that people share with a channel.
//
// It knows where a card is, which date of which meeting it shows, and who has shared
// it. What a card says is its Renderer's matter.
package share
