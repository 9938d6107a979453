// The place in the conversation and the focus, kept while messages change.
import { all, one, on } from './dom.js'

const nearEnd = log => log.scrollHeight - log.scrollTop - log.clientHeight < 80
export const toEnd = () => { const log = one('#log'); if (log) log.scrollTop = log.scrollHeight }

let before = null // where the focus and the reader were before a change
on('htmx:before:swap', () => {
  const active = document.activeElement
  before = {
    end: nearEnd(one('#log')),
    id: active?.id,
    row: active?.closest('[data-actions]') && [...active.closest('[data-actions]').children].indexOf(active),
    message: active?.closest('.message')?.id,
    view: active?.closest('dialog')?.id,
  }
})
on('htmx:after:swap', () => {
  if (!before) return
  if (before.end) toEnd()
  refocus(before)
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
  const key = () => 'playground.scroll.' + (one('#line')?.dataset.draft ?? '')
  const kept = history.state?.fromEnd ?? (one('.beside.open') ? sessionStorage.getItem(key()) : null)
  toEnd()
  if (kept) one('#log').scrollTop -= Number(kept)
  addEventListener('pagehide', () => {
    const log = one('#log')
    sessionStorage.setItem(key(), String(log.scrollHeight - log.scrollTop - log.clientHeight))
  })
  one('#replies')?.lastElementChild?.scrollIntoView({ block: 'nearest' })
}
