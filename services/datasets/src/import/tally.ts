import type { ReportLine } from '@tutti/contracts/datasets';
import { Report } from '../format/report';
import { countsOf, type ImportJobRow, type ImportProgress } from './import-job.table';

/** What became of one picture. */
export interface Taken {
  readonly place: string;
  readonly added: boolean;
  readonly labelled: boolean;
  /** It was kept out; the lines say why. */
  readonly leftOut: boolean;
  readonly lines: readonly ReportLine[];
}

/** Counts pictures in their order, so that place, counts and report are always of one moment. */
export class Tally {
  #done: number;
  #place: string | null;
  #counts: { added: number; known: number; labelled: number };
  readonly #report: Report;

  constructor(job: ImportJobRow, found: readonly ReportLine[]) {
    const { added, known, labelled } = countsOf(job);
    this.#done = job.done;
    this.#place = job.place;
    this.#counts = { added, known, labelled };
    // Where it goes on, what was found before the first picture is in its report already.
    this.#report = new Report(job.place === null ? found : job.report);
  }

  add({ place, added, labelled, leftOut, lines }: Taken): void {
    this.#done += 1;
    this.#place = place;
    this.#report.merge(lines);
    if (labelled) this.#counts.labelled += 1;
    if (!leftOut) this.#counts[added ? 'added' : 'known'] += 1;
  }

  get progress(): Pick<
    ImportProgress,
    'done' | 'place' | 'report' | 'added' | 'known' | 'labelled' | 'refused'
  > {
    return {
      ...this.#counts,
      refused: this.#report.count('skipped'),
      done: this.#done,
      place: this.#place,
      report: this.#report.lines,
    };
  }
}
