// In every previewed page: waits for word that the page has changed and loads it again. A hidden page lets go of its
// connection, of which a browser grants a server only six; when it is seen again, the server knows what it missed.
(() => {
  "use strict";
  const { page, revision } = document.currentScript.dataset;
  const address = "/events?" + new URLSearchParams({ page, revision });
  let events = null;

  function listen() {
    if (events !== null || document.hidden) return;
    events = new EventSource(address);
    events.addEventListener("reload", () => location.reload());
    events.addEventListener("error", () => {
      // A lost connection is taken up again by the browser; one that was refused is not.
      if (events === null || events.readyState !== EventSource.CLOSED) return;
      leave();
      setTimeout(listen, 1000);
    });
  }

  function leave() {
    if (events !== null) events.close();
    events = null;
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", listen);
  listen();
})();
