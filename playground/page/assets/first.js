// Light and dark theme: the system's choice until a person chooses. Loaded first and
// synchronously, so that the page never shows the wrong colours.
(() => {
  'use strict'
  const key = 'playground.theme'
  const read = () => { try { return localStorage.getItem(key) } catch { return null } } // a browser may forbid storage
  const system = matchMedia('(prefers-color-scheme: dark)')
  const paint = () => {
    document.documentElement.dataset.theme = read() || (system.matches ? 'dark' : 'light')
  }
  paint()
  system.addEventListener('change', paint)
  document.addEventListener('click', event => {
    if (!event.target.closest('#theme')) return
    try { localStorage.setItem(key, document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark') } catch { /* forbidden */ }
    paint()
  })
})()
