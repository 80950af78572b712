// A small drawing with a finger, a pen or a mouse. What is drawn is kept in the form's own field, nowhere else.
const WIDTH = 1000; // the field, as in dialogs/strokes.py
const HEIGHT = 750;
const PEN = 10;
const NEAR = 3; // points nearer than this to the last one are not taken
const OFF = 1; // points less than this off a straight line are left out
const BATCH = 256; // points that are looked at together
const MOST = 60000; // characters, with room for one more batch under the server's 64 KB

const read = (text) => text.split("M").slice(1).map((line) => line.match(/\d+ \d+/g).map((at) => at.split(" ").map(Number)));
const write = (lines) => lines.map((line) => `M${line.flat().join(" ")}`).join("");

function apart([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

// The fewest of these points that keep the line as it looks (Ramer, Douglas and Peucker).
function fewest(points) {
  if (points.length < 3) return points;
  const ends = [points[0], points.at(-1)];
  const off = points.map((point) => apart(point, ...ends));
  const most = Math.max(...off);
  if (most < OFF) return ends;
  const far = off.indexOf(most);
  return [...fewest(points.slice(0, far + 1)), ...fewest(points.slice(far)).slice(1)];
}

const places = new WeakMap();

// Opens the drawing inside `place` (templates/family/_draw.html), with what its field holds. `say` reads words out.
export function open(place, say = () => {}) {
  if (!places.has(place)) places.set(place, begin(place, say));
  places.get(place)();
}

function begin(place, say) {
  const [ask, page, canvas, field, full, undo, again, out] = ["[data-draw]", ".draw-page", "canvas", "[name=drawing]", "[data-full]", "[data-undo]", "[data-again]", "[data-out]"].map((what) => place.querySelector(what));
  const pen = canvas.getContext("2d");
  const gone = new AbortController();
  const past = []; // what was there before each change
  let lines = read(field.value);
  let line; // the one being drawn, and its points not yet looked at
  let fresh;
  let by;

  function trace(points) {
    pen.beginPath();
    pen.moveTo(points[0][0], points[0][1] + 0.01); // so that a dot has a length
    for (const point of points) pen.lineTo(...point);
    pen.stroke();
  }

  function paint() {
    if (!canvas.isConnected) return gone.abort();
    canvas.width = Math.round(canvas.clientWidth * devicePixelRatio);
    canvas.height = Math.round((canvas.width * HEIGHT) / WIDTH);
    pen.scale(canvas.width / WIDTH, canvas.width / WIDTH);
    pen.lineWidth = PEN;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = getComputedStyle(canvas).color;
    for (const points of line ? [...lines, [...line, ...fresh]] : lines) trace(points);
  }

  function tell() {
    full.hidden = false;
    say(full.textContent);
  }

  function become(next) {
    lines = next;
    field.value = write(lines);
    undo.ariaDisabled = !lines.length && !past.length;
    again.ariaDisabled = !lines.length;
    full.hidden = true;
    if (field.value.length > MOST) tell();
    paint();
  }

  function point({ clientX, clientY }) {
    const box = canvas.getBoundingClientRect();
    const within = (at, most) => Math.round(Math.min(most, Math.max(0, (at * WIDTH) / box.width)));
    return [within(clientX - box.left, WIDTH), within(clientY - box.top, HEIGHT)];
  }

  function settle() {
    line.push(...fewest(fresh).slice(line.length && 1));
    fresh = fresh.slice(-1);
  }

  function end() {
    settle();
    past.push(lines);
    const whole = [...lines, line];
    line = undefined;
    become(whole);
  }

  const on = (what, name, act) => what.addEventListener(name, act, { signal: gone.signal, passive: false });

  on(canvas, "touchstart", (event) => event.preventDefault()); // no loupe, and no swipe that eats the next tap

  on(canvas, "pointerdown", (event) => {
    if (line || !event.isPrimary || event.button) return;
    if (field.value.length > MOST) return tell();
    by = event.pointerId;
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(by);
    line = [];
    fresh = [point(event)];
    trace(fresh);
  });

  on(canvas, "pointermove", (event) => {
    if (event.pointerId !== by) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const at of (all.length ? all : [event]).map(point)) {
      const last = fresh.at(-1);
      if (!line || Math.hypot(at[0] - last[0], at[1] - last[1]) < NEAR) continue;
      fresh.push(at);
      trace([last, at]);
      if (fresh.length < BATCH) continue;
      settle();
      if (field.value.length + write([line]).length > MOST) end();
    }
  });

  for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) on(canvas, name, (event) => line && event.pointerId === by && end());
  on(undo, "click", () => (lines.length || past.length) && become(past.pop() ?? lines.slice(0, -1)));
  on(again, "click", () => lines.length && (past.push(lines), become([])));
  on(out, "click", () => {
    field.value = "";
    page.hidden = true;
    ask.hidden = false;
    ask.focus();
  });
  for (const look of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-contrast: more)"]) on(matchMedia(look), "change", paint);
  new ResizeObserver(paint).observe(canvas);

  return () => {
    page.hidden = false;
    ask.hidden = true;
    become(lines);
    canvas.focus({ preventScroll: true });
  };
}
