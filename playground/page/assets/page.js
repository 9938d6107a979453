// What HTML alone cannot do on this page: light and dark, completion while
// typing, menus by keyboard, and keeping the focus and the place in the
// conversation while messages change. Loaded first and at once, so that the page
// never flashes in the wrong colours; everything else listens on the document.
(() => {
  'use strict'

  const one = (selector, root = document) => root.querySelector(selector)
  const all = (selector, root = document) => [...root.querySelectorAll(selector)]

  // A browser may forbid storage; then nothing is remembered.
  const memory = {
    get(key) { try { return localStorage.getItem('playground.' + key) } catch { return null } },
    set(key, value) { try { localStorage.setItem('playground.' + key, value) } catch { /* forbidden */ } },
  }

  // Light and dark: the system's choice until a person chooses.
  const system = matchMedia('(prefers-color-scheme: dark)')
  const paint = () => {
    document.documentElement.dataset.theme = memory.get('theme') || (system.matches ? 'dark' : 'light')
  }
  paint()
  system.addEventListener('change', paint)
  document.addEventListener('click', event => {
    if (!event.target.closest('#theme')) return
    memory.set('theme', document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark')
    paint()
  })

  // The conversation stays at its end while a person reads there.
  const nearEnd = log => log.scrollHeight - log.scrollTop - log.clientHeight < 80
  const toEnd = () => { const log = one('#log'); if (log) log.scrollTop = log.scrollHeight }

  let before = null // where the focus and the reader were before a change
  document.addEventListener('htmx:before:swap', () => {
    const active = document.activeElement
    before = {
      end: nearEnd(one('#log')),
      id: active?.id,
      row: active?.closest('[data-actions]') && [...active.closest('[data-actions]').children].indexOf(active),
      message: active?.closest('.message')?.id,
    }
  })
  document.addEventListener('htmx:after:swap', () => {
    if (!before) return
    if (before.end) toEnd()
    refocus(before)
    before = null
  })

  // When the element with the focus is gone, the nearest that is left takes it: a
  // button of the same message, else the message, else the message box.
  const refocus = ({ id, row, message }) => {
    if (!message || (document.activeElement && document.activeElement !== document.body)) return
    const there = document.getElementById(id)
    const card = document.getElementById(message)
    const buttons = card ? all('[data-actions] .button', card) : []
    const next = there || buttons[Math.min(Math.max(row ?? 0, 0), buttons.length - 1)] || card || one('#line')
    next?.focus({ preventScroll: true })
  }

  document.addEventListener('DOMContentLoaded', () => {
    toEnd()
    const line = one('#line')
    line.value = memory.get('draft') || ''
    if (matchMedia('(hover: hover)').matches) line.focus()
    show()
  })

  // A line that was sent leaves the box; one that could not be sent comes back.
  let sent = ''
  const isComposer = event => event.detail?.ctx?.sourceElement?.id === 'composer'
  document.addEventListener('htmx:before:request', event => {
    if (!isComposer(event)) return
    sent = one('#line').value
    fill('')
    toEnd()
  })
  document.addEventListener('htmx:error', event => {
    if (isComposer(event) && !one('#line').value) fill(sent)
  })

  // Completion. The list has every possibility; those that fit are shown.
  let active = -1
  const shown = () => all('#completions li:not([hidden])')
  const fill = text => {
    const line = one('#line')
    line.value = text
    memory.set('draft', text)
    show()
  }
  const fits = (option, text) => {
    const command = one('#usage').dataset.command
    if (option.classList.contains('command')) return text.startsWith('/') && command.startsWith(text) && text !== command + ' '
    if (!text.startsWith(command + ' ')) return false
    const rest = text.slice(command.length).trim().toLowerCase()
    const insert = option.dataset.insert.slice(command.length).trim().toLowerCase()
    return rest !== insert && (insert.startsWith(rest) || option.textContent.toLowerCase().includes(rest))
  }
  const show = () => {
    const text = one('#line').value
    const command = one('#usage').dataset.command
    one('#usage').hidden = !(text === command || text.startsWith(command + ' '))
    all('#completions li').forEach(option => { option.hidden = !fits(option, text) })
    choose(shown()[0]?.classList.contains('command') ? 0 : -1)
  }
  const choose = index => {
    const options = shown()
    active = options.length ? Math.min(index, options.length - 1) : -1
    one('#completions').hidden = options.length === 0
    one('#line').setAttribute('aria-expanded', String(options.length > 0))
    all('#completions li').forEach(option => option.setAttribute('aria-selected', 'false'))
    const option = options[active]
    option?.setAttribute('aria-selected', 'true')
    option?.scrollIntoView({ block: 'nearest' })
    if (option) one('#line').setAttribute('aria-activedescendant', option.id)
    else one('#line').removeAttribute('aria-activedescendant')
  }
  const hide = () => { all('#completions li').forEach(option => { option.hidden = true }); choose(-1) }

  document.addEventListener('input', event => {
    if (event.target.id !== 'line') return
    memory.set('draft', event.target.value)
    show()
  })
  document.addEventListener('click', event => {
    const option = event.target.closest('#completions li')
    if (option) {
      fill(option.dataset.insert)
      one('#line').focus()
    } else if (!event.target.closest('#composer')) {
      hide()
    }
  })
  document.addEventListener('keydown', event => {
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
        fill(options[active].dataset.insert)
        break
      default: return
    }
    event.preventDefault()
  })

  // A button that is a link opens it and tells the app as well.
  document.addEventListener('click', event => {
    const link = event.target.closest('a[hx-trigger="opened"]')
    if (link) htmx.trigger(link, 'opened')
  })

  // Menus: placed at their button, walked with the arrow keys.
  document.addEventListener('toggle', event => {
    const menu = event.target
    if (!menu.classList?.contains('menu') || event.newState !== 'open') return
    const button = one(`[popovertarget="${CSS.escape(menu.id)}"]`).getBoundingClientRect()
    const below = button.bottom + 4
    const fitsBelow = below + menu.offsetHeight < innerHeight - 8
    menu.style.top = Math.max(8, fitsBelow ? below : button.top - menu.offsetHeight - 4) + 'px'
    menu.style.left = Math.max(8, Math.min(button.left, innerWidth - menu.offsetWidth - 8)) + 'px'
    one('.item', menu)?.focus()
  }, true)
  document.addEventListener('keydown', event => {
    const menu = event.target.closest?.('.menu')
    if (!menu) return
    const items = all('.item', menu)
    const at = items.indexOf(event.target)
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key]
    if (event.key === 'Tab') menu.hidePopover()
    if (next === undefined) return
    items[next % items.length]?.focus()
    event.preventDefault()
  })
  document.addEventListener('click', event => event.target.closest('.menu .item')?.closest('.menu').hidePopover())
  document.addEventListener('scroll', () => all('.menu:popover-open').forEach(menu => menu.hidePopover()), true)

  // Say so when the server cannot be reached.
  const connection = text => { const place = one('#connection'); if (place) place.textContent = text }
  document.addEventListener('htmx:sse:after:connection', () => connection(''))
  document.addEventListener('htmx:sse:error', () => connection('Reconnecting…'))
  document.addEventListener('htmx:response:error', () => connection('That did not work. Reload the page.'))
})()
