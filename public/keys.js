/** The keys: to the field, through the hits, and the list of them all. Those of one character can be turned off. */
(() => {
  const field = () => document.querySelector('#q');
  const dialog = () => document.querySelector('#keys');
  /** One link for each hit: that which Tab reaches. */
  const hits = () => [...document.querySelectorAll('.hit')].map((hit) => hit.querySelector('a[href]:not([tabindex])'));
  const typing = (target) => target.closest?.('input, textarea, select, [contenteditable]');

  /** A key by what it types; where that is a letter of another script, by the one that stands there on Latin keyboards. */
  window.keyOf = ({ key, code }) => {
    if (!/^[^\p{Script=Latin}\p{Script=Common}]$/u.test(key)) return key;
    return code === 'Slash' ? '/' : code.replace('Key', '').toLowerCase();
  };

  /** Remembered where the browser lets us; speech input types letters that nobody meant as keys. */
  const letters = () => {
    try {
      return localStorage.getItem('letters') !== 'off';
    } catch {
      return true;
    }
  };

  // Before anyone else: where the keys of one character are off, no script of the page hears of them.
  addEventListener(
    'keydown',
    (event) => {
      const one = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (one && !typing(event.target) && !letters()) event.stopImmediatePropagation();
    },
    { capture: true },
  );

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || dialog()?.open) return;
    const { target } = event;
    const key = window.keyOf(event);
    const chord = event.ctrlKey || event.metaKey;
    if (chord && !event.altKey && key.toLowerCase() === 'k') return done(event, toField);
    if (chord || event.altKey) return;
    if (target === field()) return inField(event);
    if (typing(target)) return;
    if (key === '/') done(event, toField);
    else if (key === '?') done(event, showKeys);
    else if (key === 'j') done(event, () => step(1));
    else if (key === 'k') done(event, () => step(-1));
    else if (target.closest?.('.hit')) inHits(event);
  });

  function inField(event) {
    // An open list of suggestions has these keys for itself.
    if (field().getAttribute('aria-expanded') === 'true') return;
    if (event.key === 'Escape' && field().value !== '') {
      done(event, () => {
        field().value = '';
        field().dispatchEvent(new Event('input', { bubbles: true }));
      });
    }
    if (event.key === 'ArrowDown' && hits().length > 0) done(event, () => step(1));
  }

  function inHits(event) {
    const { key, shiftKey, target } = event;
    if (key === 'ArrowDown') done(event, () => step(1));
    else if (key === 'ArrowUp') done(event, () => step(-1));
    else if (key === 'Escape') done(event, toField);
    else if (key === 'Enter' && shiftKey && target.href) done(event, () => open(target.href, '_blank', 'noopener'));
  }

  function done(event, act) {
    event.preventDefault();
    act();
  }

  function toField() {
    field()?.focus();
    field()?.select();
  }

  /** To the hit after the one that has the focus, or before it; from the first one back to the field. */
  function step(by) {
    const all = hits();
    const at = all.findIndex((link) => link.closest('.hit').contains(document.activeElement));
    const next = all[at < 0 ? 0 : at + by];
    if (next) {
      next.focus({ preventScroll: true });
      next.closest('.hit').scrollIntoView({ block: 'nearest' });
    } else if (at === 0) toField();
  }

  // Who comes back from a document goes on from the hit that led there.
  document.addEventListener('click', ({ target }) => {
    const at = target.closest?.('.hit')?.querySelector('[id]')?.id;
    if (at) history.replaceState({ ...history.state, at }, '');
  });
  document.getElementById(history.state?.at)?.focus({ preventScroll: true });

  function showKeys() {
    document.querySelector('#letters').checked = letters();
    dialog().showModal();
    // The first control, which has the focus else, stands below what is seen on a small screen.
    document.querySelector('#keys-title').focus();
  }

  document.addEventListener('click', ({ target }) => {
    if (target.closest?.('.to-keys')) showKeys();
    // The dialog itself is what is around its content: its backdrop.
    else if (target === dialog()) dialog().close();
  });
  document.addEventListener('change', ({ target }) => {
    if (target.id !== 'letters') return;
    try {
      if (target.checked) localStorage.removeItem('letters');
      else localStorage.setItem('letters', 'off');
    } catch {
      // Not remembered then.
    }
  });
})();
