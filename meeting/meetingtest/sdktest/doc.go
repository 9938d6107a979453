// Package sdktest holds the make-believe Meeting API and our client against an
// independent reader of the same API: the vendor's own Go SDK.
//
// It is a module of its own, so that the product does not carry the SDK.
package sdktest
