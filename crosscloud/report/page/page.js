// Filters the tables: one bar for each, by text, tenant and effect. Without this script every row is shown.
"use strict";
(() => {
  const fold = (text) => text.normalize("NFKC").toLowerCase();

  const arm = (bar) => {
    const scope = document.getElementById(bar.dataset.for);
    const text = bar.querySelector("input");
    const choices = [...bar.querySelectorAll("select")];
    const count = bar.querySelector("output");
    const folds = [...scope.querySelectorAll("details.tenant")];
    const noun = bar.dataset.noun;
    const elements = [...scope.querySelectorAll("[data-item]")];
    let items = null; // what is searched, read from the page when the bar is first entered
    let timer = 0;

    const read = () =>
      elements.map((element) => ({
        element,
        text: fold(element.textContent),
        tenant: ` ${element.dataset.tenant} `,
        effect: ` ${element.dataset.effect} `,
      }));

    const apply = () => {
      items ??= read();
      const words = fold(text.value).split(/\s+/).filter(Boolean);
      const wanted = choices.filter((c) => c.value !== "").map((c) => [c.dataset.key, ` ${c.value} `]);
      const active = words.length > 0 || wanted.length > 0;
      let shown = 0;
      for (const item of items) {
        const fits =
          words.every((word) => item.text.includes(word)) && wanted.every(([key, value]) => item[key].includes(value));
        shown += fits;
        if (item.element.hidden === fits) item.element.hidden = !fits;
      }
      for (const part of folds) {
        const some = part.querySelector("[data-item]:not([hidden])") !== null;
        part.hidden = !some;
        if (active && some) part.open = true;
      }
      count.textContent = active ? `${shown} of ${items.length} ${noun}` : `${items.length} ${noun}`;
      bar.classList.toggle("active", active);
    };

    bar.addEventListener("focusin", () => void (items ??= read()), { once: true });
    text.addEventListener("input", () => {
      clearTimeout(timer); // of keys that come faster than rows can be drawn, the last one counts
      timer = setTimeout(apply);
    });
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || text.value === "") return;
      event.preventDefault();
      text.value = "";
      apply();
    });
    for (const choice of choices) choice.addEventListener("change", apply);
    bar.querySelector("button").addEventListener("click", () => {
      text.value = "";
      for (const choice of choices) choice.value = "";
      apply();
      text.focus();
    });
    count.textContent = `${elements.length} ${noun}`;
    bar.hidden = false;
  };

  for (const bar of document.querySelectorAll(".filter")) arm(bar);

  // A printed page shows what is folded; browsers that cannot do it by style are helped here.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const part of closed) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of closed) part.open = false;
  });
})();
