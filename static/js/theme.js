/* Light or dark, wide or compact rows: an attribute on <html>, kept in a cookie that the server reads, so nothing flashes. */
import { on, remember } from "./dom.js";

export function theme() {
  const root = document.documentElement;
  on("click", "[data-theme-toggle]", (event, button) => {
    const now = root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
    remember("theme", root.dataset.theme);
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (button.dataset.url && token) {
      fetch(button.dataset.url, { method: "POST", headers: { "X-CSRFToken": token }, body: new URLSearchParams({ theme: root.dataset.theme }), keepalive: true }).catch(() => {});
    }
  });
  on("click", "[data-density-toggle]", () => {
    const compact = root.dataset.density === "compact";
    if (compact) delete root.dataset.density;
    else root.dataset.density = "compact";
    remember("density", compact ? "" : "compact");
  });
}
