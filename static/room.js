// The page beside the wall: sends a line on while it is typed, keeps the place after saving. Every form works without this file.
const find = (what, within = document) => within.querySelector(what);
const id = find("[data-room]").dataset.room;
const EVERY = 200;
let last = "";
let due = 0;

const socket = self.io?.("/desk", { transports: ["websocket"], reconnectionDelayMax: 5000 });
socket?.on("connect", () => socket.emit("watch", { case: id, wall: false }));
socket?.on("gone", () => location.replace("/desk"));
socket?.on("locked", () => location.replace("/desk/sign-in"));
socket?.on("shown", ({ page, pages }) => {
  const place = find("[data-shown]");
  if (place) place.textContent = place.dataset.words.replace("{n}", page).replace("{of}", pages);
});

function sendDraft() {
  due = 0;
  const form = find("[data-typing]");
  const line = { case: id, column: form.elements.column.value, words: form.elements.words.value, by_name: form.elements.by_name.value };
  const now = JSON.stringify(line);
  if (!socket?.connected || now === last) return;
  last = now;
  socket.emit("draft", line);
}

document.addEventListener("input", (event) => {
  if (event.target.closest("[data-typing]")) due ||= setTimeout(sendDraft, EVERY);
});
addEventListener("pagehide", () => socket?.connected && socket.emit("draft", { case: id, column: "", words: "", by_name: "" }));

// Posts a form and puts what comes back in its place; XMLHttpRequest reads a page without running anything of it.
function post(form, pressed) {
  const asked = new XMLHttpRequest();
  asked.responseType = "document";
  asked.open("POST", form.action);
  const plain = () => {
    form.dataset.plain = "1";
    form.requestSubmit(pressed);
  };
  asked.addEventListener("load", () => {
    const fresh = asked.response && find("#room", asked.response);
    if (!fresh) return plain();
    const typing = find("[data-typing]");
    const unsaved = form.matches("[data-typing]") ? null : ["words", "by_name"].map((name) => [name, typing.elements[name].value]);
    const shown = find("[data-shown]")?.textContent ?? "";
    for (const open of document.querySelectorAll(".room-col[open]")) find(`#${open.id}`, fresh)?.setAttribute("open", "");
    find("#room").replaceWith(fresh);
    for (const [name, value] of unsaved ?? []) find("[data-typing]").elements[name].value = value;
    if (find("[data-shown]")) find("[data-shown]").textContent = shown;
    if (!unsaved) sendDraft();
    settle(form);
  });
  asked.addEventListener("error", plain);
  asked.send(new FormData(form, pressed));
}

// The keyboard goes where the next thing is done: the words again, the number again, what can be taken off again, or the
// same button.
function settle(form) {
  const refused = find("[role=alert]") ?? find("[data-nudge] p");
  const wrong = find("#say [aria-invalid]") ?? find("#words");
  const field = form.matches("[data-typing]") ? wrong : form.action.endsWith("/number") ? (find("[data-ask]") ?? find("#who")) : null;
  const put = form.matches(".hold form") && find("[data-put]");
  const asked = form.matches(".hold form") && find(".hold[open] summary");
  if (field) field.focus();
  else if (put || asked) (put || asked).focus();
  else find(`#${form.closest("section")?.id ?? "held"}`)?.querySelector("button, .hold summary")?.focus();
  const announcer = find("#announcer");
  const told = refused ?? (put && find("p", put));
  if (announcer && told) announcer.textContent = told.textContent;
}

// Enter makes a new line; together with Ctrl it puts the words on the wall.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("#words")) event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-room-form]") || form.dataset.plain) return;
  event.preventDefault();
  post(form, event.submitter);
});
