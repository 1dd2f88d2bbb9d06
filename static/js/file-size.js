// Says at once that a chosen file is too big, before minutes are spent on sending it. Without it the answer says the same.
(() => {
  const input = document.querySelector("input[type=file][data-most]");
  const words = input && input.form.dataset.tooBig;
  if (!words) return;
  const shown = document.createElement("p");
  shown.className = "field-error";
  shown.setAttribute("aria-live", "assertive");
  input.before(shown);
  input.addEventListener("change", () => {
    const isTooBig = [...input.files].some((file) => file.size > Number(input.dataset.most));
    shown.textContent = isTooBig ? words : "";
    if (isTooBig) input.value = "";
  });
})();
