package bot

import (
	"golang.org/x/text/language"

	"meetingbot/bot/text"
)

// InstallOutcome is what became of an installation: each has a page.
type InstallOutcome int

// The outcomes of an installation.
const (
	// InstallOffered: nothing has happened yet.
	InstallOffered InstallOutcome = iota
	// InstallBegunElsewhere: it began on Slack's own pages.
	InstallBegunElsewhere
	// InstallOtherBrowser: it began in another browser.
	InstallOtherBrowser
	// InstallExpired: it took too long, or was finished before.
	InstallExpired
	// InstallDenied: the person said no.
	InstallDenied
	// InstallStopped: Slack stopped it and gave a code.
	InstallStopped
	// InstallSlackDown: Slack did not answer, or could not.
	InstallSlackDown
	// InstallRefused: Slack did not accept what was asked.
	InstallRefused
	// InstallNotKept: the installation could not be stored.
	InstallNotKept
	// InstallBusy: too many are going on.
	InstallBusy
	// InstallDone: the app is installed in a workspace.
	InstallDone
	// InstallDoneForAll: the app is installed in an organisation, and in none of its
	// workspaces yet.
	InstallDoneForAll
)

// InstallFacts are what the page of an outcome is about.
type InstallFacts struct {
	// Team is the name of the workspace or of the organisation, "" if unknown.
	Team string
	// Granted are the scopes that were granted.
	Granted []string
	// Code is what Slack gave as the reason, "" for none.
	Code string
	// Ref is what a person can quote to the operator.
	Ref string
}

// InstallPage is what stands on a page of the installation: plain text.
type InstallPage struct {
	// Language is the tag of the page's language.
	Language string
	// Title is its heading.
	Title string
	// Lead are its paragraphs, the most important first.
	Lead []string
	// Action is on its main button, Other beside it; "" for none.
	Action, Other string
	// Heading and List are a list below; no list without a heading.
	Heading string
	List    []string
	// Notes are small print.
	Notes []string
}

// InstallPage returns what the page of an outcome says, in the first of a reader's
// languages that the bot has, and else in English. languages is an Accept-Language
// header.
func (b *Bot) InstallPage(o InstallOutcome, f InstallFacts, languages string) InstallPage {
	say := b.localizerFor(languages)
	p := InstallPage{Language: say.String()}
	switch o {
	case InstallOffered:
		p.offer(say, text.InstallTitle, text.InstallLead, text.InstallScopes)
	case InstallBegunElsewhere:
		p.offer(say, text.BegunTitle, text.BegunLead, text.InstallScopes)
	case InstallDone, InstallDoneForAll:
		p.done(say, o, f)
	default:
		p.failed(say, o, f)
	}
	return p
}

// offer fills a page with the button that begins an installation.
func (p *InstallPage) offer(say text.Localizer, title text.Key, lead ...text.Key) {
	p.Title = say.Say(title)
	for _, key := range lead {
		p.Lead = append(p.Lead, say.Say(key))
	}
	p.Action = say.Say(text.InstallAdd)
	p.Notes = []string{say.Say(text.InstallTime)}
}

// done fills the page of an installation that went through.
func (p *InstallPage) done(say text.Localizer, o InstallOutcome, f InstallFacts) {
	switch {
	case o == InstallDoneForAll:
		p.Title, p.Lead = say.Say(text.InstalledForAll, text.Args{"Team": f.Team}), []string{say.Say(text.InstalledForAllLead)}
		p.Action = say.Say(text.InstalledChoose)
	case f.Team == "":
		p.Title = say.Say(text.InstalledTitle)
	default:
		p.Title = say.Say(text.InstalledIn, text.Args{"Team": f.Team})
	}
	if o == InstallDone {
		p.Lead = []string{say.Say(text.InstalledLead)}
		p.Action, p.Other = say.Say(text.InstalledOpen), say.Say(text.InstalledOpenWeb)
	}
	for _, s := range DeclinedScopes(f.Granted) {
		meaning := text.DeclinedRequired
		if s.Optional {
			meaning = s.without
		}
		p.List = append(p.List, say.Say(text.DeclinedScope, text.Args{"Meaning": say.Say(meaning), "Scope": s.Name}))
	}
	if len(p.List) > 0 {
		p.Heading, p.Notes = say.Say(text.DeclinedHeading), []string{say.Say(text.DeclinedAddLater)}
	}
}

// failed fills the page of an installation that came to nothing.
func (p *InstallPage) failed(say text.Localizer, o InstallOutcome, f InstallFacts) {
	title, lead := failureKeys(o)
	p.Title, p.Lead, p.Action = say.Say(title), []string{say.Say(lead)}, say.Say(text.InstallAgain)
	if f.Code != "" {
		p.Lead = append(p.Lead, say.Say(text.SlackRefusedCode, text.Args{"Code": f.Code}))
	}
	if f.Ref != "" {
		p.Notes = []string{say.Say(text.InstallRef, text.Args{"Ref": f.Ref})}
	}
}

// failureKeys are the sentences for an outcome without an installation.
func failureKeys(o InstallOutcome) (title, lead text.Key) {
	switch o {
	case InstallOtherBrowser:
		return text.OtherBrowserTitle, text.OtherBrowserLead
	case InstallExpired:
		return text.InstallExpiredTitle, text.InstallExpiredLead
	case InstallDenied:
		return text.DeniedTitle, text.DeniedLead
	case InstallStopped:
		return text.SlackRefusedTitle, text.SlackRefusedLead
	case InstallRefused:
		return text.InstallBrokenTitle, text.InstallBrokenLead
	case InstallNotKept:
		return text.NotKeptTitle, text.NotKeptLead
	case InstallBusy:
		return text.InstallBusyTitle, text.InstallBusyLead
	default:
		return text.SlackDownTitle, text.SlackDownLead
	}
}

// maxLanguages is how long an Accept-Language header may be that is read, in bytes.
const maxLanguages = 256

// localizerFor returns the localizer of the first language of an Accept-Language
// header that there is one for. It remembers nothing, since strangers send it.
func (b *Bot) localizerFor(languages string) text.Localizer {
	catalog := b.localizers.catalog
	if len(languages) > maxLanguages {
		languages = ""
	}
	wanted, _, err := language.ParseAcceptLanguage(languages)
	if err != nil {
		wanted = nil
	}
	for _, tag := range wanted {
		l := catalog.Localizer(tag)
		base, _ := tag.Base()
		if has, _ := l.Language().Base(); has == base {
			return l
		}
	}
	return catalog.Localizer(language.English)
}
