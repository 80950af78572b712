// Makes the conversation quicker where it can; every form here works without this file. Keeps nothing in the browser.
const root = document.documentElement;
const find = (what, within = document) => within.querySelector(what);
const policy = (self.trustedTypes ?? { createPolicy: (_, rules) => rules }).createPolicy("own-words", {
  createHTML: (html) => html,
  createScriptURL: (url) => (new URL(url, location.href).origin === location.origin ? url : ""),
});
const parse = (html) => new DOMParser().parseFromString(policy.createHTML(html), "text/html");
const chat = () => find("#log");
const token = () => find("[name=csrf_token]")?.value ?? "";
const inPage = () => "inPage" in document.body.dataset; // only this page holds the conversation
const seq = () => Number(find("#now [name=seq]")?.value ?? document.body.dataset.seq);
const post = (url, body, more) => fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token(), "X-Partial": "1" }, ...more });

let socket;
let pending; // the one reply on its way: {form, data, url, bubble, timer}
let touched = Date.now(); // when the person last did something
let told = Date.now(); // when the server last heard so
let closing = false;
const keys = matchMedia("(hover: hover) and (pointer: fine)").matches; // a keyboard: Enter sends, and we say so

// ---- leaving -------------------------------------------------------------------------------------------------------

function blank() {
  closing = true;
  root.replaceChildren();
  hush();
  socket?.disconnect();
}

// Leaving in one page leaves them all.
const beside = self.BroadcastChannel && new BroadcastChannel("leave");
if (beside) beside.onmessage = () => away(document.body?.dataset.leaveTo ?? "/");

function away(to) {
  blank();
  location.replace(to);
}

function leave() {
  const to = document.body.dataset.leaveTo;
  beside?.postMessage(1);
  blank();
  navigator.sendBeacon("/leave");
  location.replace(to);
}

function again() {
  blank();
  location.replace("/");
}

async function lock() {
  const guard = token();
  blank();
  await fetch("/lock", { method: "POST", headers: { "X-CSRFToken": guard }, keepalive: true }).catch(() => {});
  location.replace("/");
}

// A page kept in the browser's memory is never shown again as it was.
addEventListener("pageshow", (event) => event.persisted && chat() && again());

// ---- the screen ----------------------------------------------------------------------------------------------------

function say(words) {
  const announcer = find("#announcer");
  announcer.textContent = words;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (announcer.textContent = ""), 8000);
}

// The whole question stands above its answer: both in view where they fit, else the question at the top.
function show() {
  const question = find("#question");
  if (!question) return;
  const top = find(".top").offsetHeight;
  root.style.setProperty("--top", `${top}px`);
  root.style.setProperty("--bar", `${(find(".bar")?.offsetHeight ?? 0) + 8}px`);
  if (find("body.opening")) return; // the first page is read from its top
  scrollTo(0, root.scrollHeight);
  const over = top + 8 - question.getBoundingClientRect().top;
  if (over > 0) scrollBy(0, -over);
}

function ready() {
  root.classList.add("js");
  if (!chat()) return;
  for (const button of document.querySelectorAll("[data-add], [data-print], [data-draw]")) button.hidden = false;
  if (find("[name=drawing]")?.value) draw(find("[data-draw]"));
  if (keys) find("#text")?.setAttribute("aria-describedby", find("#refusal") ? "refusal keys" : "keys");
  voices();
  show();
}

async function draw(button) {
  const module = await import(button.dataset.draw).catch(() => {});
  if (!module || !button.isConnected) return;
  module.open(button.parentElement, say);
  show();
}

function apply(answer) {
  if (answer.gone) return again();
  hush();
  const came = parse(answer.html);
  for (const part of came.querySelectorAll("[autofocus]")) part.autofocus = false;
  document.body.classList.remove("opening");
  const log = chat();
  pending?.bubble?.remove();
  if (answer.whole) log.replaceChildren();
  find("#question")?.removeAttribute("id");
  const fresh = [...find("[data-log]", came).childNodes];
  log.append(...fresh);
  find("#now").replaceChildren(...find("[data-form]", came).childNodes);
  const way = find("[data-progress]");
  if (way) find(".way").replaceChildren(way.content);
  document.body.dataset.seq = answer.seq;
  settle();
  ready();
  const refused = find("#refusal");
  if (refused) find("#now .answer :is(textarea, fieldset input)")?.focus({ preventScroll: true });
  else find("#question")?.focus({ preventScroll: true });
  const first = find("#now [data-about]") && !answer.whole && fresh.find((part) => part.matches?.(".said"));
  if (first) scrollTo(0, first.offsetTop - find(".top").offsetHeight - 8); // a shared worry is read before it is asked about
  const kind = answer.whole ? undefined : fresh.find((part) => part.matches?.(".kind-reply"));
  if (kind) scrollTo(0, kind.offsetTop - find(".top").offsetHeight - 8); // read first; the next question waits below it
  const said = answer.whole ? [] : fresh.filter((part) => part.matches?.(".said:not(h2)")).map((part) => (find("p", part) ?? part).textContent);
  say([...said, find("#now .notice")?.textContent, refused?.textContent].filter(Boolean).join(" "));
}

// Help opens over the questions, so that nothing typed is lost; it is fetched at the first touch, to be there without
// a network.
let help;
let helpAsked = 0;
async function fetchHelp() {
  if (help || Date.now() - helpAsked < 10000) return;
  helpAsked = Date.now();
  const page = await fetch("/help").then((response) => response.text()).catch(() => {});
  if (page) help = find("main", parse(page));
}

function openHelp() {
  const over = help.cloneNode(true);
  if (inPage()) {
    find("form", over)?.setAttribute("target", "_blank");
    find("[data-beside]", over)?.remove();
    for (const back of over.querySelectorAll("[data-back]")) back.hidden = false;
  }
  over.className = "plain over";
  over.id = "over";
  chat().parentElement.hidden = true;
  chat().parentElement.after(over);
  scrollTo(0, 0);
  const heading = find("h1", over);
  heading.tabIndex = -1;
  heading.focus();
}

function closeHelp() {
  find("#over").remove();
  chat().parentElement.hidden = false;
  show();
  find("#question")?.focus({ preventScroll: true });
}

const OURS = new Set(["csrf_token", "conversation", "seq", "reply_id", "position", "carried", "simpler"]);

// What was typed and picked but not sent yet, in the same question again.
function putBack(held) {
  for (const name of new Set(held.map(([name]) => name))) {
    const values = held.filter(([one]) => one === name).map(([, value]) => value);
    const boxes = () => [...(find("#answer")?.elements ?? [])].filter((box) => box.name === name);
    while (name === "name" && boxes().length && boxes().length < Math.min(values.length, 12)) addPerson();
    boxes().forEach((box, at) => {
      if (box.matches("[type=radio], [type=checkbox]")) box.checked = values.includes(box.value);
      else if (box.matches("input, textarea")) box.value = values[at] ?? "";
    });
  }
}

async function speak(form) {
  hush();
  const carried = find("#answer [name=carried]");
  if (carried) find("[name=carried]", form).value = carried.value;
  const held = find("#answer") ? [...new FormData(find("#answer"))].filter(([name]) => !OURS.has(name)) : [];
  const page = await fetch("/language", { method: "POST", body: new FormData(form) }).then((response) => response.text()).catch(() => {});
  if (!page) return;
  const came = parse(page);
  root.lang = came.documentElement.lang;
  root.dir = came.documentElement.dir;
  document.body.replaceWith(came.body);
  if (!chat()) return again();
  putBack(held);
  ready();
  find("#question")?.focus({ preventScroll: true });
  help = undefined;
  helpAsked = 0;
  fetchHelp();
}

// ---- replies -------------------------------------------------------------------------------------------------------

function settle() {
  clearTimeout(pending?.timer);
  pending = undefined;
  find("#now").inert = false;
  find("#now").classList.remove("waiting");
  find("#offline").hidden = true;
  if (find("#shut")) find("#shut").hidden = true;
}

function words(form, data, button) {
  if (data.get("move") !== "answer") return button.textContent;
  const labels = [...form.querySelectorAll(":checked")].map((box) => box.parentElement.textContent.trim());
  const who = data.getAll("who");
  const people = data.getAll("name").map((name, at) => [name, who[at] && name ? `(${who[at]})` : who[at]].filter(Boolean).join(" "));
  const drawn = data.get("drawing") && find("[data-draw]")?.dataset.drawn;
  return [...labels, ...people, data.get("text"), drawn].filter(Boolean).join("\n") || button.textContent;
}

function send(form, button) {
  if (pending) return;
  const data = new FormData(form, button);
  const url = button.getAttribute("formaction") ?? form.getAttribute("action");
  pending = { form, data, url, reply: url.endsWith("/reply") };
  touched = told = Date.now();
  if (pending.reply) {
    pending.bubble = find("#unsent").content.cloneNode(true).firstElementChild;
    find("bdi", pending.bubble).textContent = words(form, data, button);
    chat().append(pending.bubble);
    if (find("#text")) find("#text").value = "";
  }
  find("#now").classList.add("waiting");
  find("#now").inert = true;
  scrollTo(0, root.scrollHeight);
  deliver();
}

async function deliver() {
  const now = pending;
  if (!now) return;
  clearTimeout(now.timer);
  if (now.busy) return;
  now.busy = true;
  const answer = (now.reply && !now.data.get("drawing") && (await bySocket(now.data))) || (await byPost(now));
  now.busy = false;
  if (closing || pending !== now) return;
  if (answer?.over) return (find("#done").hidden = false), (find("#shut").hidden = true), say(find("#done").textContent);
  if (answer?.gone && inPage()) return waitForPin(now);
  if (answer?.html || answer?.gone) return apply(answer);
  if (answer?.status === 413) return giveBack(now);
  find("#offline").hidden = false;
  scrollTo(0, root.scrollHeight);
  if (!now.late) say(find("#offline").textContent);
  now.late = true;
  now.timer = setTimeout(deliver, 4000);
}

// Only this page holds the words, so it never goes blank by itself: the PIN is put in beside it, and then they go again.
function waitForPin(now) {
  const box = find("#shut");
  box.hidden = false;
  scrollTo(0, root.scrollHeight);
  if (!now.late) say(box.textContent);
  now.late = true;
  now.timer = setTimeout(deliver, 5000);
}

// Too much for one go: the words go back where they were typed.
function giveBack({ data, bubble }) {
  bubble?.remove();
  settle();
  if (find("#text")) find("#text").value = data.get("text");
  show();
}

async function bySocket(data) {
  if (!socket?.connected) return;
  const all = (name) => data.getAll(name);
  const one = (name) => data.get(name) ?? "";
  const who = all("who");
  const wishes = [...data].filter(([name]) => name.startsWith("wish.")).map(([name, wish]) => [name.slice(5), wish]);
  const values = { wishes, position: one("position"), simpler: one("simpler") === "1", move: one("move"), text: one("text"), choices: all("choices"), number: one("number"), people: all("name").map((name, at) => [name, who[at] ?? ""]) };
  try {
    const answer = await socket.timeout(5000).emitWithAck("reply", { conversation: one("conversation"), seq: Number(one("seq")), reply_id: one("reply_id"), values });
    return answer.html || answer.gone ? answer : undefined;
  } catch {
    // No answer in time: the same reply goes by POST, and its id makes sure it is taken once.
  }
}

async function byPost({ url, data }) {
  try {
    return await (await post(url, data)).json();
  } catch {
    // The server cannot be reached now; `deliver` tries again.
  }
}

async function look() {
  if (pending) return;
  const asked = inPage() ? post(`${document.body.dataset.base}/look`, new FormData(find("#answer"))) : fetch("/", { headers: { "X-Partial": "1" } });
  const answer = await asked.then((response) => response.json()).catch(() => {});
  if (answer?.html && !pending) apply({ ...answer, whole: true });
}

// ---- read aloud: a recorded clip, or a voice that lives on this phone, or not at all -----------------------------------
let playing;

function voiceFor(lang) {
  const wanted = lang.slice(0, 2).toLowerCase();
  return self.speechSynthesis?.getVoices().find((voice) => voice.localService && voice.lang.slice(0, 2).toLowerCase() === wanted);
}

function hush() {
  self.speechSynthesis?.cancel();
  playing?.pause();
  playing = undefined;
}

function voices() {
  const question = find("#question");
  const button = find("[data-read]");
  const simpler = find("details[open] > [data-simpler]");
  if (button && question) button.hidden = !voiceFor(question.lang) && (!button.dataset.clip || Boolean(simpler));
}

function read(button) {
  const plain = (button.dataset.plain ??= button.textContent);
  const done = () => (button.textContent = plain);
  if (playing) return hush(), done();
  if (self.speechSynthesis?.speaking) return speechSynthesis.cancel();
  if (button.dataset.clip && !find("details[open] > [data-simpler]")) {
    playing = new Audio(button.dataset.clip);
    playing.onended = playing.onerror = () => ((playing = undefined), done());
    button.textContent = button.dataset.stop;
    return playing.play().catch(playing.onerror);
  }
  const question = find("details[open] > [data-simpler]") ?? find("#question");
  if (!voiceFor(question.lang)) return done(); // never a voice that lives somewhere else
  const parts = [question, ...document.querySelectorAll("#now .card, #now .end")].map((part) => part.textContent.trim());
  const aloud = new SpeechSynthesisUtterance(parts.map((part) => (/[.?!؟]$/.test(part) ? part : `${part}.`)).join(" "));
  aloud.lang = question.lang;
  aloud.voice = voiceFor(question.lang);
  aloud.onend = aloud.onerror = done;
  button.textContent = button.dataset.stop;
  speechSynthesis.speak(aloud);
}

// ---- being away ----------------------------------------------------------------------------------------------------

function active() {
  const now = Date.now();
  touched = now;
  if (chat()) fetchHelp();
  if (!chat() || document.body.dataset.base || now - told < 60000) return;
  told = now;
  post("/stay").then((response) => response.status === 403 && again()).catch(() => {});
}

function watch() {
  if (closing || !chat() || document.body.dataset.base) return; // nobody is there where a script is only tried out
  const most = inPage() ? 3600000 : Number(document.body.dataset.idle) * 60000;
  const away = Date.now() - touched;
  if (inPage() && Date.now() - told > 120000) (told = Date.now()), post("/stay").catch(() => {});
  const box = find("#idle");
  if (away >= most) lock();
  else if (away >= most - 60000 && !box.open) box.showModal();
}

setInterval(watch, 1000);
addEventListener("visibilitychange", watch);

// ---- what the person does ---------------------------------------------------------------------------------------------

addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-leave]")) return event.preventDefault(), leave();
  if (chat() && form.matches(".speak") && !pending) return event.preventDefault(), speak(form);
  if (chat() && form.id !== "answer" && form.target !== "_blank") {
    closing = true; // the page goes on by itself; the socket's goodbye must not come first
    socket?.disconnect();
  }
  if (!chat() || form.id !== "answer") return;
  event.preventDefault();
  hush();
  send(form, event.submitter);
});

addEventListener("click", (event) => {
  const at = (what) => event.target.closest(what);
  const menu = find(".more[open]");
  if (menu && !at(".more")) menu.open = false;
  if (at("[data-help]") && help && chat()) return event.preventDefault(), find("#over") || openHelp();
  if (at("[data-back]") && find("#over")) return event.preventDefault(), closeHelp();
  if (at("[data-look]")) return event.preventDefault(), look();
  if (at("[data-draw]")) return draw(at("[data-draw]"));
  if (at("[data-read]")) return read(at("[data-read]"));
  if (at("[data-print]")) return print();
  if (at("[data-stay]")) return find("#idle").close(), (told = 0), active();
  if (at("[data-add]")) addPerson().firstElementChild.focus();
});

function addPerson() {
  const rows = [...document.querySelectorAll(".people .person:has(input)")];
  const row = rows.at(-1).cloneNode(true);
  for (const box of row.children) {
    box.value = "";
    box.ariaLabel = box.ariaLabel.replace(/\S+$/, (rows.length + 1).toLocaleString(root.lang));
  }
  rows.at(-1).after(row);
  find("[data-add]").hidden = rows.length >= 11;
  return row;
}

addEventListener("keydown", (event) => {
  active();
  if (event.key === "Escape" && find(".more[open]")) find(".more[open]").open = false;
  if (event.key === "Enter" && event.target.matches(".wish input")) event.preventDefault(); // a wish sends nothing
  const box = find("#text");
  if (!box || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target === box) {
    if (event.key === "Enter" && !event.shiftKey && keys) {
      event.preventDefault();
      box.form.requestSubmit(find(".send"));
    }
  } else if (event.key.length === 1 && event.key !== " " && event.target.matches("body, #question")) box.focus();
});
addEventListener("pointerdown", active);
addEventListener("focusin", (event) => event.target.matches("#text") && requestAnimationFrame(show));
addEventListener("input", (event) => {
  if (!event.target.matches("#text")) return;
  if (!CSS.supports("field-sizing", "content")) {
    event.target.style.blockSize = "auto";
    event.target.style.blockSize = `${event.target.scrollHeight + 4}px`;
  }
  show();
});
addEventListener("toggle", (event) => {
  if (!event.target.matches(".tools details")) return;
  if (event.target.querySelector("[data-simpler]") && event.target.open) find("[name=simpler]").value = "1";
  voices();
  show();
}, true);

// A phone's keyboard must not push Leave or the question away.
self.visualViewport?.addEventListener("resize", () => {
  const { scale, offsetTop, height } = visualViewport;
  if (scale > 1.01) return;
  root.style.setProperty("--up", `${offsetTop}px`);
  root.style.setProperty("--down", `${Math.max(0, innerHeight - height - offsetTop)}px`);
  if (document.activeElement?.matches("#text")) show();
});
self.speechSynthesis?.addEventListener?.("voiceschanged", voices);
addEventListener("online", deliver);

// ---- the socket comes last: the page answers without it ----------------------------------------------------------------

function connect() {
  socket = io("/family", { transports: ["websocket"], reconnectionDelayMax: 10000 });
  socket.on("connect", () => (root.classList.add("live"), deliver()));
  socket.on("disconnect", () => root.classList.remove("live"));
  socket.on("look", (hint) => hint.seq > seq() && !find("#text")?.value && !find("[name=drawing]")?.value && look());
  socket.on("locked", again);
}

addEventListener("load", () => {
  if (!chat() || inPage()) return;
  const script = document.createElement("script");
  script.src = policy.createScriptURL(document.body.dataset.socket);
  script.onload = connect;
  document.head.append(script);
});

// ---- another person's link on the same phone: what is open here is not theirs to see ---------------------------------

async function opened() {
  const key = location.hash.slice(1);
  if (!key || find(`[id="${CSS.escape(key)}"]`) || find("#code")) return;
  history.replaceState(null, "", location.pathname);
  document.body.hidden = true;
  const answer = await post("/key", new URLSearchParams({ token: key })).catch(() => null);
  if (answer?.status === 205) away("/");
  else document.body.hidden = false;
}

addEventListener("hashchange", opened);
opened();
ready();
