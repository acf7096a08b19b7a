import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Where the story is told: plain lines, and in a terminal colours and what goes on at the moment. */
export interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const indent = '        ';
const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 80;
const clearLine = '\r\u001b[2K';

export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

export class Narrator {
  private readonly started = performance.now();
  private current: string | undefined;
  private frame = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly output: Output) {}

  /** A new part of the story. */
  chapter(title: string): void {
    const at = `[${clock(this.seconds())}]`.padEnd(indent.length);
    this.line(`\n${this.paint('dim', at)}${this.paint('bold', title)}`);
  }

  /** Something that has happened. */
  say(text: string): void {
    this.line(`${indent}${text}`);
  }

  /** Something to be glad of. */
  done(text: string): void {
    this.line(`${indent}${this.paint('green', '✓')} ${text}`);
  }

  warn(text: string): void {
    this.line(`${indent}${this.paint('yellow', '!')} ${text}`);
  }

  fail(text: string): void {
    this.line(`\n${this.paint('red', text)}`);
  }

  /** Several lines as they are. */
  block(text: string): void {
    for (const line of text.split('\n')) this.line(`${indent}${line}`);
  }

  /** The last word, and nothing before it. */
  line(text: string): void {
    this.forget();
    this.output.write(`${text}\n`);
  }

  bold(text: string): string {
    return this.paint('bold', text);
  }

  /** What is being waited for: in a terminal only, where it is gone with the next line. */
  waiting(text: string): void {
    if (this.output.isTTY !== true) return;
    this.current = text;
    this.timer ??= setInterval(() => this.draw(), frameMs).unref();
    this.draw();
  }

  close(): void {
    this.forget();
  }

  private seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  private draw(): void {
    const room = Math.max(20, (this.output.columns ?? 80) - indent.length - 3);
    const mark = frames[this.frame++ % frames.length] ?? '';
    this.output.write(
      `${clearLine}${indent}${this.paint('cyan', mark)} ${(this.current ?? '').slice(0, room)}`,
    );
  }

  private forget(): void {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.output.write(clearLine);
  }

  private paint(style: Style, text: string): string {
    return this.output.isTTY === true ? styleText(style, text, { validateStream: false }) : text;
  }
}
