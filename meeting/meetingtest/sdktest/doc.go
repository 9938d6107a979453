// Package sdktest compares the simulated Meeting API and our client with an
// independent client of the same API: the vendor's own Go SDK.
//
// It is a separate module, so that the product does not depend on the SDK.
package sdktest
