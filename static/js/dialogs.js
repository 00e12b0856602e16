/* Dialogs: opened by data-dialog, the search on Ctrl-K, the question before a form with data-confirm is sent. */
import { all, isTyping, on } from "./dom.js";

let asked = null;

function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
  return dialog;
}

function finder() {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open("finder")?.querySelector("input").select();
    }
    if (event.key === "?" && !isTyping(event.target)) open("keys");
  });
  on("keydown", "#finder", (event, dialog) => {
    const items = all("a[href]", dialog.querySelector("#finder-results"));
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "Enter" && items.length) {
      event.preventDefault();
      items[Math.max(0, at)].click();
    }
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || !items.length) return;
    event.preventDefault();
    const next = (at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length;
    items.forEach((item, i) => item.setAttribute("aria-selected", String(i === next)));
    items[next].scrollIntoView({ block: "nearest" });
  });
  on("click", "#finder-results a", () => document.getElementById("finder").close());
}

/* The form is held back; "Continue" sends it the way it was going: the same button, the same address. */
function confirmation() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const source = event.submitter?.dataset.confirm ? event.submitter : form;
    if (!source.dataset.confirm || form === asked?.form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    asked = { waiting: form, submitter: event.submitter };
    const dialog = document.getElementById("confirm");
    const label = source.dataset.confirmLabel ?? event.submitter?.textContent.trim();
    dialog.querySelector("#confirm-text").textContent = source.dataset.confirm;
    const yes = dialog.querySelector("[data-yes]");
    if (label) yes.textContent = dialog.querySelector("h2").textContent = label;
    form.closest("details.menu")?.removeAttribute("open");
    yes.classList.toggle("btn--danger", "danger" in source.dataset || source.classList.contains("btn--danger"));
    dialog.showModal();
  }, true);
  on("click", "#confirm [data-yes]", () => {
    const { waiting, submitter } = asked;
    asked = { form: waiting };
    document.getElementById("confirm").close();
    waiting.requestSubmit(submitter);
    asked = null;
  });
}

export function dialogs() {
  on("click", "[data-dialog]", (event, button) => {
    if (open(button.dataset.dialog)) event.preventDefault();
    button.closest("details.menu")?.removeAttribute("open");
  });
  on("click", "[data-close]", (event, button) => button.closest("dialog")?.close());
  document.addEventListener("click", (event) => {
    if (event.target instanceof HTMLDialogElement) event.target.close();
  });
  finder();
  confirmation();
}
