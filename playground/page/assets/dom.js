// What the modules of the page share.

export const one = (selector, root = document) => root.querySelector(selector)
export const all = (selector, root = document) => [...root.querySelectorAll(selector)]
export const on = (name, act, capture = false) => document.addEventListener(name, act, capture)

// A browser may forbid storage; then nothing is remembered.
export const memory = {
  get(key) { try { return localStorage.getItem('playground.' + key) } catch { return null } },
  set(key, value) { try { localStorage.setItem('playground.' + key, value) } catch { /* forbidden */ } },
}
