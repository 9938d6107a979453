package handlers

// Fuzzing and tests of pure functions see these from outside.
var (
	ParseForm = parseForm
	Backoff   = backoff

	ShapeOf     = shapeOf
	FormShape   = formShape
	IsKnownName = isKnownName
)

// Get is form.get.
func (f form) Get(name string) string { return f.get(name) }
