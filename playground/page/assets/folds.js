// Panels that can be closed: the list of channels on narrow screens, and the control
// panel.
import { all, memory, one, on } from './dom.js'

const root = document.documentElement
const roomy = matchMedia('(min-width: 1240px)')

const set = (name, open) => {
  root.toggleAttribute('data-' + name, open)
  all(`[data-fold="${name}"][aria-expanded]`).forEach(button => button.setAttribute('aria-expanded', String(open)))
}
const isOpen = name => root.hasAttribute('data-' + name)

const toggle = name => {
  set(name, !isOpen(name))
  if (name === 'panel' && roomy.matches) memory.set('panel', isOpen('panel') ? 'open' : 'shut')
  if (isOpen(name)) one(`#${name} a, #${name} button, #${name} input`)?.focus()
  else one(`[data-fold="${name}"][aria-expanded]`)?.focus()
}

on('click', event => {
  const button = event.target.closest('[data-fold]')
  if (button) {
    toggle(button.dataset.fold)
    return
  }
  if (isOpen('side') && !event.target.closest('#side')) set('side', false)
})
on('keydown', event => {
  if (event.key !== 'Escape' || event.defaultPrevented) return
  if (one('dialog[open]') || one(':popover-open')) return
  if (isOpen('side')) { toggle('side'); return }
  if (event.target.closest('#panel')) { toggle('panel'); return }
  const close = event.target.closest('.beside.open') && one('#close-beside')
  close?.click()
})

export const startFolds = () => {
  if (!one('#panel')) return
  set('panel', roomy.matches && memory.get('panel') === 'open')
}
