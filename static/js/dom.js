/* Small helpers the modules share. */
export const on = (name, selector, act, options) =>
  document.addEventListener(name, (event) => {
    const found = event.target instanceof Element ? event.target.closest(selector) : null;
    if (found) act(event, found);
  }, options);

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

export const isTyping = (target) => target instanceof Element && !!target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

export const word = (name) => document.getElementById("words")?.dataset[name] ?? "";

/* Run now and after each swap; `root` is what came in. */
export function eachContent(act) {
  act(document.body);
  document.addEventListener("htmx:load", (event) => act(event.detail.elt));
}

export function announce(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

export function toast(text) {
  const template = document.getElementById("toast-template");
  const box = document.getElementById("toasts");
  if (!template || !box) return;
  const node = template.content.firstElementChild.cloneNode(true);
  node.querySelector(".toast__text").textContent = text;
  box.append(node);
}

export function remember(name, value) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  const age = value ? 31536000 : 0;
  document.cookie = `${name}=${value}; path=/; max-age=${age}; samesite=lax${secure}`;
}

/* Put a list that hangs from `anchor` where a scrolling box cannot cut it off; upwards when there is more room. */
export function hang(list, anchor, fromEnd = false) {
  const at = anchor.getBoundingClientRect();
  Object.assign(list.style, { position: "fixed", inset: "auto", minWidth: `${Math.max(at.width, 190)}px` });
  const { width, height } = list.getBoundingClientRect();
  const alignRight = fromEnd !== (document.documentElement.dir === "rtl");
  const left = alignRight ? at.right - width : at.left;
  const above = at.bottom + height + 8 > innerHeight && at.top > height + 8;
  list.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  list.style.top = `${above ? at.top - height - 4 : at.bottom + 4}px`;
}
