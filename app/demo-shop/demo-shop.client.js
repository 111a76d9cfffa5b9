{
  const find = (selector) => document.querySelector(selector);
  const picture = find("[data-picture] svg");
  const thumbs = document.querySelectorAll("[data-box]");
  for (const thumb of thumbs) {
    thumb.addEventListener("click", () => {
      for (const other of thumbs) other.setAttribute("aria-pressed", String(other === thumb));
      picture.setAttribute("viewBox", thumb.dataset.box);
    });
  }
  for (const input of document.querySelectorAll("[name=colour]")) {
    input.addEventListener("change", () => {
      find("#product").dataset.colour = input.value;
      find("[data-colour-name]").textContent = input.dataset.name;
    });
  }
  const add = find("[data-add]");
  const names = JSON.parse(add.dataset.bagNames);
  let count = 1;
  add.addEventListener("click", () => {
    count = Math.min(count + 1, names.length);
    find("[data-bag-count]").textContent = String(count);
    find("[data-bag-name]").textContent = names[count - 1];
    const status = find("[data-added]");
    status.textContent = status.dataset.added;
    setTimeout(() => (status.textContent = ""), 2000);
  });
}
