// Keep the scroll position and the focus while messages change.
import { all, one, on } from './dom.js'

const nearEnd = log => log.scrollHeight - log.scrollTop - log.clientHeight < 80
let atEnd = true
let lastScrollTop = -1 // set by toEnd; its scroll event arrives late, when the log may have grown
export const toEnd = () => {
  const log = one('#log')
  log.scrollTop = log.scrollHeight
  lastScrollTop = log.scrollTop
  atEnd = true
}

// Stay at the end of the conversation when its size changes.
on('scroll', event => {
  if (event.target.id === 'log' && event.target.scrollTop !== lastScrollTop) atEnd = nearEnd(event.target)
}, true)
const resizes = new ResizeObserver(() => { if (atEnd) toEnd() })

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

// When the focused element was removed, focus a button of the same message, else the
// message, else the message box.
const refocus = ({ id, row, message, view }) => {
  if (document.activeElement && document.activeElement !== document.body) return
  const same = id && document.getElementById(id)
  if (same) { same.focus({ preventScroll: true }); return }
  if (view || !message) return
  const card = document.getElementById(message)
  const buttons = card ? all('[data-actions] .button', card) : []
  const next = buttons[Math.min(Math.max(row ?? 0, 0), buttons.length - 1)] || card || one('#line')
  next?.focus({ preventScroll: true })
}

// Start at the end of the conversation, or at the previous position when a side
// panel was opened. The Home tab starts at its beginning.
export const startScroll = () => {
  if (!one('#messages')) return
  const log = one('#log')
  const key = 'playground.scroll.' + (one('#line')?.dataset.draft ?? '')
  const fromEnd = one('.beside.open') ? Number(sessionStorage.getItem(key)) : 0
  log.scrollTop = log.scrollHeight - log.clientHeight - fromEnd
  atEnd = nearEnd(log)
  resizes.observe(log)
  resizes.observe(one('#messages'))
  addEventListener('pagehide', () => sessionStorage.setItem(key, String(log.scrollHeight - log.scrollTop - log.clientHeight)))
  one('#replies')?.lastElementChild?.scrollIntoView({ block: 'nearest' })
}
