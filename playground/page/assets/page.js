// What HTML alone cannot do on this page. Every module listens on the document,
// since what is on the page changes under it.
import { one, on } from './dom.js'
import { startComposer } from './composer.js'
import { startFolds } from './folds.js'
import { startPlace } from './place.js'
import './dialogs.js'
import './menus.js'
import './picks.js'

// A button that is a link opens it and tells the app as well.
on('click', event => {
  const link = event.target.closest('a[hx-trigger="opened"]')
  if (link) htmx.trigger(link, 'opened')
})

// Enter in an input that tells the app at once does that, and nothing else.
const tells = event => event.key === 'Enter' && !event.isComposing && event.target.dataset?.enter &&
  (event.target.tagName !== 'TEXTAREA' || event.ctrlKey || event.metaKey)
on('keydown', event => {
  if (!tells(event)) return
  event.preventDefault()
  htmx.trigger(event.target, event.target.dataset.enter)
})
on('keypress', event => { if (tells(event)) event.preventDefault() })

// Enter in a field of the control panel presses the button beside it.
on('keydown', event => {
  const row = event.key === 'Enter' && event.target.tagName === 'INPUT' && event.target.closest('.asking')
  if (!row) return
  event.preventDefault()
  one('button', row).click()
})

on('click', async event => {
  const button = event.target.closest('[data-copy]')
  if (!button) return
  const text = document.getElementById(button.dataset.copy).textContent
  try {
    await navigator.clipboard.writeText(text)
    button.textContent = 'Copied'
  } catch {
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy))
    button.textContent = 'Press Ctrl+C'
  }
})

// Say so when the server cannot be reached.
const connection = text => { const place = one('#connection'); if (place) place.textContent = text }
on('htmx:sse:after:connection', () => connection(''))
on('htmx:sse:error', () => connection('Reconnecting…'))
on('htmx:response:error', event => {
  if (event.detail?.ctx?.response?.status !== 422) connection('That did not work. Reload the page.')
})

startFolds()
startPlace()
startComposer()
document.documentElement.dataset.ready = ''
