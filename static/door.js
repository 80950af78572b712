// Moves the link's key out of the address into the form, so that it stays in no history; then only the PIN is asked.
const key = location.hash.slice(1);
const form = document.querySelector('form[action="/open"]');
if (key && form) {
  form.elements.token.value = key;
  for (const part of document.querySelectorAll("[data-by-code]")) part.hidden = true;
  for (const part of document.querySelectorAll("[data-by-link]")) part.hidden = false;
  form.elements.pin.focus();
}
if (key) history.replaceState(null, "", location.pathname);
