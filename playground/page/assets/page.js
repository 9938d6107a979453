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

// Enter does one thing here, and not what it does in every form.
const onEnter = (find, act) => {
  const found = event => event.key === 'Enter' && !event.isComposing && find(event)
  on('keydown', event => {
    const it = found(event)
    if (!it) return
    event.preventDefault()
    act(it)
  })
  on('keypress', event => { if (found(event)) event.preventDefault() })
}

// In an input that tells the app at once, it does that.
onEnter(({ target, ctrlKey, metaKey }) => target.dataset?.enter && (target.tagName !== 'TEXTAREA' || ctrlKey || metaKey) && target,
  input => htmx.trigger(input, input.dataset.enter))

// In a field of the control panel, it presses the button beside it.
onEnter(({ target }) => target.tagName === 'INPUT' && target.closest('.asking'), row => one('button', row).click())

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
