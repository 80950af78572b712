// The builder of a set: words dragged or put into a field, a search, what the rules say while one types. Keeps nothing.
const find = (what, within = document) => within.querySelector(what);
const all = (what, within = document) => [...within.querySelectorAll(what)];
const form = find("[data-builder]");
const WAIT = 400;

const wordsOf = (card) => find("blockquote", card).textContent;
const tick = (card) => find("[name=quote]", card);

// The list of ticked words follows the ticks.
function follow(card) {
  const box = find("[data-picked]");
  const list = find("ul", box);
  const there = find(`[data-from="${CSS.escape(card.dataset.quote)}"]`, list);
  if (tick(card).checked && !there) {
    const line = document.createElement("li");
    const quote = document.createElement("q");
    const person = document.createElement("span");
    line.dataset.from = card.dataset.quote;
    quote.dir = "auto";
    quote.textContent = wordsOf(card);
    person.className = "soft";
    person.textContent = find(".who bdi", card).textContent;
    const asked = find(".quote-asked", card)?.cloneNode(true);
    if (asked) line.append(asked);
    line.append(quote, " ", person);
    list.append(line);
  } else if (!tick(card).checked) there?.remove();
  box.hidden = !list.children.length;
}

function use(card) {
  tick(card).checked = true;
  follow(card);
}

// Puts words where the field's caret was, as typing would, so that Undo takes them out again.
function put(field, words) {
  field.focus();
  const before = field.value.slice(0, field.selectionStart);
  const after = field.value.slice(field.selectionEnd);
  const text = `${before && !/\s$/.test(before) ? " " : ""}“${words}”${after && !/^[\s.,;:!?)]/.test(after) ? " " : ""}`;
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function bringToLife(card) {
  card.draggable = true;
  find("[data-put]", card).hidden = false;
  card.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", `“${wordsOf(card)}” `);
    event.dataTransfer.effectAllowed = "copy";
    card.classList.add("dragged");
  });
  card.addEventListener("dragend", () => card.classList.remove("dragged"));
  tick(card).addEventListener("change", () => follow(card));
  for (const button of all("[data-into]", card)) {
    button.addEventListener("click", () => {
      use(card);
      put(find(`#${button.dataset.into}`), button.dataset.words ?? wordsOf(card));
    });
  }
}

// A field that words are dragged over says so; the browser itself puts them where they are dropped.
function takeDrops(field) {
  const over = (on) => field.classList.toggle("over", on);
  field.addEventListener("dragenter", () => find(".dragged") && over(true));
  field.addEventListener("dragleave", () => over(false));
  field.addEventListener("drop", () => {
    over(false);
    const card = find(".dragged");
    if (card) setTimeout(() => use(card)); // after the browser has put the words in: the page must not move under them
  });
}

function search() {
  const asked = find("#find").value.trim().toLocaleLowerCase();
  const cards = all(".quote-card");
  for (const card of cards) card.hidden = !card.textContent.toLocaleLowerCase().includes(asked);
  for (const list of all(".quotes")) {
    const empty = all(".quote-card", list).every((card) => card.hidden);
    list.hidden = empty;
    list.previousElementSibling.hidden = empty;
  }
  const told = find("[data-found]");
  told.textContent = cards.every((card) => card.hidden) ? told.dataset.none : "";
}

// ---- what the rules say --------------------------------------------------------------------------------------------

let asked = 0;
let timer;

async function ask() {
  const sent = { method: "POST", body: new FormData(form), headers: { "X-Partial": "1" } };
  const response = await fetch(form.dataset.judge, sent).catch(() => null);
  const answer = response && (await response.json().catch(() => null));
  return answer?.ok ? answer : null;
}

function line(problem) {
  const item = document.createElement("li");
  const kind = document.createElement("strong");
  item.className = problem.blocking ? "blocks" : "warns";
  kind.textContent = problem.blocking ? form.dataset.needed : form.dataset.think;
  item.append(kind, ` ${problem.words}`);
  return item;
}

// Only what somebody has written in is judged while they type; what is still empty is not called wrong.
function show(answer) {
  for (const list of all("[data-remarks]")) {
    const name = list.dataset.remarks;
    const field = find(`#${name}`);
    const empty = field ? !field.value.trim() : false;
    const mine = answer.problems.filter((problem) => problem.field === name && !(empty && problem.blocking));
    const lines = mine.map(line);
    if (lines.map((one) => one.textContent).join() !== all("li", list).map((one) => one.textContent.trim()).join()) list.replaceChildren(...lines);
  }
  const state = find("[data-state]");
  const told = answer.ready ? state.dataset.ready : state.dataset.not;
  if (state.textContent !== told) state.textContent = told;
}

async function judgeNow() {
  const mine = ++asked;
  const answer = await ask();
  if (answer && mine === asked) show(answer);
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(judgeNow, WAIT);
}

// What cannot be asked for in the page is asked for with the form: the same words come back with a page of their own.
async function propose(event) {
  event.preventDefault();
  clearTimeout(timer);
  const answer = await ask();
  if (!answer) {
    event.target.removeEventListener("click", propose);
    event.target.click();
    return;
  }
  for (const name of ["question", "low", "high"]) if (answer[name]) find(`#${name}`).value = answer[name];
  find("[data-proposed]").textContent = answer.proposed;
  find("#question").focus();
  judgeNow();
}

// A filled last row for somebody who sees it differently brings an empty one after it.
function another(event) {
  const rows = find("[data-rows]", form);
  const last = rows.lastElementChild;
  if (!last.contains(event.target) || !event.target.value || rows.children.length > 5) return;
  const row = last.cloneNode(true);
  const number = rows.children.length + 1;
  for (const part of all("[id], [for]", row)) {
    for (const name of ["id", "for"]) if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(/\d+$/, number));
  }
  for (const field of all("input", row)) field.value = "";
  rows.append(row);
}

if (form) {
  all(".quote-card").forEach(bringToLife);
  all("textarea, input:not([type])", form).forEach(takeDrops);
  const box = find("[data-find]");
  if (box) {
    box.hidden = false;
    find("#find").addEventListener("input", search);
    find("#find").addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    const how = find("[data-how]");
    how.textContent = how.dataset.with;
    find("[data-pick]").hidden = true;
  }
  form.addEventListener("input", (event) => {
    another(event);
    if (event.target.id !== "find") later();
  });
  find("[data-propose]").addEventListener("click", propose);
}
