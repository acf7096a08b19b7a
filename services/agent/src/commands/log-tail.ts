const mostLines = 5000;
const longestLine = 4096;

/** Credentials by their shape: what nobody meant to log, and somebody might have. */
const shapes: readonly (readonly [RegExp, string])[] = [
  /* JSON Web Tokens, of devices and of people */
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '<token>'],
  /* nkey seeds */
  [/\bS[UAOCN][A-Z2-7]{56}\b/g, '<seed>'],
  [/\b(Bearer|Basic|Tutti-Device)\s+[\w.~+/=-]+/gi, '$1 <credential>'],
  [/\/\/[^\s/@:"]+:[^\s/@"]+@/g, '//<credential>@'],
  [
    /("(?:[a-z]*password|[a-z]*token|[a-z]*secret|authorization|cookie|seed|jwt)":\s*)"[^"]*"/gi,
    '$1"<hidden>"',
  ],
];

/** The newest log lines of this process, in memory, for whoever is asked for them. */
export class LogTail {
  private readonly lines: string[] = [];
  private next = 0;

  push(line: string): void {
    const text = line.trimEnd();
    this.lines[this.next] = text.length > longestLine ? `${text.slice(0, longestLine)}…` : text;
    this.next = (this.next + 1) % mostLines;
  }

  /** The newest `count` lines that fit, oldest first, without credentials and without these `secrets`. */
  read(count: number, maxBytes: number, secrets: readonly string[]): { text: string; lines: number } {
    const ordered = [...this.lines.slice(this.next), ...this.lines.slice(0, this.next)].slice(-count);
    const kept: string[] = [];
    let bytes = 0;
    for (const line of ordered.toReversed()) {
      const clean = `${redacted(line, secrets)}\n`;
      bytes += Buffer.byteLength(clean);
      if (bytes > maxBytes) break;
      kept.push(clean);
    }
    return { text: kept.toReversed().join(''), lines: kept.length };
  }
}

export function redacted(line: string, secrets: readonly string[]): string {
  const known = secrets.reduce((text, secret) => text.replaceAll(secret, '<hidden>'), line);
  return shapes.reduce((text, [shape, instead]) => text.replace(shape, instead), known);
}
