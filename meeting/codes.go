package meeting

// kindOfCode classifies an error_code of the API, "" for one that is not in the
// documents or has no kind of its own: then the status decides. The meanings
// are those of the vendor's error-code pages and client header.
func kindOfCode(code string) Kind {
	switch code {
	case "MMC.111070005", // no such meeting, ended, or not for this account to know
		"MMC.111070006", // personal meeting room not found
		"MMC.111071003", // conference id does not exist
		"MMC.111071069", // no meeting in the chosen time
		"MMC.111071072", // closed recently
		"MMC.111072003", // closing
		"MMC.111072006", // closed
		"MMC.111072065", // not found or wrong password
		"MMC.111081002", // the participant's meeting is missing
		"MMC.112010004", // conference not found
		"MMC.112100003": // data not found
		return NotFound
	case "MMC.111070002", // insufficient permissions
		"MMC.111070010", // may not view this meeting
		"MMC.111071063", // not the owner of the cloud room
		"MMC.111071074", // only users of the organisation
		"MMC.111071075", // only invitees
		"MMC.111071091", // password check failed
		"MMC.111072050", // locked
		"MMC.111073001", // no such user
		"MMC.111100012": // the meeting lives at another site
		return Forbidden
	case "MMC.111070004", // authentication failed
		"MMC.111070111", // the request's token is null
		"USG.000000004", // bad or expired token
		"USG.206020000", // token invalid
		"USG.206020001", // token from the disaster recovery site
		"USG.206020002", // kicked
		"MBI.000000004": // bad token
		return TokenRefused
	case "MMC.100000429", // flow control of the server
		"APIG.0308",     // flow control of the gateway
		"MMC.111071052", // anonymous login locked for a while
		"MMC.111071053", // login by link locked for a while
		"MMC.111072064", // control login locked for a while
		"USG.206030015": // user locked for 60 s
		return Throttled
	case "MMC.111070003", // system failure
		"MMC.111071008", // list query failed
		"MMC.111072004", // starting
		"USG.000000001", // busy
		"USG.000000002", // internal
		"USG.000000005": // upgrading
		return Unavailable
	default:
		return kindOfRefusal(code)
	}
}

// isParameterCode reports whether a code says that something in the question is not
// accepted, and not what.
func isParameterCode(code string) bool {
	switch code {
	case "MMC.111070001", // bad request
		"MMC.111071061", // parameter check failed
		"MMC.111071062", // JSON conversion
		"USG.000000003", // parameter error
		"USG.206060011": // parameter error
		return true
	default:
		return false
	}
}

// kindOfRefusal classifies the codes that say that waiting does not help.
func kindOfRefusal(code string) Kind {
	switch code {
	case "USG.201040000", // user does not exist
		"USG.201040001", // account exists
		"USG.201040005", // user maximum
		"USG.206010000", // wrong user or password
		"USG.206010007", // not activated
		"USG.206010011", // needs a code
		"USG.206010025", // App ID, App Key or signature
		"USG.206010030", // auto-registration off
		"USG.206010031", // auto-registration failed
		"USG.206010036", // normal users may not log in
		"USG.206010057", // signature expired: the clock
		"USG.206010058", // not bound
		"USG.206010064", // another site's account
		"USG.206010070", // user number exceeded
		"USG.206030000": // user does not exist
		return SignInRefused
	case "MMC.111070001", // bad request
		"MMC.111070007", // access number empty
		"MMC.111070009", // password empty
		"MMC.111070120", // region data not found
		"MMC.111071004", // the cloud room's host comes first
		"MMC.111071005", // cloud room in use
		"MMC.111071007", // cloud room relation missing
		"MMC.111071013", // start in the past
		"MMC.111071014", // start too far off
		"MMC.111071015", // duration
		"MMC.111071018", // media
		"MMC.111071020", // recurrence
		"MMC.111071021", // duration
		"MMC.111071022", // subject too long
		"MMC.111071058", // not started
		"MMC.111071061", // parameter check failed
		"MMC.111071062", // JSON conversion
		"MMC.111071065", // edit after start
		"MMC.111071067", // cancel after start
		"MMC.111071082", // meeting count limit
		"MMC.111071116", // running meeting limit
		"MMC.111071119", // time range of an occurrence
		"MMC.111072005", // not started
		"MMC.111072014", // cloud room expired
		"USG.201080000", // no such cloud room
		"USG.201080006", // host password equals guest password
		"MMC.111072101", // attendee limit
		"MMC.111076003", // capacity
		"MMC.111076004", // capacity
		"USG.000000003", // parameter error
		"USG.206060011": // parameter error
		return Invalid
	default:
		return ""
	}
}
