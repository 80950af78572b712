// The room's screen: follows the worker, stays live, and does what whoever holds the mouse asks; `wall_pages.js` lays it out.
// Without this file the wall is one long page. It keeps nothing of a family in the browser.
import { all, find } from "./wall_cut.js";
import { at, fit, lay, paged, pages, point, roomy, scrolled, show, source, stack, steadily, turn, whenTurned } from "./wall_pages.js";

const policy = (self.trustedTypes ?? { createPolicy: (_, rules) => rules }).createPolicy("own-words", { createHTML: (html) => html });
const parse = (html) => new DOMParser().parseFromString(policy.createHTML(html), "text/html").body;
const { body } = document;
const POLL = 5000;
const QUIET = 3000;
const DRAFT_STAYS = 120000;
let seen = body.dataset.seen;
let turned = Number(body.dataset.turn);

// ---- live ----------------------------------------------------------------------------------------------------------

const ids = () => new Set(all(".in-room[data-id]", source).map((one) => one.dataset.id));
let asking = null;
let again = false;
let left = false;

async function refresh() {
  if (left) return;
  if (asking) return void (again = true);
  asking = fetch(`${location.pathname}?seen=${seen}`, { headers: { "X-Partial": "1" }, signal: AbortSignal.timeout(4000) });
  const response = await asking.catch(() => null);
  const answer = response && (await response.json().catch(() => null));
  asking = null;
  if (left) return;
  if (answer?.gone) return leave(response.status);
  if (answer?.ok) take(answer);
  away(!answer?.ok || !socket?.connected);
  if (again) {
    again = false;
    refresh();
  }
}

function take(answer) {
  if (answer.html !== undefined) {
    const before = ids();
    steadily(() => {
      source.replaceChildren(...parse(answer.html).childNodes);
      seen = answer.seen;
      lay();
    });
    const fresh = [...ids()].filter((id) => !before.has(id)).at(-1);
    if (fresh) point(fresh);
  }
  if (answer.turn > turned) {
    turned = answer.turn;
    turn(answer.to);
  }
}

// Nothing of the family stays on a screen whose account may no longer see it. A session that has just ended is believed
// for two more seconds elsewhere, so the way to the door waits for that, on an empty screen.
function leave(status) {
  source.replaceChildren();
  stack.replaceChildren();
  line.hidden = true;
  socket?.disconnect();
  left = true;
  setTimeout(() => location.replace(status === 401 ? "/desk/sign-in" : "/desk"), status === 401 ? 2500 : 0);
}

function away(is) {
  const note = find("[data-away]");
  const words = is ? note.dataset.words : "";
  if (note.textContent !== words) note.textContent = words;
}

const line = find("[data-draft]");
let fading = 0;

function draft({ words, by_name: who }) {
  clearTimeout(fading);
  line.hidden = !words.trim();
  find("[data-draft-words]", line).textContent = words;
  find("[data-draft-who]", line).textContent = who ? ` · ${who}` : "";
  if (words) fading = setTimeout(() => (line.hidden = true), DRAFT_STAYS);
}

const socket = self.io?.("/desk", { transports: ["websocket"], reconnectionDelayMax: 5000 });

function tell() {
  if (socket?.connected) socket.emit("shown", { case: body.dataset.case, page: at + 1, pages: pages().length });
}
whenTurned(tell);

function live() {
  socket.on("connect", () => {
    socket.emit("watch", { case: body.dataset.case, wall: true }, (answer) => {
      if (answer.gone) return leave(404);
      refresh();
      tell();
    });
  });
  socket.on("changed", refresh);
  socket.on("draft", draft);
  socket.on("tell", tell);
  socket.on("locked", () => leave(401));
  socket.on("gone", () => leave(404));
  socket.on("disconnect", refresh);
  socket.on("connect_error", () => away(true));
}

if (socket) live();
setInterval(() => socket?.connected || refresh(), POLL);
setInterval(() => socket?.connected || away(true), POLL / 2);
setInterval(refresh, 240000); // a screen the room looks at is in use

// ---- whoever holds the mouse ---------------------------------------------------------------------------------------

let resting = 0;

function wake() {
  document.documentElement.classList.remove("quiet");
  body.classList.remove("quiet");
  clearTimeout(resting);
  resting = setTimeout(() => find(".controls").contains(document.activeElement) && !find(".controls:hover") ? wake() : body.classList.add("quiet"), QUIET);
}

function onKey(event) {
  wake();
  if (!paged() || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("dialog")) return;
  const ahead = getComputedStyle(body).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const behind = ahead === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  const pressed = event.target.closest("a, button");
  const go = { [ahead]: 1, [behind]: -1, ArrowDown: 1, ArrowUp: -1, PageDown: 1, PageUp: -1, " ": pressed ? 0 : 1 }[event.key];
  if (go) show(at + go);
  else if (event.key === "Home") show(0);
  else if (event.key === "End") show(pages().length - 1);
  else return;
  event.preventDefault();
}

const LIGHT = "own-words-wall-light";

function light(which) {
  body.classList.remove("dark", "bright");
  if (which) body.classList.add(which);
}

for (const button of all("[data-go]")) button.addEventListener("click", () => turn(button.dataset.go));
for (const link of all("[data-light]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    localStorage.setItem(LIGHT, link.dataset.light);
    light(link.dataset.light);
    find(`[data-light]:not([data-light="${link.dataset.light}"])`).focus();
  });
}
const full = find("[data-full]");
full.hidden = !document.fullscreenEnabled;
full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
const paper = find("[data-print]");
paper.hidden = false;
paper.addEventListener("click", () => print());

if (!body.matches(".dark, .bright")) light(localStorage.getItem(LIGHT));
fit();
document.addEventListener("keydown", onKey);
document.addEventListener("scrollend", scrolled);
for (const sign of ["pointermove", "pointerdown", "focusin"]) document.addEventListener(sign, wake);
addEventListener("pageshow", (event) => event.persisted && location.reload());
let waiting = 0;
addEventListener("resize", () => {
  clearTimeout(waiting);
  if (paged() || roomy.matches) waiting = setTimeout(lay, 100);
});
const awake = () => document.visibilityState === "visible" && navigator.wakeLock?.request("screen").catch(() => null);
document.addEventListener("visibilitychange", awake);
awake();
wake();
document.fonts.ready.then(() => lay(false));
