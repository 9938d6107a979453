// Modals, and questions that are asked before something is done. The browser keeps
// the focus inside a dialog that is shown so.
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
  const able = ':is(input, select, textarea, button):not([type=search])'
  const first = one('[autofocus]', view) || one('.asked ' + able, view) || one('.fields-of-view ' + able, view) || one('footer .button', view)
  first?.focus()
}
document.addEventListener('DOMContentLoaded', open)
on('htmx:after:swap', open)

// The first input with an error takes the focus when errors come.
let complained = ''
on('htmx:after:swap', () => {
  const wrong = one('#views .wrong')
  if (wrong && complained !== wrong.id) one('[aria-invalid]', wrong)?.focus()
  complained = wrong?.id ?? ''
})

// Escape closes the view on top, by telling the app like its button does.
on('cancel', event => {
  if (!event.target.matches('#views dialog')) return
  event.preventDefault()
  one('footer .button:not([type=submit])', event.target)?.click()
}, true)

on('htmx:confirm', event => {
  const asking = event.detail.ctx.sourceElement
  const question = document.getElementById((asking.dataset.asks || asking.id) + '-question')
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
    else { event.detail.dropRequest(); undo(asking) }
  })
  document.body.append(dialog)
  dialog.showModal()
  one('button[value=yes]', dialog).focus()
})

// What was chosen before the question was denied is chosen no more.
const undo = asking => {
  for (const input of [asking, ...asking.querySelectorAll('input, option')]) {
    if (input.type === 'checkbox' || input.type === 'radio') input.checked = input.defaultChecked
    else if (input.tagName === 'OPTION') input.selected = input.defaultSelected
    else if (input.tagName === 'INPUT') input.value = input.defaultValue
  }
}
