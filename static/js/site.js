/* Names while one types (ARIA combobox with a list): arrows choose, Enter opens, Escape closes. Without this script the box is a plain form. */
document.querySelectorAll("input[data-suggest]").forEach((box, number) => {
  const list = document.createElement("ul");
  let timer, last = "", chosen = -1;
  list.id = `suggestions-${number}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.found);
  box.after(list);
  const set = (name, value) => box.setAttribute(name, value);
  set("role", "combobox");
  set("aria-autocomplete", "list");
  set("aria-controls", list.id);
  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", at === place));
    place < 0 ? box.removeAttribute("aria-activedescendant") : set("aria-activedescendant", list.children[place].id);
  };
  const show = (found) => {
    list.replaceChildren(...found.map((one, at) => {
      const item = document.createElement("li"), detail = document.createElement("small");
      item.id = `${list.id}-${at}`;
      item.setAttribute("role", "option");
      item.dataset.url = one.url;
      detail.textContent = one.detail;
      item.append(one.title, " ", detail);
      return item;
    }));
    list.hidden = !found.length;
    set("aria-expanded", !list.hidden);
    choose(-1);
  };
  show([]);
  const ask = async () => {
    const words = (last = box.value.trim());
    if (words.length < 2) return show([]);
    try {
      const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(words)}`);
      if (answer.ok && words === last) show((await answer.json()).found);
    } catch { show([]); }
  };
  box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
  box.addEventListener("blur", () => show([]));
  box.addEventListener("keydown", (event) => {
    const many = list.children.length, step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    // One place more than there are names: the box itself, as -1.
    if (step && many) choose(((chosen + 1 + step + many + 1) % (many + 1)) - 1);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.url);
    else if (event.key === "Escape" && many) { last = ""; show([]); }
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => location.assign(event.target.closest("li").dataset.url));
});

// Forms: how many characters are left, and whether a chosen file is too big. The hints and the answer say the same without it.
(() => {
  const form = document.querySelector("form.form");
  if (!form) return;
  const beside = (field, place, kind, live) => {
    const shown = document.createElement("p");
    shown.className = kind;
    shown.setAttribute("aria-live", live);
    field[place](shown);
    return shown;
  };

  // Said to eyes at once, and to screen readers when the typing rests.
  const area = form.querySelector("textarea[data-most]");
  if (area && form.dataset.left) {
    const shown = beside(area, "after", "hint", "polite");
    const tell = () => (shown.textContent = `${form.dataset.left} ${area.dataset.most - [...area.value.trim()].length}`);
    let rest;
    area.addEventListener("input", () => {
      clearTimeout(rest);
      rest = setTimeout(tell, 600);
    });
    tell();
  }

  // Before minutes are spent on sending it.
  const input = form.querySelector("input[type=file][data-most]");
  if (input && form.dataset.tooBig) {
    const shown = beside(input, "before", "field-error", "assertive");
    input.addEventListener("change", () => {
      const isTooBig = [...input.files].some((file) => file.size > Number(input.dataset.most));
      shown.textContent = isTooBig ? form.dataset.tooBig : "";
      if (isTooBig) input.value = "";
    });
  }
})();
