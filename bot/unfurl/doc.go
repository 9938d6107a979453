// Package unfurl shows what meeting is behind a link that somebody posts: for those
// who may look it up, once, and following the meeting from then on.
//
// It knows links, who may have them shown, and what is to be tried again. What is
// shown is the matter of its Renderer. The links themselves let people into a
// meeting: they are stored sealed, and are in no log.
package unfurl
