// The room's screen: cuts the wall into pages that fit without making anything smaller, follows the worker, and stays live.
// On a small screen, and without this file, the wall is one long page. It keeps nothing of a family in the browser.
const find = (what, within = document) => within.querySelector(what);
const all = (what, within = document) => [...within.querySelectorAll(what)];
const policy = (self.trustedTypes ?? { createPolicy: (_, rules) => rules }).createPolicy("own-words", { createHTML: (html) => html });
const parse = (html) => new DOMParser().parseFromString(policy.createHTML(html), "text/html").body;
const { body } = document;
const source = find("[data-source]");
const stack = find("[data-pages]");
const dots = find("[data-dots]");
const POLL = 5000;
const QUIET = 3000;
const BRIEF = 28;
const MOST_DOTS = 20;
const DRAFT_STAYS = 120000;
// Where words of 32 px leave room for a page; `wall.css` makes them smaller everywhere else.
const roomy = matchMedia("(width > 60rem) and (height >= 30rem)");
const paged = () => body.classList.contains("paged");
let at = 0;
let seen = body.dataset.seen;
let turned = Number(body.dataset.turn);

// ---- pages ---------------------------------------------------------------------------------------------------------

const make = (tag, name, ...inside) => {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...inside);
  return made;
};
const over = (box) => box.scrollHeight > box.clientHeight + 1;

function startPage(sheet, ...inside) {
  const page = make("section", `${sheet.className} page`, ...inside);
  page.dataset.sheet = sheet.dataset.sheet;
  page.setAttribute("aria-label", sheet.getAttribute("aria-label") ?? "");
  stack.append(page);
  return page;
}

// How many of `count` still fit, found by halves; `show(n)` shows the first n.
function most(count, show, box) {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    show(middle);
    if (over(box)) high = middle - 1;
    else low = middle;
  }
  show(low);
  return low;
}

function shorten(words) {
  const brief = words.textContent.slice(0, BRIEF).replace(/\s+\S*$/u, "");
  if (words.textContent.length > BRIEF) words.textContent = `${brief}\u00a0…`;
}

// What says more about a quote goes on under its first words, so that it stands nowhere alone.
function below(rest) {
  shorten(find(".w", rest));
  find(":scope > .asked", rest)?.remove();
  rest.classList.add("again");
  return rest;
}

// Cuts words between two words; nothing is left when not one of them fits.
function cutWords(words, after, box) {
  const text = words.textContent;
  let pieces = text.split(/(?<=\s)/u);
  if (pieces.some((piece) => piece.length > 60)) pieces = Array.from(text);
  const fits = most(pieces.length, (n) => (words.textContent = n < pieces.length ? `${pieces.slice(0, n).join("").trimEnd()} …` : text), box);
  const done = fits && fits < pieces.length;
  if (done) after.textContent = `… ${pieces.slice(fits).join("")}`;
  else words.textContent = text;
  return done;
}

// Rows of a scale go on between two people, under its question and ends. Where those leave no room for one number, they
// stand first, each on as many pages as it needs, and in brief over the numbers.
function cutRows(item, box) {
  const rest = item.cloneNode(true);
  const [each, after] = [item, rest].map((one) => all("[data-rows] > li", one));
  const fits = most(each.length, (n) => each.forEach((row, place) => (row.hidden = place >= n)), box) || (item.matches(".again") ? 1 : 0);
  each.forEach((row, place) => (place < fits ? (row.hidden = false) : row.remove()));
  if (fits) {
    after.slice(0, fits).forEach((row) => row.remove());
    return after.length > fits ? [rest] : [];
  }
  all(".w", rest).forEach(shorten);
  rest.classList.add("again");
  find("[data-rows]", item)?.remove();
  const left = after.length ? [rest] : [];
  if (!over(box)) return left;
  const words = all("[data-words]", item).map((one) => make("div", "half alone", one));
  item.remove();
  return [...words, ...left];
}

// Something said inside a quote goes on between two words; the worker's wording of it stands under its first words.
function cutInside(one, after, box) {
  const [words, wording] = all(".w", one);
  const [more, restWording] = all(".w", after);
  const label = wording?.previousElementSibling;
  if (wording) wording.hidden = label.hidden = true;
  const whole = !over(box);
  if (wording && whole && one.matches(".again")) {
    wording.hidden = label.hidden = false;
    return cutWords(wording, restWording, box);
  }
  wording?.remove();
  label?.remove();
  if (whole) shorten(more);
  if (whole || cutWords(words, more, box)) find(".asked", after)?.remove();
  else return false;
  after.classList.toggle("again", whole);
  return true;
}

// Something taller than a page goes on on the next one: what says more about a quote, words between two words.
function cut(item, box) {
  if (item.matches(".rule")) return cutRows(item, box);
  const rest = item.cloneNode(true);
  const [inside, left] = [item, rest].map((one) => all(":scope > .insides > li", one));
  const fits = most(inside.length, (n) => inside.forEach((one, place) => (one.hidden = place >= n)), box);
  const whole = !over(box);
  inside.forEach((one, place) => (place >= fits ? one.remove() : null));
  if (whole && (fits || !item.matches(".again"))) {
    left.slice(0, fits).forEach((one) => one.remove());
    return [below(rest)];
  }
  if (whole) {
    inside[0].hidden = false;
    find(".insides", item).append(inside[0]);
    if (!cutInside(inside[0], left[0], box)) left[0].remove();
    return all(":scope > .insides > li", rest).length ? [rest] : [];
  }
  const [words, after] = [item, rest].map((one) => find(".w", one) ?? one);
  if (cutWords(words, after, box)) return [rest];
  return left.length ? [below(rest)] : [];
}

// Puts blocks one under the other, on as many pages as they need.
function flow(sheet) {
  const [heading, worry] = [find(":scope > h2", sheet), find(".half.worry h2", sheet)];
  const blocks = all(":scope > [data-block]", sheet).map((one) => one.cloneNode(true));
  let box = null;
  const open = (first) => {
    box = make("div", "page-body");
    const over = first?.matches(".dispute") ? worry : heading;
    startPage(sheet, ...(over ? [over.cloneNode(true)] : []), box);
  };
  open();
  while (blocks.length) {
    const block = blocks.shift();
    box.append(block);
    if (!over(box)) continue;
    if (box.children.length > 1) {
      block.remove();
      blocks.unshift(block);
      open(block);
      continue;
    }
    const parts = all("[data-part]", block);
    if (parts.length) {
      block.remove();
      blocks.unshift(...parts);
      continue;
    }
    blocks.unshift(...cut(block, box));
  }
}

// How many of the three places each column gets: one each at first; what goes on has the places of those that are done.
function places(left) {
  const going = left.map(({ items }) => items.reduce((sum, item) => sum + item.textContent.length, 0));
  if (!stack.lastElementChild?.matches(".three")) return going.map(() => 1);
  const most = going.indexOf(Math.max(...going));
  return going.map((size, place) => (size ? 1 + (place === most ? going.filter((other) => !other).length : 0) : 0));
}

// Fills one list of a column with what there is room for.
function fill(box, items) {
  while (items.length) {
    const item = items.shift();
    box.append(item);
    if (!over(box)) continue;
    if (box.children.length > 1) {
      item.remove();
      items.unshift(item);
    } else {
      const rest = cut(item, box);
      items.unshift(...rest);
      if (!rest.length) continue;
    }
    return;
  }
}

// Three columns side by side; each goes on by itself on the next page.
function columns(sheet) {
  const left = all(":scope > .col", sheet).map((col) => ({ col, items: all(":scope > ol > li", col).map((one) => one.cloneNode(true)) }));
  do {
    const lists = places(left).map((count) => Array.from({ length: count }, () => document.createElement("ol")));
    const made = left.map(({ col }, place) => {
      const nothing = left[place].items.length ? [] : all(":scope > .none", col).map((one) => one.cloneNode(true));
      return make("div", `${col.className} over-${lists[place].length}`, find("h2", col).cloneNode(true), ...nothing, ...lists[place]);
    });
    startPage(sheet, ...made.filter((_, place) => lists[place].length));
    left.forEach(({ items }, place) => lists[place].forEach((box) => fill(box, items)));
  } while (left.some(({ items }) => items.length) && stack.children.length < 200);
}

// What can be turned to: pages, or the parts of the one long page.
const pages = () => (paged() ? [...stack.children] : all(":scope > .sheet", source));

function fit() {
  for (const one of [document.documentElement, body]) one.classList.toggle("paged", roomy.matches);
}

function lay(keep = true) {
  const was = paged() ? pages()[at] : null;
  const key = was?.dataset.sheet;
  const within = was ? pages().filter((one) => one.dataset.sheet === key).indexOf(was) : 0;
  stack.replaceChildren();
  fit();
  if (!paged()) return mark(pages());
  for (const sheet of all(":scope > .sheet", source)) {
    if (sheet.matches(".three")) columns(sheet);
    else flow(sheet);
  }
  const same = pages().filter((one) => one.dataset.sheet === key);
  show(keep && same.length ? pages().indexOf(same[Math.min(within, same.length - 1)]) : 0);
}

function show(place) {
  const list = pages();
  at = Math.max(0, Math.min(list.length - 1, place));
  if (paged()) list.forEach((page, number) => (page.hidden = number !== at));
  else list[at].scrollIntoView();
  mark(list);
}

function mark(list) {
  const last = list.length - 1;
  dots.replaceChildren(...list.map((_, number) => make("li", number === at ? "on" : "")));
  dots.hidden = list.length < 2 || list.length > MOST_DOTS;
  for (const button of all("[data-go]")) {
    button.hidden = !paged();
    button.disabled = at === (button.dataset.go === "back" ? 0 : last);
  }
  const where = find("[data-where]");
  where.className = list.length > MOST_DOTS ? "where" : "unseen";
  where.textContent = paged() ? body.dataset.page.replace("{n}", at + 1).replace("{of}", list.length) : "";
  tell();
}

// Which part of the one long page is read: the last that begins in the upper half of the screen.
function scrolled() {
  if (paged()) return;
  at = Math.max(0, pages().findLastIndex((sheet) => sheet.getBoundingClientRect().top < innerHeight / 2));
  tell();
}

function turn(to) {
  scrolled();
  if (to === "next" || to === "back") return show(at + (to === "next" ? 1 : -1));
  const place = pages().findIndex((page) => page.dataset.sheet === to);
  if (place >= 0) show(place);
}

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

// What is being read on the one long page stays where it is on the screen while the wall changes around it.
function steadily(change) {
  const under = paged() ? null : all("[data-id], [data-sheet]", source).findLast((one) => one.getBoundingClientRect().top <= 0);
  const top = under?.getBoundingClientRect().top;
  change();
  const { id, sheet } = under?.dataset ?? {};
  const now = under && find(id ? `[data-id="${CSS.escape(id)}"]` : `[data-sheet="${CSS.escape(sheet)}"]`, source);
  if (now && !paged()) scrollBy(0, now.getBoundingClientRect().top - top);
}

// A line that was just written is shown, wherever the wall was.
function point(id) {
  const line = `[data-id="${CSS.escape(id)}"]`;
  const place = pages().findLastIndex((page) => find(line, page));
  if (place < 0) return;
  if (paged()) show(place);
  else find(line, source).scrollIntoView({ block: "center" });
  for (const one of all(line)) one.classList.add("fresh");
  setTimeout(() => all(".fresh").forEach((one) => one.classList.remove("fresh")), 6000);
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
