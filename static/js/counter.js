// How many characters are left, said to eyes at once and to screen readers when the typing rests. Without it the hint says the limit.
(() => {
  const area = document.querySelector("textarea[data-most]");
  const form = area && area.closest("form");
  const words = form && form.dataset.left;
  if (!words) return;
  const shown = document.createElement("p");
  shown.className = "hint";
  shown.setAttribute("aria-live", "polite");
  area.after(shown);
  const tell = () => (shown.textContent = `${words} ${area.dataset.most - [...area.value.trim()].length}`);
  let rest;
  area.addEventListener("input", () => {
    clearTimeout(rest);
    rest = setTimeout(tell, 600);
  });
  tell();
})();
