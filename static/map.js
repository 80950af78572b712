// Sorts a card in place and cuts it where words are marked; every form here works without this file. Keeps no word.
const find = (what, within = document) => within.querySelector(what);
const all = (what, within = document) => [...within.querySelectorAll(what)];

// The answer as a document of its own, so that no text is ever made into a page here.
const post = (url, data) =>
  new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.responseType = "document";
    request.setRequestHeader("X-Partial", "1");
    request.onloadend = () => done(request.response);
    request.send(data);
  });

function say(words) {
  const announcer = find("#announcer");
  if (!announcer) return;
  announcer.textContent = "";
  setTimeout(() => (announcer.textContent = words), 50);
}

// The card moves to its category, and stands there where it stands on the page of the server.
function put(fresh, column, name) {
  const group = find(`[data-group="${CSS.escape(`${column}-${name}`)}"]`);
  if (!group) return false;
  const order = Number(fresh.dataset.order);
  const next = all("[data-card]", group).find((card) => Number(card.dataset.order) > order);
  group.insertBefore(fresh, next ?? null);
  group.hidden = false;
  return true;
}

function count() {
  for (const group of all("[data-group]")) {
    const n = all("[data-card]", group).length;
    find("[data-group-n]", group).textContent = n.toLocaleString(document.documentElement.lang || "en");
    if (/-not_(sorted|answered)$/.test(group.dataset.group)) group.hidden = n === 0;
  }
}

async function sort(form, pressed) {
  const data = new FormData(form, pressed);
  const answer = await post(form.action, data);
  const sorted = answer && find("[data-sorted]", answer);
  const fresh = sorted && find("[data-card]", sorted);
  const card = form.closest("[data-card]");
  const column = card.closest("[data-group]")?.dataset.group.replace(/-[a-z_]+$/, "");
  if (!fresh || !column || !put(fresh, column, sorted.dataset.sorted)) {
    form.dataset.plain = "1";
    return form.requestSubmit(pressed); // the whole page says what happened
  }
  // Parts of one card stand apart but share one line of the log: each must know the newest.
  const seen = find("[name=seen]", find("[data-sort]", fresh) ?? fresh)?.value;
  card.remove();
  for (const other of all("[data-sort]")) if (other.getAttribute("action") === form.getAttribute("action")) find("[name=seen]", other).value = seen;
  count();
  fresh.focus({ preventScroll: true });
  fresh.scrollIntoView({ block: "nearest" });
  say(sorted.dataset.announce);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-sort]") || form.dataset.plain || !event.submitter) return;
  event.preventDefault();
  sort(form, event.submitter);
});

// A link to a form that is folded away opens it.
for (const link of all("[data-open]")) link.addEventListener("click", () => (find(link.hash).open = true));

// ---- a stretch of the words, marked with the mouse or the keyboard ----------------------------------------------------

const marking = find("[data-cut]");
if (marking) {
  const words = find("[data-words]", marking);
  const points = (text) => [...text].length; // the server counts characters as people's scripts do, not as UTF-16 does
  marking.hidden = false;
  marking.addEventListener("submit", (event) => {
    const chosen = getSelection();
    const range = chosen.rangeCount && chosen.getRangeAt(0);
    for (const old of all("[name=cut]", marking)) old.remove();
    if (!range || range.collapsed || !words.contains(range.startContainer) || !words.contains(range.endContainer)) {
      event.preventDefault();
      find("[data-cut-list]").open = true;
      return say(find("#cut-label").textContent);
    }
    const before = document.createRange();
    before.setStart(words, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = points(before.toString());
    for (const at of [start, start + points(range.toString())]) {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "cut";
      field.value = at;
      marking.append(field);
    }
  });
}
