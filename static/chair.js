/* The print button of the Chair's sheet. Without this file the browser's own print does the same. */
const button = document.querySelector("[data-print]");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
