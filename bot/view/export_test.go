package view

// What tests look at from inside.
var (
	Clean     = clean
	Safe      = safe
	JoinLink  = joinLink
	Called    = called
	Telephone = telephone
	Kind      = kind
)
