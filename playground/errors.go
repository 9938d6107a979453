package playground

import "errors"

// Errors of requests to the app. Their texts are those that Slack shows to people.
var (
	// ErrTimeout says that the app did not answer in time.
	ErrTimeout = errors.New("operation_timeout")
	// ErrFailed says that the app could not be reached or answered with an error.
	ErrFailed = errors.New("dispatch_failed")
)

// Errors of people's actions, besides [ErrTimeout] and [ErrFailed].
var (
	// ErrUnknownPerson says that nobody with the user id can use the page.
	ErrUnknownPerson = errors.New("no such person")
	// ErrUnknownChannel says that the channel does not exist, or that the person is
	// not in it.
	ErrUnknownChannel = errors.New("no such channel")
	// ErrArchived says that the channel is archived.
	ErrArchived = errors.New("the channel is archived")
	// ErrUnknownCommand says that the app has no such command.
	ErrUnknownCommand = errors.New("not a valid command")
	// ErrNotInstalled says that the app is not installed in the workspace.
	ErrNotInstalled = errors.New("the app is not installed in this workspace")
	// ErrNotMember says that people of other organisations cannot use commands.
	ErrNotMember = errors.New("only members of the workspace can use commands")
	// ErrUnknownMessage says that the person cannot see a message with the
	// timestamp.
	ErrUnknownMessage = errors.New("no such message")
	// ErrNoView says that the person has no view open.
	ErrNoView = errors.New("no view is open")
	// ErrUnknownAction says that there is no element with the action id, or that it
	// does not accept the value.
	ErrUnknownAction = errors.New("no such action")
	// ErrInvalidInput says that a view was not submitted, since inputs are missing
	// or invalid; [View.Errors] says which.
	ErrInvalidInput = errors.New("some inputs are missing or wrong")
	// ErrEmptyText says that the text is empty.
	ErrEmptyText = errors.New("nothing to say")
)
