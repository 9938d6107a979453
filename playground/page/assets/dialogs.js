// Modals and confirmation dialogs. showModal keeps the focus inside a dialog.
import { one, on } from './dom.js'

const views = () => one('#views dialog')
let opener = '' // id of the element that had the focus before the first view

const open = () => {
  const view = views()
  if (!view) {
    if (opener) document.getElementById(opener)?.focus()
    opener = ''
    return
  }
  if (view.open) return
  opener ||= document.activeElement?.id || 'line'
  view.showModal()
  const enabled = ':is(input, select, textarea, button):not([type=search])'
  const first = one('[autofocus]', view) || one('.asked ' + enabled, view) || one('.fields-of-view ' + enabled, view) || one('footer .button', view)
  first?.focus()
}
document.addEventListener('DOMContentLoaded', open)
on('htmx:after:swap', open)

// Focus the first input with an error when errors are shown.
let focusedError = ''
on('htmx:after:swap', () => {
  const wrong = one('#views .wrong')
  if (wrong && focusedError !== wrong.id) one('[aria-invalid]', wrong)?.focus()
  focusedError = wrong?.id ?? ''
})

// Escape presses the close button of the view on top, so that the app is told.
on('cancel', event => {
  if (!event.target.matches('#views dialog')) return
  event.preventDefault()
  one('footer .button:not([type=submit])', event.target)?.click()
}, true)

on('htmx:confirm', event => {
  const element = event.detail.ctx.sourceElement
  const question = document.getElementById((element.dataset.asks || element.id) + '-question')
  if (!question) return
  event.preventDefault()
  const dialog = document.createElement('dialog')
  dialog.className = 'modal question'
  dialog.append(question.content.cloneNode(true))
  dialog.setAttribute('aria-labelledby', one('h2', dialog).id)
  dialog.addEventListener('click', click => {
    const button = click.target.closest('button')
    if (button) dialog.close(button.value)
  })
  dialog.addEventListener('close', () => {
    dialog.remove()
    if (dialog.returnValue === 'yes') event.detail.issueRequest()
    else { event.detail.dropRequest(); restore(element) }
  })
  document.body.append(dialog)
  dialog.showModal()
  one('button[value=yes]', dialog).focus()
})

// Restore the previous value when the confirmation was denied.
const restore = element => {
  for (const input of [element, ...element.querySelectorAll('input, option')]) {
    if (input.type === 'checkbox' || input.type === 'radio') input.checked = input.defaultChecked
    else if (input.tagName === 'OPTION') input.selected = input.defaultSelected
    else if (input.tagName === 'INPUT') input.value = input.defaultValue
  }
}
