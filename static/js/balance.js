/* The running totals of a form with debit and credit: <p class="balance" data-balance> under lines named …-debit and …-credit. */
import { all, eachContent } from "./dom.js";

const SCALE = 10000;

const language = () => `${document.documentElement.lang || "en"}-u-nu-latn`;

function reader() {
  const parts = new Intl.NumberFormat(language()).formatToParts(12345.6);
  const decimal = parts.find((part) => part.type === "decimal")?.value ?? ".";
  return (text) => {
    const plain = text.replace(/[\s\u00a0\u202f]/g, "");
    const cut = decimal === "," && !plain.includes(",") ? plain.lastIndexOf(".") : plain.lastIndexOf(decimal);
    const whole = (cut < 0 ? plain : plain.slice(0, cut)).replace(/[.,']/g, "");
    const number = Number(cut < 0 ? whole : `${whole}.${plain.slice(cut + 1)}`);
    return Number.isFinite(number) ? Math.round(number * SCALE) : 0;
  };
}

function count(box) {
  const form = box.closest("form"), read = reader();
  const kept = (field) => !field.closest("tr")?.querySelector("[name$=-DELETE]")?.checked;
  const sum = (side) => all(`[name$=-${side}]`, form).filter(kept).reduce((total, field) => total + read(field.value), 0);
  const totals = { debit: sum("debit"), credit: sum("credit") };
  totals.difference = totals.debit - totals.credit;
  const digits = Number(box.dataset.digits ?? 2);
  const shown = new Intl.NumberFormat(language(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
  for (const output of all("output", box)) output.textContent = shown.format(totals[output.name] / SCALE).replace("-", "\u2212");
  box.classList.toggle("is-even", totals.difference === 0 && totals.debit !== 0);
  box.hidden = false;
}

export function balance() {
  const recount = (event) => {
    const box = event.target.closest?.("form")?.querySelector("[data-balance]");
    if (box) count(box);
  };
  for (const name of ["input", "change", "htmx:afterSettle"]) document.addEventListener(name, recount);
  eachContent((root) => all("[data-balance]", root).forEach(count));
}
