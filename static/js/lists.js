/* Lists: j and k move, x selects, Enter opens, / searches, n makes a new one; select all and the sum of the selection. */
import { all, announce, eachContent, isTyping, on } from "./dom.js";

const rows = () => all("[data-list] tbody tr[data-href], [data-list] tbody tr:has(.select)");
const current = () => document.querySelector("tr.is-current");

function move(step) {
  const list = rows();
  if (!list.length) return;
  const at = list.indexOf(current());
  const next = list[Math.min(list.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  current()?.classList.remove("is-current");
  next.classList.add("is-current");
  next.scrollIntoView({ block: "nearest" });
  announce(next.innerText.replace(/\s+/g, " "));
}

/* Goes as a boosted link would, so that the page is swapped and the address kept. */
function go(row, event) {
  const link = Object.assign(document.createElement("a"), { href: row.dataset.href, hidden: true });
  if (event?.ctrlKey || event?.metaKey) link.target = "_blank";
  document.body.append(link);
  window.htmx?.process(link);
  link.click();
  link.remove();
}

function keys() {
  document.addEventListener("keydown", (event) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "/") {
      const search = document.querySelector(".search input, input[type=search]");
      if (search) {
        event.preventDefault();
        search.select();
      }
    }
    if (!document.querySelector("[data-list]")) return;
    if (event.key === "j") move(1);
    if (event.key === "k") move(-1);
    if (event.key === "n") document.querySelector(".heading__actions a.btn--primary")?.click();
    const row = current();
    if (row && event.key === "x") row.querySelector(".select input")?.click();
    if (row && event.key === "Enter" && row.dataset.href && !event.target.closest("a, button, summary")) go(row);
  });
  on("click", "tr[data-href]", (event, row) => {
    const picked = getSelection()?.toString();
    if (!picked && !event.target.closest("a, button, input, label, summary, .menu")) go(row, event);
  });
}

/* Adds decimals as integers of the finest scale: 0.1 + 0.2 is 0.3. */
export function total(values) {
  const places = Math.max(0, ...values.map((value) => (value.split(".")[1] ?? "").length));
  const sum = values.reduce((sofar, value) => {
    const [whole, rest = ""] = value.split(".");
    return sofar + BigInt(whole + rest.padEnd(places, "0"));
  }, 0n);
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, "0");
  const text = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits;
  return sum < 0n ? `-${text}` : text;
}

function sums(form, picked) {
  return all("th[data-sum]", form).map((head) => {
    const at = [...head.parentElement.children].indexOf(head);
    const values = picked.map((box) => box.closest("tr").children[at]?.dataset.value).filter((value) => /^-?\d+(\.\d+)?$/.test(value ?? ""));
    if (!values.length) return "";
    const sum = total(values);
    const places = (sum.split(".")[1] ?? "").length;
    const shown = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: Math.min(places, 2), maximumFractionDigits: 6, numberingSystem: "latn" }).format(sum);
    const title = head.textContent.trim();
    const unit = title.includes(head.dataset.sum) ? "" : head.dataset.sum;
    return ` · ${title} ${shown.replace("-", "−")} ${unit}`.trimEnd();
  }).join("");
}

function update(form) {
  const boxes = all(".select input[name]", form);
  const picked = boxes.filter((box) => box.checked);
  const head = form.querySelector("[data-select-all]");
  if (head) {
    head.checked = picked.length > 0 && picked.length === boxes.length;
    head.indeterminate = picked.length > 0 && picked.length < boxes.length;
  }
  const bar = form.querySelector("[data-bulk-bar]");
  if (!bar) return;
  bar.classList.toggle("is-on", picked.length > 0);
  bar.querySelector("[data-bulk-count]").textContent = picked.length;
  bar.querySelector("[data-bulk-sum]").textContent = sums(form, picked);
}

function selection() {
  let last = null;
  on("change", "[data-select-all]", (event, head) => {
    for (const box of all(".select input[name]", head.form)) box.checked = head.checked;
    update(head.form);
  });
  on("change", ".select input[name]", (event, box) => update(box.form));
  on("click", ".select input[name]", (event, box) => {
    const boxes = all(".select input[name]", box.form);
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) for (const one of boxes.slice(from, to)) one.checked = box.checked;
    last = box;
    update(box.form);
  });
  document.addEventListener("reset", (event) => {
    if (event.target.matches("[data-bulk]")) setTimeout(() => update(event.target));
  });
  eachContent((root) => all("form[data-bulk]", root).forEach(update));
}

export function lists() {
  keys();
  selection();
}
