/** A progress bar, shown only in a terminal and only if the work takes more than a moment. */
import type { SingleBar } from 'cli-progress';
import { beforeSignals } from './signals.js';

export class ProgressBar {
  private bar: Promise<SingleBar> | null = null;
  private forget = (): void => {};
  private readonly begin = performance.now();

  constructor(private readonly output: NodeJS.WriteStream) {}

  update(done: number, total: number): void {
    if (this.output.isTTY !== true || total === 0 || performance.now() - this.begin < 300) return;
    this.bar ??= this.start(done, total);
    void this.bar.then((bar) => {
      bar.setTotal(total);
      bar.update(done);
    });
  }

  async stop(): Promise<void> {
    const { bar } = this;
    this.bar = null;
    (await bar)?.stop();
    this.forget();
  }

  /** The library is loaded only here, as most commands are done before there is anything to show. */
  private async start(done: number, total: number): Promise<SingleBar> {
    const { SingleBar } = await import('cli-progress');
    const bar = new SingleBar({
      stream: this.output,
      format: 'indexing {bar} {percentage}% | {value} of {total} files{eta_formatted}',
      formatTime: timeLeft,
      barsize: 30,
      hideCursor: true,
      clearOnComplete: true,
    });
    // The terminal would keep the cursor hidden, and long lines cut.
    this.forget = beforeSignals(() => bar.stop());
    bar.start(total, done);
    return bar;
  }
}

/** ` | 25 s left`; '' where the bar cannot tell, as while it stands. */
function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return '';
  return seconds < 100 ? ` | ${seconds} s left` : ` | ${Math.round(seconds / 60)} min left`;
}
