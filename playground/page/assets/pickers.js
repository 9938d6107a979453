// Pickers: menus of checkboxes or radio buttons with a search, which filters the
// listed options or asks the app for options.
import { all, one, on } from './dom.js'

const updateLabel = picker => {
  const chosen = all('.pick input:checked', picker).map(input => input.nextElementSibling.firstChild.textContent)
  one('.chosen-words', picker).textContent = chosen.join(', ') || picker.dataset.prompt
}

// Disable unticked boxes when the maximum is reached.
const limit = menu => {
  const max = Number(menu.dataset.most || Infinity)
  const ticked = all('input[type=checkbox]:checked', menu).length
  all('input[type=checkbox]', menu).forEach(input => { input.disabled = !input.checked && ticked >= max })
}

on('change', event => {
  const picker = event.target.closest('.picker')
  if (!picker || event.target.type === 'search') return
  const menu = event.target.closest('.menu')
  const label = event.target.closest('.pick')
  const found = event.target.closest('.found')
  if (found?.hasAttribute('data-found')) moveToTop(label, menu)
  updateLabel(picker)
  limit(menu)
  if (event.target.type === 'radio' && event.target.checked) menu.hidePopover()
})

// A selected option of the app moves to the top, where the next search does not
// remove it.
const moveToTop = (label, menu) => {
  const chosen = one('.chosen', menu)
  const input = one('input', label)
  const hadFocus = document.activeElement === input
  if (input.type === 'radio') chosen.replaceChildren()
  input.id = label.parentElement.dataset.kept
  document.getElementById(input.id)?.closest('.pick').remove()
  label.htmlFor = input.id
  chosen.append(label)
  if (hadFocus) input.focus()
}

on('toggle', event => {
  const menu = event.target
  if (!menu.classList?.contains('picks') || event.newState !== 'open') return
  limit(menu)
  const search = one('[data-least="0"]', menu)
  if (search && !search.value) htmx.trigger(search, 'asked')
}, true)

// A search over listed options hides those that do not match.
const filterOptions = search => {
  const query = search.value.trim().toLowerCase()
  all('.pick', search.closest('.menu')).forEach(pick => {
    pick.hidden = !pick.textContent.toLowerCase().includes(query) && !one('input', pick).checked
  })
}
on('input', event => { if (event.target.matches('[data-sift]')) filterOptions(event.target) })
on('htmx:after:swap', () => all('.picks:popover-open').forEach(menu => {
  limit(menu)
  all('[data-sift]', menu).forEach(filterOptions)
}))

// Ask the app for options only when enough characters are typed.
on('htmx:config:request', event => {
  const search = event.detail.ctx.sourceElement
  if (search.dataset?.least && search.value.length < Number(search.dataset.least)) event.preventDefault()
})

// Send the names of files only: nothing is uploaded.
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
