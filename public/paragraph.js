/** What is done with a paragraph in the reader: its quote for the clipboard, and related paragraphs below it. */
(() => {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'quote-it';

  /** One button goes to the paragraph that is pointed at or has the focus. Without a secure connection there is no clipboard. */
  function offerQuote({ target }) {
    const tools = target.closest?.('.para')?.querySelector('.tools');
    if (!tools || !navigator.clipboard || tools.contains(button) || document.activeElement === button) return;
    button.textContent = document.querySelector('#reading').dataset.quote;
    tools.append(button);
  }

  async function copyQuote() {
    const { path, part, source, quotation, copied } = document.querySelector('#reading').dataset;
    const para = button.closest('.para');
    const number = para.id.slice(1);
    const address = new URL(`${path}${part > 0 ? `?p=${number}` : ''}#${para.id}`, location.href);
    // The lines of code are elements, which count as further ends of lines.
    const text = (
      para.querySelector('code')?.textContent ?? para.querySelector('.passage, .section:last-child').innerText
    ).trim();
    const words = { '{text}': text, '{source}': `${source}, ¶ ${number}` };
    await navigator.clipboard.writeText(
      `${quotation.replace(/\{text\}|\{source\}/g, (name) => words[name])}\n${address}\n`,
    );
    button.textContent = copied;
    document.querySelector('#announcer').textContent = copied;
  }

  async function toggleRelated(link) {
    const para = link.closest('.para');
    const shown = para.querySelector('.similar');
    link.setAttribute('aria-expanded', String(!shown));
    if (shown) {
      shown.remove();
      return;
    }
    const box = document.createElement('div');
    box.className = 'similar';
    para.append(box);
    await window.htmx.ajax('GET', link.getAttribute('href'), {
      target: box,
      swap: 'innerHTML',
      select: '#similar > *',
    });
    if (box.childElementCount === 0) {
      box.remove();
      link.setAttribute('aria-expanded', 'false');
    }
  }

  document.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest?.('.para .related');
    if (link) {
      event.preventDefault();
      toggleRelated(link);
    } else if (event.target === button) {
      copyQuote();
    }
  });
  document.addEventListener('pointerover', offerQuote);
  document.addEventListener('focusin', offerQuote);
})();
