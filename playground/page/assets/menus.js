// Menus: placed next to their button, with arrow keys to move between items.
import { all, one, on } from './dom.js'

const placeAtButton = menu => {
  const button = one(`[popovertarget="${CSS.escape(menu.id)}"]`).getBoundingClientRect()
  const below = button.bottom + 4
  const fitsBelow = below + menu.offsetHeight < innerHeight - 8
  menu.style.minWidth = Math.min(Math.max(200, button.width), innerWidth - 16) + 'px'
  menu.style.top = Math.max(8, fitsBelow ? below : button.top - menu.offsetHeight - 4) + 'px'
  menu.style.left = Math.max(8, Math.min(button.left, innerWidth - menu.offsetWidth - 8)) + 'px'
}
on('toggle', event => {
  const menu = event.target
  if (!menu.classList?.contains('menu')) return
  one(`[popovertarget="${CSS.escape(menu.id)}"]`)?.setAttribute('aria-expanded', String(event.newState === 'open'))
  if (event.newState !== 'open') return
  placeAtButton(menu)
  const first = one('.item[aria-checked=true]', menu) || one('.item, input[type=search]', menu)
  first?.focus()
}, true)

on('keydown', event => {
  const menu = event.target.closest?.('.menu')
  if (!menu) return
  const items = all('.item, .pick input', menu).filter(item => item.offsetParent !== null || item.getClientRects().length)
  const at = items.indexOf(event.target)
  const next = { ArrowDown: at + 1, ArrowUp: at <= 0 ? items.length - 1 : at - 1, Home: 0, End: items.length - 1 }[event.key]
  if (event.key === 'Tab' && menu.role === 'menu') menu.hidePopover()
  if (event.key === 'Enter' && menu.classList.contains('picks')) {
    event.preventDefault()
    if (at < 0) items[0]?.focus()
    else menu.hidePopover()
    return
  }
  if (next === undefined || (event.target.type === 'search' && (event.key === 'Home' || event.key === 'End'))) return
  items[next % items.length]?.focus()
  event.preventDefault()
})
on('click', event => event.target.closest('.menu .item')?.closest('.menu').hidePopover())
// As in Slack, whoever clicks on the one option of a menu has done with it.
on('click', event => {
  const pick = event.target.closest('.picks .pick')
  if (pick && event.detail && one('input[type=radio]', pick)) pick.closest('.menu').hidePopover()
})

// A menu moves with its button, and closes when the button is scrolled out of view.
const follow = menu => {
  const { top, bottom } = one(`[popovertarget="${CSS.escape(menu.id)}"]`).getBoundingClientRect()
  if (bottom < 0 || top > innerHeight) menu.hidePopover()
  else placeAtButton(menu)
}
on('scroll', event => all('.menu:popover-open').filter(menu => !menu.contains(event.target)).forEach(follow), true)
on('htmx:after:swap', () => all('.menu:popover-open').forEach(follow))
addEventListener('resize', () => all('.menu:popover-open').forEach(follow))
