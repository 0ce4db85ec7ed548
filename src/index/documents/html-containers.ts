/** The lists and quotes that are open where HTML is read: the innermost gives a block its kind. */

export type Container = 'list' | 'quote';

export class Containers {
  private readonly stack: Container[] = [];
  private readonly open = { list: 0, quote: 0 };

  innermost(): Container | undefined {
    return this.stack.at(-1);
  }

  enter(container: Container): void {
    this.stack.push(container);
    this.open[container]++;
  }

  /** Ends the innermost such container, and those left open inside it. */
  leave(container: Container): void {
    if (this.open[container] === 0) return;
    let ended: Container | undefined;
    do {
      ended = this.stack.pop();
      if (ended !== undefined) this.open[ended]--;
    } while (ended !== undefined && ended !== container);
  }
}
