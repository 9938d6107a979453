// Behaviour that HTML alone does not have. Every module listens on the document,
// since updates replace elements.
import { one, on } from './dom.js'
import { startComposer } from './composer.js'
import { startFolds } from './folds.js'
import { startScroll } from './scroll.js'
import './dialogs.js'
import './menus.js'
import './pickers.js'

// A button that is a link opens it, and is reported to the app as well.
on('click', event => {
  const link = event.target.closest('a[hx-trigger="opened"]')
  if (link) htmx.trigger(link, 'opened')
})

// Enter calls act for the element that find returns, and does not submit the form.
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

// In an input that dispatches actions, Enter reports the value to the app.
onEnter(({ target, ctrlKey, metaKey }) => target.dataset?.enter && (target.tagName !== 'TEXTAREA' || ctrlKey || metaKey) && target,
  input => htmx.trigger(input, input.dataset.enter))

// In a field of the control panel, Enter presses the button next to it.
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

// Show when the server cannot be reached.
const connection = text => { const place = one('#connection'); if (place) place.textContent = text }
on('htmx:sse:after:connection', () => connection(''))
on('htmx:sse:error', () => connection('Reconnecting…'))
on('htmx:response:error', event => {
  if (event.detail?.ctx?.response?.status !== 422) connection('That did not work. Reload the page.')
})

startFolds()
startScroll()
startComposer()
document.documentElement.dataset.ready = ''
