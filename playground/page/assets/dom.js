// Helpers that the page's modules share.

export const one = (selector, root = document) => root.querySelector(selector)
export const all = (selector, root = document) => [...root.querySelectorAll(selector)]
export const on = (name, act, capture = false) => document.addEventListener(name, act, capture)

// If the browser forbids storage, nothing is remembered.
export const memory = {
  get(key) { try { return localStorage.getItem('playground.' + key) } catch { return null } },
  set(key, value) { try { localStorage.setItem('playground.' + key, value) } catch { /* forbidden */ } },
}
