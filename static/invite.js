// Making a link: the sets about the picked child are ticked, until somebody ticks one by hand. Picks nothing itself.
const all = (what) => [...document.querySelectorAll(what)];
const sets = all("[name=pick][data-about]");
const tickedFor = document.querySelector("[name=ticked_for]");
const MOST = 4;

const about = (set, child) => set.dataset.about.split(" ").includes(child);
const fitting = (child) => sets.filter((set) => about(set, child)).slice(0, MOST);

function follow(child) {
  const ticked = fitting(child);
  for (const set of sets) set.checked = ticked.includes(set);
  tickedFor.value = child;
}

let byHand = false;
for (const set of sets) set.addEventListener("change", () => (byHand = true));
for (const child of all("[name=about]")) {
  child.addEventListener("change", () => {
    if (!tickedFor) return;
    if (byHand) tickedFor.value = child.value;
    else follow(child.value);
  });
}
