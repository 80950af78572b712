// Makes the plan quicker where it can; every form here works without this file. Keeps nothing in the browser.
const find = (what, within = document) => within.querySelector(what);
const all = (what, within = document) => [...within.querySelectorAll(what)];

// ---- the timeline: lines move without the page being loaded again, and the button that was pressed keeps the keyboard --

function put(timeline, answer) {
  const list = find("ol", timeline);
  for (const id of answer.ids) {
    const line = find(`[data-step="${CSS.escape(id)}"]`, list);
    if (line) list.append(line);
  }
  for (const seen of all("[name=seen]", timeline)) seen.value = answer.seen;
  const lines = all("[data-step]", list);
  lines.forEach((line, place) => {
    find("[value=up]", line).disabled = place === 0;
    find("[value=down]", line).disabled = place === lines.length - 1;
  });
}

async function order(form, pressed) {
  const timeline = form.closest("[data-timeline]");
  const data = new FormData(form, pressed);
  const response = await fetch(form.action, { method: "POST", body: data, headers: { "X-Partial": "1" } }).catch(() => null);
  const answer = response && (await response.json().catch(() => null));
  if (!answer?.ok) {
    form.dataset.plain = "1";
    return form.requestSubmit(pressed);
  }
  put(timeline, answer);
  (pressed.disabled ? find("button:enabled", form) : pressed)?.focus();
  find("#announcer").textContent = answer.announce;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-order]") || event.target.dataset.plain) return;
  event.preventDefault();
  order(event.target, event.submitter);
});

// ---- a line: when a professional is ticked, its end is needed, and the page says so before it is sent ----------------

const form = find("[data-line]");
if (form) {
  const hint = find("[data-until]", form);
  const show = () => {
    const paid = all("[data-paid]:checked", form).length > 0;
    hint.classList.toggle("needed", paid && find("[name=box]:checked", form)?.value === "who_does_what");
  };
  form.addEventListener("change", show);
  show();
}
