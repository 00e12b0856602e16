/* What HTMX does when the answer is not what the place asked for: an error page, a sign-in page, or none at all. */
import { toast, word } from "./dom.js";

const isPage = (text) => /^\s*<!doctype/i.test(text);

/* An error page in the place of a fragment becomes a message with its heading. */
function heading(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const fault = page.querySelector(".fault");
  return fault ? `${fault.querySelector("h1").textContent.trim()} ${fault.querySelector("p:not(.fault__code)")?.textContent.trim() ?? ""}` : "";
}

export function requests() {
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target, requestConfig } = event.detail;
    const whole = isPage(xhr.responseText);
    if (target === document.body || requestConfig.boosted && whole) return;
    if (requestConfig.elt.closest?.("[hx-select]") && whole && xhr.status < 400 && !/\/login\//.test(xhr.responseURL)) return;
    if (!whole && xhr.status < 500) return;
    event.detail.shouldSwap = false;
    if (xhr.status < 400) location.assign(xhr.responseURL);
    else toast((whole && heading(xhr.responseText)) || word("fault"));
  });
  document.addEventListener("htmx:sendError", () => toast(word("offline")));
  document.addEventListener("htmx:timeout", () => toast(word("offline")));
  // The language and direction of the page that came in.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target === document.body && event.detail.boosted) document.getElementById("main")?.focus({ preventScroll: true });
  });
}
