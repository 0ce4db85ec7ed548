/** Follows the indexer on the status page: the server tells that something changed, the bar moves, and htmx fetches the rest. */
(() => {
  const PAUSE = 1_000;
  const TRY_AGAIN = 10_000;
  let refreshedAt = 0;
  let waiting;
  let events;

  // A fresh page has its lists folded as they were at first; what someone unfolded stays so.
  window.htmx.config.morphIgnore.push('open');

  /** At most once a second, and once more after the last change. */
  function refresh() {
    clearTimeout(waiting);
    waiting = setTimeout(
      () => {
        refreshedAt = Date.now();
        window.htmx.trigger('#status', 'pilcrow:changed');
      },
      Math.max(0, refreshedAt + PAUSE - Date.now()),
    );
  }

  function follow() {
    events = new EventSource('/status/events');
    events.addEventListener('status', ({ data }) => {
      const { done, total } = JSON.parse(data);
      const bar = document.querySelector('#status progress');
      if (bar && total > 0) {
        bar.max = total;
        bar.value = done;
      }
      refresh();
    });
    // Asking for the page tells whether there is still an answer. The browser comes back by itself after a broken connection, but not
    // after a refusal.
    events.addEventListener('error', () => {
      refresh();
      if (events.readyState === EventSource.CLOSED) setTimeout(follow, TRY_AGAIN);
    });
  }

  // What comes of it is told at the top, where a page without scripts begins anew.
  document.addEventListener('submit', ({ target }) => {
    if (target.matches('.rebuild')) scrollTo(0, 0);
  });

  follow();
  addEventListener('pagehide', () => events.close());
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) follow();
  });
})();
