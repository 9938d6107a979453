// The message box: its draft, and the completion of commands.
import { all, memory, one, on } from './dom.js'
import { toEnd } from './scroll.js'

const line = () => one('#line')
const draft = () => 'draft.' + line().dataset.draft

// Sending a line empties the box; a line that could not be sent is put back.
let sent = ''
const box = event => {
  const form = event.detail?.ctx?.sourceElement
  return form?.id === 'composer' || form?.id === 'replier' ? one('input[name=text]', form) : null
}
on('htmx:before:request', event => {
  const input = box(event)
  if (!input) return
  sent = input.value
  fill(input, '')
  toEnd()
})
const restore = event => {
  const input = box(event)
  if (input && !input.value) fill(input, sent)
}
on('htmx:error', restore)
on('htmx:response:error', restore)

const fill = (input, text) => {
  input.value = text
  if (input.id !== 'line') return
  memory.set(draft(), text)
  show()
}

// Completion. The list has every completion; the matching ones are shown.
let active = -1
const shown = () => all('#completions li:not([hidden])')
const commands = () => all('#usage [data-command]').map(usage => usage.dataset.command)
const fits = (option, text) => {
  const insert = option.dataset.insert
  if (option.classList.contains('command')) return text.startsWith('/') && insert.startsWith(text) && text !== insert
  const command = commands().find(name => insert.startsWith(name + ' ') && text.startsWith(name + ' '))
  if (!command) return false
  const rest = text.slice(command.length).trim().toLowerCase()
  const argument = insert.slice(command.length).trim().toLowerCase()
  return rest !== argument && (argument.startsWith(rest) || option.textContent.toLowerCase().includes(rest))
}
const show = () => {
  const text = line().value
  all('#usage [data-command]').forEach(usage => {
    usage.hidden = !(text === usage.dataset.command || text.startsWith(usage.dataset.command + ' '))
  })
  all('#completions li').forEach(option => { option.hidden = !fits(option, text) })
  choose(shown()[0]?.classList.contains('command') ? 0 : -1)
}
const choose = index => {
  const options = shown()
  active = options.length ? Math.min(index, options.length - 1) : -1
  one('#completions').hidden = options.length === 0
  line().setAttribute('aria-expanded', String(options.length > 0))
  all('#completions li').forEach(option => option.setAttribute('aria-selected', 'false'))
  const option = options[active]
  option?.setAttribute('aria-selected', 'true')
  option?.scrollIntoView({ block: 'nearest' })
  if (option) line().setAttribute('aria-activedescendant', option.id)
  else line().removeAttribute('aria-activedescendant')
}
const hide = () => { all('#completions li').forEach(option => { option.hidden = true }); choose(-1) }

on('input', event => {
  if (event.target.id !== 'line') return
  memory.set(draft(), event.target.value)
  show()
})
on('click', event => {
  if (!line()) return
  const option = event.target.closest('#completions li')
  if (option) {
    fill(line(), option.dataset.insert)
    line().focus()
  } else if (!event.target.closest('#composer')) {
    hide()
  }
})
on('keydown', event => {
  if (event.target.id !== 'line' || event.isComposing) return
  const options = shown()
  if (options.length === 0) return
  switch (event.key) {
    case 'ArrowDown': choose((active + 1) % options.length); break
    case 'ArrowUp': choose(active <= 0 ? options.length - 1 : active - 1); break
    case 'Escape': hide(); break
    case 'Enter':
    case 'Tab':
      if (active < 0 || event.shiftKey) { hide(); return }
      fill(line(), options[active].dataset.insert)
      break
    default: return
  }
  event.preventDefault()
})

// The box starts with the draft from the URL, or else with the stored one.
export const startComposer = () => {
  const input = line()
  if (!input) return
  if (!input.value) input.value = memory.get(draft()) || ''
  const reply = one('#reply')
  if (one('dialog[open]')) return
  if (matchMedia('(hover: hover)').matches) (reply ?? input).focus({ preventScroll: true })
  show()
}
