// Makes the desk quicker where it can; every form here works without this file. Keeps nothing of a family in the browser.
const find = (what, within = document) => within.querySelector(what);
const all = (what, within = document) => [...within.querySelectorAll(what)];
const policy = (self.trustedTypes ?? { createPolicy: (_, rules) => rules }).createPolicy("own-words", { createHTML: (html) => html });
const parse = (html) => new DOMParser().parseFromString(policy.createHTML(html), "text/html");
const fetchPart = (url, more) => fetch(url, { ...more, headers: { "X-Partial": "1", ...more?.headers } });

function say(words) {
  const announcer = find("#announcer");
  if (!announcer) return;
  announcer.textContent = "";
  setTimeout(() => (announcer.textContent = words), 50);
}

// A page brought back by the Back button after signing out must not show what it showed.
addEventListener("pageshow", (event) => event.persisted && location.reload());

// ---- the inbox -----------------------------------------------------------------------------------------------------

const inbox = find("[data-inbox]");

// Puts new content in a place; a link that had the keyboard keeps it.
function refill(place, nodes) {
  const held = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  place.replaceChildren(...nodes);
  if (held) all("a", place).find((link) => link.getAttribute("href") === held)?.focus({ preventScroll: true });
}

// Somebody tapped “I'm not safe”: on whatever page of the desk is open, it is said at once.
function putUrgent(html) {
  const strip = find("[data-urgent]");
  if (!strip) return;
  const before = strip.textContent;
  const fresh = parse(html).body;
  for (const line of all("[data-notice]", fresh)) if (location.pathname.endsWith(`/notices/${line.dataset.notice}`)) line.remove(); // this page is that notice
  refill(strip, fresh.childNodes);
  if (strip.textContent !== before && strip.textContent.trim()) say(strip.textContent.trim());
}

function putInbox(answer) {
  if (answer.gone) return location.reload();
  if (!answer.ok) return;
  for (const count of all("[data-waiting]")) {
    count.textContent = answer.waiting;
    count.classList.toggle("new", answer.waiting > 0);
  }
  putUrgent(answer.urgent);
  if (!inbox) return;
  const newer = answer.order > Number(inbox.dataset.order) || answer.waiting > Number(inbox.dataset.count);
  refill(inbox, parse(answer.html).body.childNodes);
  inbox.dataset.order = answer.order;
  inbox.dataset.count = answer.waiting;
  if (newer) say(inbox.dataset.told);
}

async function fetchInbox() {
  const response = await fetchPart("/desk/").catch(() => null);
  if (response) putInbox(await response.json());
}

function live() {
  const light = find("[data-live]");
  const show = (on) => {
    if (!light) return;
    light.hidden = false;
    light.classList.toggle("off", !on);
    const words = find("[data-live-words]", light);
    words.textContent = on ? words.dataset.on : words.dataset.off;
  };
  const socket = self.io("/desk", { transports: ["websocket"], reconnectionDelayMax: 15000 });
  const arrived = () => {
    fetchInbox();
    document.dispatchEvent(new Event("desk-arrived"));
  };
  socket.on("connect", () => {
    show(true);
    arrived();
  });
  socket.on("arrived", arrived);
  socket.on("locked", () => location.replace("/desk/sign-in"));
  socket.on("disconnect", () => show(false));
  socket.on("connect_error", () => show(false));
}

if (self.io && find(".side")) live();

// ---- the map -------------------------------------------------------------------------------------------------------

function go(card) {
  card?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: "nearest" });
}

async function decide(form, pressed) {
  const card = form.closest("[data-card]");
  const data = new FormData(form, pressed);
  for (const button of all("button", form)) button.disabled = true;
  const again = () => {
    for (const button of all("button", form)) button.disabled = false;
    form.dataset.plain = "1";
    form.requestSubmit(pressed);
  };
  const response = await fetchPart(form.action, { method: "POST", body: data }).catch(() => null);
  const answer = response && (await response.json().catch(() => null));
  if (!answer?.html) return again();
  const fresh = find("[data-card]", parse(answer.html));
  card.replaceWith(fresh);
  const words = find("[data-undecided-words]");
  if (words && answer.words) words.textContent = answer.words;
  const field = find("[open] textarea, .instead textarea", fresh);
  if (!answer.ok && field) field.focus();
  else go(fresh);
  say(answer.announce);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-decide]") || form.dataset.plain) return;
  event.preventDefault();
  decide(form, event.submitter);
});

function onToggle(event) {
  if (!event.target.matches?.(".act[open]")) return;
  find("textarea", event.target)?.focus({ preventScroll: true });
  event.target.scrollIntoView({ block: "nearest" });
}

document.addEventListener("toggle", onToggle, true);

// What a form made has an address of its own: Back and Reload go there and make nothing again.
const address = find("[data-address]")?.dataset.address;
if (address) history.replaceState(null, "", address);

// ---- small things --------------------------------------------------------------------------------------------------

for (const button of all("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.copy);
    const done = await navigator.clipboard.writeText(from.value ?? from.textContent).then(() => true, () => false);
    if (!done) return from.select ? from.select() : getSelection().selectAllChildren(from);
    say(button.dataset.done);
    const words = button.firstChild;
    const before = words.textContent;
    words.textContent = button.dataset.done;
    setTimeout(() => (words.textContent = before), 2000);
  });
}

for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const button of all("[data-add-row]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const rows = find("[data-rows]", button.parentElement);
    const row = rows.lastElementChild.cloneNode(true);
    const number = rows.children.length + 1;
    for (const part of all("[id], [for]", row)) {
      for (const name of ["id", "for"]) if (part.hasAttribute(name)) part.setAttribute(name, part.getAttribute(name).replace(/\d+$/, number));
    }
    for (const field of all("input, select", row)) field.value = "";
    rows.append(row);
    find("select", row).focus();
  });
}

find(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// ---- a form that came back ------------------------------------------------------------------------------------------

// The keyboard starts at the first thing to mend, which a screen reader then reads.
const wrong = find("main :is([aria-invalid='true'], .refusal[role='alert'])");
if (wrong) {
  for (let around = wrong.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  const field = wrong.id && find(`main :is(input, select, textarea)[aria-describedby~="${wrong.id}"]`);
  if (!field && wrong.matches(".refusal")) wrong.tabIndex = -1;
  (field || wrong).focus();
}
