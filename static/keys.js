// The keys of the desk: `?` lists them, `/` finds, `g` and a letter goes to a page, `[` and `]` to the tab beside, and each card has
// its own. Nothing here is needed for anything: each key presses or follows what stands on the page.
const find = (what, within = document) => within.querySelector(what);
const all = (what, within = document) => [...within.querySelectorAll(what)];

// Single keys can be turned off (WCAG 2.1.4). Only that choice is kept, never a word, and signing out clears it.
const OFF = "own-words-keys-off";
const on = () => !localStorage.getItem(OFF);
const dialog = find("#keys");
const waiting = find("[data-keys-wait]");

const place = (letter) => find(`[data-goes="${CSS.escape(letter)}"]`);
const called = (link) => (find("span:not(.n, .unseen)", link) ?? link).firstChild.textContent.trim();

function list() {
  const lines = all("[data-goes]").map((link) => {
    const [line, keys, words] = ["div", "dt", "dd"].map((tag) => document.createElement(tag));
    const key = document.createElement("kbd");
    key.textContent = link.dataset.goes.toUpperCase();
    keys.append(key);
    words.textContent = called(link);
    line.append(keys, words);
    return line;
  });
  find("[data-keys-places]", dialog)?.replaceChildren(...lines);
  dialog.showModal();
}

// ---- from card to card ----------------------------------------------------------------------------------------------

const cards = () => all("[data-card]");
const here = () => document.activeElement?.closest?.("[data-card]");

function go(card) {
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const list = cards();
  const at = list.indexOf(here());
  go(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))]);
}

function onCard(key) {
  if (key === "j" || key === "k") return void step(key === "j" ? 1 : -1);
  const control = find(`[data-key="${CSS.escape(key)}"]`, here());
  control.click();
  find("textarea", control.closest(".act[open]") ?? control)?.focus({ preventScroll: true }); // at once: the next key is a word
}

const isOfCard = (key) => (key === "j" || key === "k" ? cards().length > 0 : here() && find(`[data-key="${CSS.escape(key)}"]`, here()));

// ---- to another page ------------------------------------------------------------------------------------------------

function beside(by) {
  const tabs = all(".tabs a");
  tabs[tabs.findIndex((tab) => tab.hasAttribute("aria-current")) + by]?.click();
}

// The search of this page, or else the page that finds a name.
function search() {
  const box = all("main input[type=search]").find((one) => one.checkVisibility());
  if (box) {
    box.focus();
    box.select();
  } else location.assign("/desk/search#asked");
}

function wait(is) {
  waiting.textContent = is ? waiting.dataset.words : "";
  waiting.hidden = !is;
}

function press(key) {
  if (!waiting.hidden) {
    wait(false);
    return place(key)?.click();
  }
  if (key === "?") list();
  else if (key === "/" && find("[data-goes]")) search();
  else if (key === "g" && find("[data-goes]")) wait(true);
  else if ((key === "[" || key === "]") && find(".tabs")) beside(key === "]" ? 1 : -1);
  else if (isOfCard(key)) onCard(key);
  else return false;
  return true;
}

function onEscape(event) {
  if (!waiting.hidden) return wait(false);
  const open = event.target.closest(".act[open]");
  if (!open || event.target.closest("dialog")) return;
  open.open = false;
  go(here());
}

// Many keyboards write [ and ] with AltGr, which some systems tell as Ctrl and Alt.
const isPlain = (event) => !event.metaKey && (event.getModifierState("AltGraph") || (!event.ctrlKey && !event.altKey));

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || !isPlain(event)) return;
  if (event.key === "Escape") return onEscape(event);
  if (!on() || event.key.length > 1 || event.repeat && event.key !== "j" && event.key !== "k") return;
  if (event.target.closest?.("input, textarea, select, dialog, [contenteditable]")) return;
  if (press(event.key.toLowerCase()) !== false) event.preventDefault();
});

for (const button of all("[data-keys]")) {
  button.hidden = false;
  button.addEventListener("click", list);
}
const box = find("[data-keys-on]", dialog);
if (box) box.checked = on();
box?.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
