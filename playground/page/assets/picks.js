// Pickers: menus with boxes to tick, with a search over what they list or over
// what the app brings.
import { all, one, on } from './dom.js'

const words = picker => {
  const chosen = all('.pick input:checked', picker).map(input => input.nextElementSibling.firstChild.textContent)
  one('.chosen-words', picker).textContent = chosen.join(', ') || picker.dataset.prompt
}

// At most so many boxes can be ticked.
const limit = menu => {
  const most = Number(menu.dataset.most || Infinity)
  const ticked = all('input[type=checkbox]:checked', menu).length
  all('input[type=checkbox]', menu).forEach(input => { input.disabled = !input.checked && ticked >= most })
}

on('change', event => {
  const picker = event.target.closest('.picker')
  if (!picker || event.target.type === 'search') return
  const menu = event.target.closest('.menu')
  const label = event.target.closest('.pick')
  const found = event.target.closest('.found')
  if (found && one('[hx-get]', menu)) keep(label, menu)
  words(picker)
  limit(menu)
  if (event.target.type === 'radio' && event.target.checked) menu.hidePopover()
})

// What was ticked among the app's options moves to the top, where the next search
// leaves it.
const keep = (label, menu) => {
  const chosen = one('.chosen', menu)
  const input = one('input', label)
  const had = document.activeElement === input
  if (input.type === 'radio') chosen.replaceChildren()
  input.id = label.parentElement.dataset.kept
  document.getElementById(input.id)?.closest('.pick').remove()
  label.htmlFor = input.id
  chosen.append(label)
  if (had) input.focus()
}

on('toggle', event => {
  const menu = event.target
  if (!menu.classList?.contains('picks') || event.newState !== 'open') return
  limit(menu)
  const search = one('[data-least="0"]', menu)
  if (search && !search.value) htmx.trigger(search, 'asked')
}, true)

// A search over what is listed hides what does not fit.
const sift = search => {
  const sought = search.value.trim().toLowerCase()
  all('.pick', search.closest('.menu')).forEach(pick => {
    pick.hidden = !pick.textContent.toLowerCase().includes(sought) && !one('input', pick).checked
  })
}
on('input', event => { if (event.target.matches('[data-sift]')) sift(event.target) })
on('htmx:after:swap', () => all('.picks:popover-open').forEach(menu => {
  limit(menu)
  all('[data-sift]', menu).forEach(sift)
}))

// The app is asked for options only when enough is typed.
on('htmx:config:request', event => {
  const search = event.detail.ctx.sourceElement
  if (search.dataset?.least && search.value.length < Number(search.dataset.least)) event.preventDefault()
})

// Of files, the names are sent: nothing is uploaded here.
on('htmx:config:request', event => {
  const body = event.detail.ctx.request.body
  if (!(body instanceof FormData)) return
  for (const name of new Set(body.keys())) {
    const values = body.getAll(name)
    if (!values.some(value => value instanceof File)) continue
    body.delete(name)
    values.filter(value => value instanceof File && value.name).forEach(file => body.append(name, file.name))
  }
})
