/**
 * The last answers of `GET /search`, as they were sent: what is asked again while nothing has changed (a page that is gone back to, a letter
 * that is typed and taken back, a program that asks every minute) is not searched again.
 */

/** Most answers that are kept, and most code units of all of them. */
const MOST = 512;
const MOST_LENGTH = 16 * 2 ** 20;

export class RecentAnswers {
  /** By entity tag, which tells the index, its generation and everything that was asked; the least recently asked first. */
  private readonly bodies = new Map<string, string>();
  private length = 0;

  get(tag: string): string | undefined {
    const body = this.bodies.get(tag);
    if (body === undefined) return undefined;
    this.bodies.delete(tag);
    this.bodies.set(tag, body);
    return body;
  }

  set(tag: string, body: string): void {
    if (body.length > MOST_LENGTH || this.bodies.has(tag)) return;
    this.bodies.set(tag, body);
    this.length += body.length;
    for (const [oldest, { length }] of this.bodies) {
      if (this.bodies.size <= MOST && this.length <= MOST_LENGTH) return;
      this.bodies.delete(oldest);
      this.length -= length;
    }
  }
}
