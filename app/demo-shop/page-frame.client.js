{
  const page = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.addEventListener("click", () => {
      const now = page.dataset.theme ?? (dark.matches ? "dark" : "light");
      page.dataset.theme = now === "dark" ? "light" : "dark";
      const address = new URL(location.href);
      address.searchParams.set("theme", page.dataset.theme);
      history.replaceState(null, "", address);
    });
  }
  for (const button of document.querySelectorAll("[data-ask]")) {
    button.addEventListener("click", () => window.xin("ask", button.dataset.ask));
  }
  for (const button of document.querySelectorAll("[data-open-chat]")) {
    button.addEventListener("click", () => window.xin("open"));
  }
}
