/* theme.ts -- the theme that the reader chose, before the first paint. */
const chosen = localStorage.getItem("theme");
if (chosen === "dark" || chosen === "light") document.documentElement.dataset["theme"] = chosen;
