// Says on the Chair's own pages that a note has arrived since they were opened. The page stays as it is until reloaded.
const news = document.querySelector("[data-news]");

async function look() {
  const response = await fetch(news.dataset.ask, { headers: { "X-Partial": "1" } }).catch(() => null);
  const answer = response?.ok ? await response.json().catch(() => null) : null;
  if (!answer || answer.notes <= Number(news.dataset.notes) || news.childElementCount) return;
  const line = document.createElement("p");
  const link = document.createElement("a");
  line.className = "notice";
  link.href = news.dataset.here;
  link.textContent = news.dataset.reload;
  line.append(`${news.dataset.words} `, link);
  news.replaceChildren(line);
}

if (news) document.addEventListener("desk-arrived", look);
