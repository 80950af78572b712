// Moves the link's key out of the address into the form, so that it stays in no history; then only the PIN is asked. The
// server holds it for some minutes in a cookie that no script can read, so that a reload does not lose it.
const form = document.querySelector('form[action="/open"]');

function take() {
  const key = location.hash.slice(1);
  if (key && form) {
    form.elements.token.value = key;
    for (const part of document.querySelectorAll("[data-by-code]")) part.hidden = true;
    for (const part of document.querySelectorAll("[data-by-link]")) part.hidden = false;
    form.elements.pin.focus();
    const held = { csrf_token: form.elements.csrf_token.value, token: key };
    fetch("/key", { method: "POST", body: new URLSearchParams(held), keepalive: true }).catch(() => {});
  }
  // The one address, also after a refusal: a reload asks again and tries no PIN a second time.
  if (key || location.pathname !== "/") history.replaceState(null, "", "/");
}

addEventListener("hashchange", take);
take();
