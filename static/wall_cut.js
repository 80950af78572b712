// What is taller than a page of the wall is cut: words between two words, rows between two people. Nothing gets smaller, and what
// says more never stands without what it is about.
export const find = (what, within = document) => within.querySelector(what);
export const all = (what, within = document) => [...within.querySelectorAll(what)];
const BRIEF = 28;

export const make = (tag, name, ...inside) => {
  const made = document.createElement(tag);
  made.className = name;
  made.append(...inside);
  return made;
};
export const over = (box) => box.scrollHeight > box.clientHeight + 1;

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
export function cut(item, box) {
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
