/* Autocomplete over a <select data-combobox data-url> (which stays and is what the form sends), or over a text input with data-hidden. */
import { all, eachContent, hang, word } from "./dom.js";

let count = 0;

class Combobox {
  constructor(source) {
    this.source = source;
    this.id = `combo-${++count}`;
    this.input = source.matches("select") ? this.inputFor(source) : source;
    this.box = document.createElement("div");
    this.box.className = "combo";
    source.before(this.box);
    this.list = document.createElement("div");
    Object.assign(this.list, { className: "combo__list", id: this.id, hidden: true, role: "listbox" });
    this.box.append(this.input, this.list);
    source.dataset.upgraded = "1";
    if (source.autofocus) this.input.focus({ preventScroll: true });
    const state = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.id, autocomplete: "off" };
    for (const [name, value] of Object.entries(state)) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("click", () => this.list.hidden && this.ask(""));
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.settle(), 120));
    this.follow = (event) => this.list.contains(event.target) || hang(this.list, this.input);
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  inputFor(select) {
    const input = document.createElement("input");
    input.type = "text";
    input.value = this.shown = select.value ? select.selectedOptions[0]?.textContent.trim() ?? "" : "";
    input.placeholder = select.dataset.placeholder ?? "";
    for (const name of ["aria-invalid", "aria-describedby", "aria-label", "autofocus"]) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    }
    input.required = select.required;
    input.disabled = select.disabled;
    const label = select.labels?.[0];
    if (label) input.setAttribute("aria-labelledby", (label.id ||= `${select.id}-label`));
    label?.addEventListener("click", (event) => (event.preventDefault(), input.focus()));
    select.hidden = true;
    select.required = false;
    return input;
  }

  get value() {
    return this.source.matches("select") ? this.source.value : document.getElementById(this.source.dataset.hidden)?.value;
  }

  later() {
    this.eager = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(this.input.value), 140);
  }

  async ask(query) {
    this.query = query;
    const url = this.source.dataset.url;
    if (!url) return this.show(this.local(query));
    this.stop?.abort();
    const own = (this.stop = new AbortController());
    const address = new URL(url, location.href);
    address.searchParams.set("q", query);
    const beside = this.source.dataset.beside;
    if (beside) address.searchParams.set(beside, this.source.form?.elements[beside]?.value ?? "");
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: own.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      this.show(all("[role=option]", page));
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    } finally {
      if (this.stop === own) this.stop = null;
    }
  }

  local(query) {
    const wanted = query.trim().toLocaleLowerCase();
    return [...this.source.options]
      .filter((option) => option.value && option.textContent.toLocaleLowerCase().includes(wanted))
      .slice(0, 50)
      .map((option) => {
        const node = document.createElement("div");
        node.setAttribute("role", "option");
        node.dataset.value = option.value;
        node.textContent = option.textContent;
        return node;
      });
  }

  show(options) {
    if (document.activeElement !== this.input) return;
    this.list.replaceChildren(...options.map((option, i) => Object.assign(option, { id: `${this.id}-${i}` })));
    if (this.eager && options.length) {
      this.eager = false;
      return this.choose(options[0]);
    }
    if (!options.length) this.list.append(Object.assign(document.createElement("div"), { className: "combo__none", textContent: word("none") }));
    this.list.hidden = false;
    hang(this.list, this.input);
    addEventListener("scroll", this.follow, true);
    this.input.setAttribute("aria-expanded", "true");
    this.mark(options[0]);
  }

  mark(option) {
    for (const one of all("[role=option]", this.list)) one.setAttribute("aria-selected", String(one === option));
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const options = all("[role=option]", this.list);
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      if (this.list.hidden) this.ask(this.input.value === this.shown ? "" : this.input.value);
      else if (options.length) this.mark(options[(at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length]);
    } else if (event.key === "Enter" && this.input.value && this.input.value !== this.shown && (this.stop || this.input.value !== this.query)) {
      // A barcode scanner types and presses Enter before the answer is there, or before it is even asked for.
      event.preventDefault();
      this.eager = true;
      if (this.stop && this.input.value === this.query) return;
      clearTimeout(this.timer);
      this.ask(this.input.value);
    } else if (event.key === "Enter" && !this.list.hidden && at >= 0) {
      event.preventDefault();
      this.choose(options[at]);
    } else if (event.key === "Tab" && !this.list.hidden && at >= 0 && this.input.value) this.choose(options[at]);
    else if (event.key === "Escape" && !this.list.hidden) {
      event.stopPropagation();
      this.close();
    }
  }

  choose(option) {
    if (!option) return;
    const label = option.dataset.label ?? option.firstChild?.textContent.trim() ?? option.textContent.trim();
    this.set(option.dataset.value, label);
    this.close();
  }

  set(value, label) {
    const changed = this.value !== value;
    this.input.value = this.shown = label;
    const target = this.source.matches("select") ? this.source : document.getElementById(this.source.dataset.hidden);
    if (!target) return;
    if (target.matches("select") && ![...target.options].some((option) => option.value === value)) target.add(new Option(label, value));
    target.value = value;
    if (changed) target.dispatchEvent(new Event("change", { bubbles: true }));
  }

  settle() {
    this.close();
    const typed = this.input.value.trim();
    if (!typed) this.set("", "");
    else if (typed !== this.shown && this.source.matches("select")) this.set(typed, typed); // a code: the server finds it, or says so
  }

  close() {
    clearTimeout(this.timer);
    removeEventListener("scroll", this.follow, true);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }
}

export function combobox() {
  eachContent((root) => {
    const found = [...all("[data-combobox]", root), ...(root.matches?.("[data-combobox]") ? [root] : [])];
    for (const source of found) if (!source.dataset.upgraded) new Combobox(source);
  });
}
