// Sets the theme before the first paint. It is a file of its own because the content security policy allows no inline script.
(function () {
  var chosen = "auto";
  try {
    chosen = localStorage.getItem("tandem-theme") || "auto";
  } catch {
    // Storage can be switched off; the system's theme is then used.
  }
  var dark = chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
