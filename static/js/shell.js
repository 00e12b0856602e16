/* Sidebar on small screens, menus that close, messages that go, tables that know whether they fit. */
import { all, announce, eachContent, hang, on } from "./dom.js";

const GOOD_NEWS = 6000;

function sidebar() {
  on("click", "[data-side]", (event) => {
    event.preventDefault();
    const open = document.getElementById("side").classList.toggle("is-open");
    document.querySelector(open ? ".side a, .side summary" : ".bar__menu")?.focus();
  });
}

/* Folded groups are remembered in a cookie, so that the next page arrives as it will stay. */
function folds() {
  on("click", "[data-fold] > summary", (_event, summary) => {
    const group = summary.parentElement;
    const known = document.cookie.match(/(?:^|; )nav=([^;]*)/);
    const shut = new Set(known ? known[1].split(".") : all("[data-fold]:not([open])").map((each) => each.dataset.fold));
    if (group.open) shut.add(group.dataset.fold);
    else shut.delete(group.dataset.fold);
    document.cookie = `nav=${[...shut].join(".")}; path=/; max-age=31536000; samesite=lax`;
  });
}

function menus() {
  const open = () => all("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = open().at(-1);
    if (event.key === "Escape") {
      document.getElementById("side")?.classList.remove("is-open");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
    if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key) || event.target.matches("input, select, textarea")) return;
    const items = all(".menu__item", menu);
    if (!items.length) return;
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    const at = items.indexOf(document.activeElement);
    items[at < 0 ? (step > 0 ? 0 : items.length - 1) : (at + step + items.length) % items.length].focus();
  });
  // In a table that scrolls, a menu would be cut off: it hangs from the window instead.
  const place = (menu) => hang(menu.querySelector(".menu__list"), menu, true);
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(".table-box details.menu[open]")) place(event.target);
  }, true);
  document.addEventListener("scroll", () => all(".table-box details.menu[open]").forEach(place), true);
}

function messages() {
  on("click", "[data-dismiss]", (event, button) => button.closest("[data-toast]").remove());
  eachContent((root) => {
    for (const note of all("[data-toast]", root)) {
      announce(note.querySelector(".toast__text").textContent.trim());
      if (note.dataset.toast === "success" || note.dataset.toast === "info") setTimeout(() => note.remove(), GOOD_NEWS);
    }
  });
}

/* A table that fits its box needs no scrolling, so its head may stick to the window. */
function tables() {
  const fit = (box) => box.classList.toggle("is-fit", box.firstElementChild.scrollWidth <= box.clientWidth + 1);
  const watch = new ResizeObserver((entries) => entries.forEach((entry) => fit(entry.target)));
  eachContent((root) => {
    for (const box of [...all(".table-box", root), ...(root.matches?.(".table-box") ? [root] : [])]) watch.observe(box);
  });
}

export function shell() {
  sidebar();
  folds();
  menus();
  messages();
  tables();
}
