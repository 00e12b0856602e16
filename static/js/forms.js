/* Forms: sent once, nothing typed is lost, rows come and go, focus lands on what must be mended. */
import { all, eachContent, on, word } from "./dom.js";

const AGAIN = 8000;
const FIELD = "input:not([type=hidden]), select:not([hidden])";

function once() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once], [data-guard]")) return;
    delete form.dataset.dirty;
    // After this event, so that the pressed button's own value is still sent.
    setTimeout(() => all("button:not([type=button])", form).forEach((button) => {
      button.disabled = true;
      if (button === event.submitter) button.setAttribute("aria-busy", "true");
    }));
    setTimeout(() => free(form), AGAIN);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    // Of the form itself: what follows the typing asks on its own.
    if (event.target.matches?.("form, button")) free(event.target.closest("form") ?? event.target);
  });
  addEventListener("pageshow", (event) => event.persisted && all("form").forEach(free));
}

function free(form) {
  for (const button of all("button:disabled", form)) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

function guard() {
  on("input", "form[data-guard]", (event, form) => (form.dataset.dirty = "1"));
  const dirty = () => document.querySelector("form[data-dirty]");
  addEventListener("beforeunload", (event) => dirty() && event.preventDefault());
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = dirty();
    if (!form || form.contains(event.detail.elt) || !event.detail.boosted) return;
    if (!confirm(word("leave"))) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest?.("form")?.requestSubmit();
  });
}

/* A new row comes with __prefix__ (or numbered); the form counts its rows. */
function rows() {
  const place = (box) => Math.max(-1, ...all("[name]", box).map((field) => Number(/-(\d+)-/.exec(field.name)?.[1] ?? -1)));
  document.addEventListener("htmx:beforeSwap", (event) => {
    const box = event.detail.target.closest?.("[data-rows]");
    if (box) event.detail.serverResponse = event.detail.serverResponse.replaceAll("__prefix__", place(box) + 1);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    const box = event.detail.target.closest?.("[data-rows]");
    if (!box || event.detail.target.closest("[aria-live]")) return; // totals that follow the typing take no focus
    const count = all("[name$=-TOTAL_FORMS]", box.closest("form"))
      .find((field) => all(`[name^="${field.name.replace("TOTAL_FORMS", "")}"]`, box).length);
    if (count) count.value = place(box) + 1;
    const last = all("tbody tr, [data-row]", box).at(-1);
    last?.querySelector(FIELD)?.focus();
  });
  on("change", "[data-rows] [name$=-DELETE]", (event, box) => (box.closest("form").dataset.dirty = "1"));
  // Enter in a line goes to the next line, and adds one from the last.
  on("keydown", "[data-rows] tbody input", (event, field) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    event.preventDefault();
    const next = field.closest("tr").nextElementSibling;
    if (next) next.querySelector(FIELD)?.focus();
    else field.closest("[data-rows]").querySelector("[data-add-row]")?.click();
  });
}

/* A box that takes something off an amount: the amount follows it, and it follows the date, unless another was typed. */
function discount() {
  const follow = (box) => {
    const amount = box.form.elements[box.dataset.takes];
    const [wanted, other] = box.checked ? [box.dataset.with, box.dataset.without] : [box.dataset.without, box.dataset.with];
    if (amount?.value === other) amount.value = wanted;
  };
  on("change", "[data-takes]", (event, box) => follow(box));
  on("change", "input[type=date]", (event, day) => all("[data-takes]", day.form).forEach((box) => {
    box.checked = !!day.value && day.value <= box.dataset.until;
    follow(box);
  }));
}

function focus() {
  eachContent((root) => {
    const wrong = root.querySelector?.("[data-focus]") ?? root.querySelector?.("[aria-invalid=true]");
    wrong?.focus();
  });
  on("click", "[data-focus] a[href^='#']", (event, link) => {
    const field = document.getElementById(link.hash.slice(1));
    if (field) {
      event.preventDefault();
      (field.matches("select[data-upgraded]") ? field.previousElementSibling?.querySelector("input") ?? field : field).focus();
    }
  });
}

export function forms() {
  once();
  guard();
  rows();
  discount();
  focus();
}
