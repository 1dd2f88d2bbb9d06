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
