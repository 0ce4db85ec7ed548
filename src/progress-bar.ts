/** A progress bar, shown only in a terminal and only if the work takes more than a moment. */
import type { SingleBar } from 'cli-progress';

export class ProgressBar {
  private bar: Promise<SingleBar> | null = null;
  private readonly begin = performance.now();

  constructor(private readonly output: NodeJS.WriteStream) {}

  update(done: number, total: number): void {
    if (this.output.isTTY !== true || total === 0 || performance.now() - this.begin < 300) return;
    this.bar ??= started(this.output, done, total);
    void this.bar.then((bar) => {
      bar.setTotal(total);
      bar.update(done);
    });
  }

  async stop(): Promise<void> {
    const { bar } = this;
    this.bar = null;
    (await bar)?.stop();
  }
}

/** The library is loaded only here, as most commands are done before there is anything to show. */
async function started(stream: NodeJS.WriteStream, done: number, total: number): Promise<SingleBar> {
  const { SingleBar } = await import('cli-progress');
  const format = 'indexing {bar} {percentage}% | {value} of {total} files | {eta_formatted} left';
  const bar = new SingleBar({ stream, format, barsize: 30, hideCursor: true, clearOnComplete: true });
  bar.start(total, done);
  return bar;
}
