/* A scanner's screen: <div data-scan> with <form data-scan-form>, whose box takes what a keyboard wedge types.
   A scan whose answer is lost is kept and sent again under its own key, so that it counts once. */

const AGAIN = 3000, KEPT = "plumb.scan", LOST = [502, 503, 504];
let busy = false, typed = [];

const box = () => document.querySelector("[data-scan]");
const entry = () => box()?.querySelector("[data-scan-form] [name=code]");

function focus() {
  if (!box()?.querySelector("details[open] :is(input, select):focus")) entry()?.focus({ preventScroll: true });
}

function show(offline) {
  const note = box()?.querySelector("[data-scan-waits]");
  if (note) note.hidden = !offline;
}

function signal(good) {
  navigator.vibrate?.(good ? 30 : [90, 60, 90]);
  if (good || !window.AudioContext || !navigator.userActivation?.hasBeenActive) return;
  const sound = new AudioContext(), tone = sound.createOscillator();
  tone.frequency.value = 220;
  tone.connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + 0.18);
  tone.onended = () => sound.close();
}

const pause = (time) => new Promise((done) => {
  const timer = setTimeout(done, time);
  addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
});

/* Send until there is an answer: a lost one is asked for again with the same key. */
async function answered(sent) {
  for (;;) {
    try {
      const answer = await fetch(sent.url, { method: "POST", body: new URLSearchParams(sent.body), headers: { "HX-Request": "true" } });
      const text = await answer.text();
      if (!LOST.includes(answer.status)) return { answer, text };
    } catch { /* no answer: the network, not a refusal */ }
    show(true);
    await pause(AGAIN);
  }
}

async function send(sent) {
  busy = true;
  sessionStorage.setItem(KEPT, JSON.stringify(sent));
  const { answer, text } = await answered(sent);
  sessionStorage.removeItem(KEPT);
  busy = false;
  if (answer.redirected || answer.status >= 500 || /^\s*<!doctype/i.test(text)) {
    location.reload();
    return;
  }
  box().outerHTML = text;
  signal(answer.ok);
  focus();
  if (!answer.ok) typed = [];
  const next = typed.shift();
  if (next !== undefined && entry()) {
    entry().value = next;
    entry().form.requestSubmit();
  }
}

function submitted(event) {
  const form = event.target;
  if (!form.matches?.("[data-scan] form[data-scan-form], [data-scan] form[data-scan-more]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const body = [...new FormData(form, event.submitter)];
  const code = form.elements.code;
  if (busy) {
    if (code && box().querySelector("[data-scan-waits]").hidden) typed.push(code.value);
    else signal(false);
  } else send({ page: location.pathname, url: form.action, body });
  if (code) code.value = "";
}

export function scan() {
  document.addEventListener("submit", submitted, true);
  document.addEventListener("click", (event) => {
    if (box() && !event.target.closest("a, button, input, select, summary, label, details")) focus();
  });
  document.addEventListener("htmx:load", focus);
  focus();
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (kept && box() && kept.page === location.pathname) send(kept);
}
