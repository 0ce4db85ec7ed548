/** Tells which of the forms that a file of Office has of one thing, for newer and for older programs, are not read: all but the first. */
export class Alternatives {
  /** Whether one was read, for each thing that is open. */
  private readonly taken: boolean[] = [];

  /** Whether an element that opens is a further form of what was read. */
  drops(name: string): boolean {
    if (name === 'mc:AlternateContent') this.taken.push(false);
    if (name !== 'mc:Choice' && name !== 'mc:Fallback') return false;
    const taken = this.taken.pop();
    if (taken !== undefined) this.taken.push(true);
    return taken === true;
  }

  /** An element that is read closes. */
  closes(name: string): void {
    if (name === 'mc:AlternateContent') this.taken.pop();
  }
}
