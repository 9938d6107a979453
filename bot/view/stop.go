package view

import "meetingbot/bot/text"

// StoppedUnheard tells the one who made a promise to a channel, in private, who
// took it back: the channel could not be told.
func StoppedUnheard(say text.Speaker, command, by string, p Promise) Message {
	again := example(command, say.Say(text.RemindWord)+" "+inCode(p.Number))
	return Message{Text: say.Say(text.PromiseStoppedUnheard, text.Args{
		"Who": mention(by), "Meeting": p.meeting(say), "Channel": channelOf(say, p.Channel), "Command": again,
	})}
}
