import { type ReportCode, type ReportLine, type Severity, reportSeverities } from '@tutti/contracts/datasets';

const mostExamples = 50;
const longestText = 300;

/** Counts everything and keeps the first few of each kind: as small for a million pictures as for a hundred. */
export class Report {
  private readonly found = new Map<
    ReportCode,
    { count: number; examples: ReportLine['examples'][number][] }
  >();

  /** Goes on with what was found before. */
  constructor(lines: readonly ReportLine[] = []) {
    this.merge(lines);
  }

  merge(lines: readonly ReportLine[]): void {
    for (const { code, count, examples } of lines) {
      const line = this.found.get(code) ?? { count: 0, examples: [] };
      this.found.set(code, line);
      line.count += count;
      line.examples.push(...examples.slice(0, mostExamples - line.examples.length));
    }
  }

  add(code: ReportCode, where: string, detail: string): void {
    const line = this.found.get(code) ?? { count: 0, examples: [] };
    this.found.set(code, line);
    line.count++;
    if (line.examples.length < mostExamples)
      line.examples.push({ where: where.slice(-longestText), detail: detail.slice(0, longestText) });
  }

  count(what: ReportCode | Severity): number {
    return this.lines
      .filter(({ code, severity }) => code === what || severity === what)
      .reduce((sum, { count }) => sum + count, 0);
  }

  /** Sorted: losses first, then what was skipped, then notes. */
  get lines(): readonly ReportLine[] {
    const rank: Record<Severity, number> = { loss: 0, skipped: 1, note: 2 };
    return [...this.found]
      .map(([code, line]) => ({ code, severity: reportSeverities[code], ...line }))
      .sort((a, b) => rank[a.severity] - rank[b.severity] || (a.code < b.code ? -1 : 1));
  }
}
