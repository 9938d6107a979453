package meeting

import "errors"

// The kinds of refusal that only the control of a running meeting knows.
const (
	// NotRunning: the meeting has not begun, or it has ended.
	NotRunning Kind = "not_running"
	// NoHostPassword: the account is not told the meeting's host password.
	NoHostPassword Kind = "no_host_password"
	// ControlRefused: the API does not accept the host password, or the control
	// token, of the meeting. It says the same of one that it does not know.
	ControlRefused Kind = "control_refused"
)

// asControlError gives the error of a control call the kind that the code has there.
func asControlError(err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	if kind := kindOfControlCode(e.Code); kind != "" {
		e.Kind = kind
	}
	return err
}

// kindOfControlCode classifies the codes that mean something else where a running
// meeting is steered, "" for all others. Where it has no place for more people, the
// Reason is Capacity.
func kindOfControlCode(code string) Kind {
	switch code {
	case "MMC.111070005", // no such meeting, or ended
		"MMC.111071003", // conference id does not exist
		"MMC.111071058", // not started
		"MMC.111071072", // closed recently
		"MMC.111072003", // closing
		"MMC.111072005", // not started
		"MMC.111072006", // closed
		"MMC.112010004": // conference not found
		return NotRunning
	case "MMC.111072065", // not found, or wrong password, or token unknown or expired
		"MMC.111071091": // password check failed
		return ControlRefused
	default:
		return ""
	}
}
