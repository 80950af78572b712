// Shows what a stop of the tour is about and lets Escape stop it; Next, Back and Stop are plain links and a form.
const panel = document.querySelector("[data-tour]");
const about = panel.dataset.tour && document.querySelector(panel.dataset.tour);

if (panel.dataset.tour) {
  about?.classList.add("tour-here");
  panel.focus({ preventScroll: true });
}

panel.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  event.preventDefault();
  panel.querySelector("[data-tour-stop]")?.click();
});
