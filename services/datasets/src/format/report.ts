/**
 * What an import or export tells beside its result. `note`: taken, but look. `skipped`: this file is not stored.
 * `loss`: something that we do not keep; without `lossy` nothing at all is stored.
 */
export type Severity = 'note' | 'skipped' | 'loss';

const severities = {
  'box.clipped': 'note',
  'box.outside': 'note',
  'box.turned': 'note',
  'label.missing': 'note',
  'picture.animated': 'note',
  'file.ignored': 'note',

  'file.unsafe-name': 'skipped',
  'file.link': 'skipped',
  'file.encrypted': 'skipped',
  'file.compression': 'skipped',
  'file.duplicate': 'skipped',
  'file.nested-archive': 'skipped',
  'file.too-large': 'skipped',
  'file.bomb': 'skipped',
  'label.unreadable': 'skipped',
  'label.unknown-class': 'skipped',
  'label.contradictory': 'skipped',
  'label.too-many-boxes': 'skipped',
  'picture.missing': 'skipped',
  'picture.ambiguous': 'skipped',
  'picture.size-mismatch': 'skipped',
  'picture.without-class': 'skipped',

  'loss.polygon': 'loss',
  'loss.mask': 'loss',
  'loss.crowd': 'loss',
  'loss.keypoints': 'loss',
  'loss.rotated-box': 'loss',
  'loss.score': 'loss',
  'loss.attributes': 'loss',
  'loss.class-outside-schema': 'loss',
  'loss.unlabelled': 'loss',
} as const satisfies Record<string, Severity>;

export type ReportCode = keyof typeof severities;

export interface ReportLine {
  readonly code: ReportCode;
  readonly severity: Severity;
  readonly count: number;
  /** The first few, in the order they were met. */
  readonly examples: readonly { readonly where: string; readonly detail: string }[];
}

const mostExamples = 50;
const longestText = 300;

/** Counts everything and keeps the first few of each kind: as small for a million pictures as for a hundred. */
export class Report {
  private readonly found = new Map<
    ReportCode,
    { count: number; examples: ReportLine['examples'][number][] }
  >();

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
      .map(([code, line]) => ({ code, severity: severities[code], ...line }))
      .sort((a, b) => rank[a.severity] - rank[b.severity] || (a.code < b.code ? -1 : 1));
  }
}
