// Lays the wall out: pages that fill a large screen, or one long page on a small one, and which of them is read.
import { all, cut, find, make, over } from "./wall_cut.js";

const { body } = document;
export const source = find("[data-source]");
export const stack = find("[data-pages]");
const dots = find("[data-dots]");
const MOST_DOTS = 10;
// Where words of 32 px leave room for a page; `wall.css` makes them smaller everywhere else.
export const roomy = matchMedia("(width > 60rem) and (height >= 30rem)");
export const paged = () => body.classList.contains("paged");
export let at = 0;
let told = () => {};

// Calls `then` whenever another page is read.
export const whenTurned = (then) => (told = then);

function startPage(sheet, ...inside) {
  const page = make("section", `${sheet.className} page`, ...inside);
  page.dataset.sheet = sheet.dataset.sheet;
  page.setAttribute("aria-label", sheet.getAttribute("aria-label") ?? "");
  stack.append(page);
  return page;
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
export const pages = () => (paged() ? [...stack.children] : all(":scope > .sheet", source));

export function fit() {
  for (const one of [document.documentElement, body]) one.classList.toggle("paged", roomy.matches);
}

export function lay(keep = true) {
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

export function show(place) {
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
  told();
}

// Which part of the one long page is read: the last that begins in the upper half of the screen.
export function scrolled() {
  if (paged()) return;
  at = Math.max(0, pages().findLastIndex((sheet) => sheet.getBoundingClientRect().top < innerHeight / 2));
  told();
}

export function turn(to) {
  scrolled();
  if (to === "next" || to === "back") return show(at + (to === "next" ? 1 : -1));
  const place = pages().findIndex((page) => page.dataset.sheet === to);
  if (place >= 0) show(place);
}

// What is being read on the one long page stays where it is on the screen while the wall changes around it.
export function steadily(change) {
  const under = paged() ? null : all("[data-id], [data-sheet]", source).findLast((one) => one.getBoundingClientRect().top <= 0);
  const top = under?.getBoundingClientRect().top;
  change();
  const { id, sheet } = under?.dataset ?? {};
  const now = under && find(id ? `[data-id="${CSS.escape(id)}"]` : `[data-sheet="${CSS.escape(sheet)}"]`, source);
  if (now && !paged()) scrollBy(0, now.getBoundingClientRect().top - top);
}

// A line that was just written is shown, wherever the wall was.
export function point(id) {
  const line = `[data-id="${CSS.escape(id)}"]`;
  const place = pages().findLastIndex((page) => find(line, page));
  if (place < 0) return;
  if (paged()) show(place);
  else find(line, source).scrollIntoView({ block: "center" });
  for (const one of all(line)) one.classList.add("fresh");
  setTimeout(() => all(".fresh").forEach((one) => one.classList.remove("fresh")), 6000);
}
