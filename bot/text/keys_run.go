package text

// Running a meeting from its card.
const (
	RunEnd         Key = "run_end"
	RunEndLabel    Key = "run_end_label"
	RunExtend      Key = "run_extend"
	RunExtendLabel Key = "run_extend_label"
	RunMute        Key = "run_mute"
	RunMuteLabel   Key = "run_mute_label"
	RunLock        Key = "run_lock"
	RunLockLabel   Key = "run_lock_label"
	RunUnlock      Key = "run_unlock"
	RunUnlockLabel Key = "run_unlock_label"
	RunInvite      Key = "run_invite"
	RunInviteLabel Key = "run_invite_label"
)

// What Slack asks before everybody notices.
const (
	RunSureEndTitle  Key = "run_sure_end_title"
	RunSureEnd       Key = "run_sure_end"
	RunSureEndYes    Key = "run_sure_end_yes"
	RunSureEndNo     Key = "run_sure_end_no"
	RunSureMuteTitle Key = "run_sure_mute_title"
	RunSureMute      Key = "run_sure_mute"
	RunSureMuteYes   Key = "run_sure_mute_yes"
	RunSureMuteNo    Key = "run_sure_mute_no"
)

// What became of it.
const (
	RunEnded         Key = "run_ended"
	RunEndedAnyway   Key = "run_ended_anyway"
	RunNotEnded      Key = "run_not_ended"
	RunExtended      Key = "run_extended"
	RunExtendedUntil Key = "run_extended_until"
	RunMuted         Key = "run_muted"
	RunLocked        Key = "run_locked"
	RunUnlocked      Key = "run_unlocked"
	RunUnsure        Key = "run_unsure"
	RunNotHost       Key = "run_not_host"
	RunHostUnclear   Key = "run_host_unclear"
	RunNotRunning    Key = "run_not_running"
	RunNoPassword    Key = "run_no_password"
	RunRefused       Key = "run_refused"
	RunFull          Key = "run_full"
)

// Calling people into a meeting.
const (
	InviteTitle       Key = "invite_title"
	InviteSubmit      Key = "invite_submit"
	InvitePeople      Key = "invite_people"
	InvitePeopleNone  Key = "invite_people_none"
	InvitePeopleHint  Key = "invite_people_hint"
	InvitePhones      Key = "invite_phones"
	InvitePhonesHint  Key = "invite_phones_hint"
	InviteNobody      Key = "invite_nobody"
	InviteBadPhone    Key = "invite_bad_phone"
	InviteManyPhones  Key = "invite_many_phones"
	InviteNotFound    Key = "invite_not_found"
	InviteForbidden   Key = "invite_forbidden"
	InviteCalling     Key = "invite_calling"
	InvitePhonesCount Key = "invite_phones_count"
	InvitePhoneName   Key = "invite_phone_name"
)
