// The place in the conversation and the focus, kept while messages change.
import { all, one, on } from './dom.js'

const nearEnd = log => log.scrollHeight - log.scrollTop - log.clientHeight < 80
let atEnd = true
let own = -1 // where the log was put last; word of that comes late, when it may have grown
export const toEnd = () => {
  const log = one('#log')
  log.scrollTop = log.scrollHeight
  own = log.scrollTop
  atEnd = true
}

// Who reads at the end of the conversation stays there, whatever grows or shrinks.
on('scroll', event => {
  if (event.target.id === 'log' && event.target.scrollTop !== own) atEnd = nearEnd(event.target)
}, true)
const stay = new ResizeObserver(() => { if (atEnd) toEnd() })

let before = null // where the focus was before a change
on('htmx:before:swap', () => {
  const active = document.activeElement
  before = {
    id: active?.id,
    row: active?.closest('[data-actions]') && [...active.closest('[data-actions]').children].indexOf(active),
    message: active?.closest('.message')?.id,
    view: active?.closest('dialog')?.id,
  }
})
on('htmx:after:swap', () => {
  if (before) refocus(before)
  before = null
})

// When the element with the focus is gone, the nearest that is left takes it: a
// button of the same message, else the message, else the message box.
const refocus = ({ id, row, message, view }) => {
  if (document.activeElement && document.activeElement !== document.body) return
  const there = id && document.getElementById(id)
  if (there) { there.focus({ preventScroll: true }); return }
  if (view || !message) return
  const card = document.getElementById(message)
  const buttons = card ? all('[data-actions] .button', card) : []
  const next = buttons[Math.min(Math.max(row ?? 0, 0), buttons.length - 1)] || card || one('#line')
  next?.focus({ preventScroll: true })
}

// The conversation opens at its end, or where it was when something was opened
// beside it.
export const startPlace = () => {
  const log = one('#log')
  const key = 'playground.scroll.' + (one('#line')?.dataset.draft ?? '')
  const fromEnd = one('.beside.open') ? Number(sessionStorage.getItem(key)) : 0
  log.scrollTop = log.scrollHeight - log.clientHeight - fromEnd
  atEnd = nearEnd(log)
  stay.observe(log)
  stay.observe(one('#messages'))
  addEventListener('pagehide', () => sessionStorage.setItem(key, String(log.scrollHeight - log.scrollTop - log.clientHeight)))
  one('#replies')?.lastElementChild?.scrollIntoView({ block: 'nearest' })
}
